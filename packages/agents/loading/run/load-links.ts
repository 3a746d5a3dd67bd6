import { NodeError, type SourceFile, type Tables } from '@aw-flow/engine'
import type { LoadReport, TableRef } from '@aw-flow/schema'
import { loadFile } from './load-file.ts'

const pointsKeys = new Set(['nodes', 'vertices', 'points'])
const linksKeys = ['links', 'edges']

/**
 * The links of a document of JSON whose records were found under a key such as `nodes`: those under `links` or `edges`
 * beside it, as a table. Nothing where there are none. They are named after the points' table, with `-links` behind.
 */
export async function loadLinks(
  file: SourceFile,
  { plan }: Pick<LoadReport, 'plan'>,
  { tables, signal }: { tables: Tables; signal?: AbortSignal },
): Promise<TableRef | undefined> {
  const path = plan.recordsPath ?? []
  if (plan.format !== 'json' || !pointsKeys.has((path.at(-1) ?? '').toLowerCase())) return undefined
  for (const key of linksKeys) {
    try {
      const { table } = await loadFile(file, {
        tables,
        id: `load-${file.dataset.slice(0, 16)}-links`,
        maxRetries: 0,
        overrides: { recordsPath: [...path.slice(0, -1), key] },
        ...(signal ? { signal } : {}),
      })
      if (table.rows > 0 && table.columns.length > 1) return table
    } catch (cause) {
      // There is nothing under that key; the points stand for themselves.
      if (!(cause instanceof NodeError)) throw cause
    }
  }
  return undefined
}
