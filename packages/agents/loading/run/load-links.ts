import { NodeError, type SourceFile, type Tables } from '@aw-flow/engine'
import { defined, type LoadReport, type TableRef } from '@aw-flow/schema'
import { loadFile } from './load-file.ts'

const nodeKeys = new Set(['nodes', 'vertices', 'points'])
const edgeKeys = ['links', 'edges']

/**
 * Loads the edges of a JSON graph whose nodes were loaded from a key such as `nodes`. The edges are the records under
 * the sibling key `links` or `edges`. The ID of the edge table has the suffix `-links`.
 *
 * @returns The edge table, or `undefined` if the document is not a graph or has no edges.
 * @internal
 */
export async function loadLinks(
  file: SourceFile,
  { plan }: Pick<LoadReport, 'plan'>,
  { tables, signal }: { tables: Tables; signal?: AbortSignal },
): Promise<TableRef | undefined> {
  const path = plan.recordsPath ?? []
  if (plan.format !== 'json' || !nodeKeys.has((path.at(-1) ?? '').toLowerCase())) return undefined
  for (const key of edgeKeys) {
    try {
      const { table } = await loadFile(
        file,
        defined({
          tables,
          id: `load-${file.dataset.slice(0, 16)}-links`,
          maxRetries: 0,
          overrides: { recordsPath: [...path.slice(0, -1), key] },
          signal,
        }),
      )
      if (table.rows > 0 && table.columns.length > 1) return table
    } catch (cause) {
      // Loading fails if the document has no records under the key.
      if (!(cause instanceof NodeError)) throw cause
    }
  }
  return undefined
}
