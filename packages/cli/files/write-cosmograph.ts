import type { PreparedTable } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { createCosmographConfig } from '@aw-flow/schema/internal'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeJson } from './write-file.ts'
import { writeTable } from './write-table.ts'

export type CosmographFormat = 'csv' | 'parquet' | 'arrow'

/**
 * Writes the files for Cosmograph to a folder, creating it if necessary: `points`, `links` if there are any, and
 * `cosmograph.json` with the file names and the configuration.
 */
export async function writeCosmograph(
  folder: string,
  format: CosmographFormat,
  { table, links, report }: Pick<PreparedTable, 'table' | 'report'> & { links: PreparedTable['links'] | undefined },
  tables: Tables,
  signal: AbortSignal,
): Promise<Problem[]> {
  await mkdir(folder, { recursive: true })
  const [points, linksFile] = [`points.${format}`, `links.${format}`]
  const warnings = await writeTable(join(folder, points), table, { tables, signal })
  if (links) warnings.push(...(await writeTable(join(folder, linksFile), links, { tables, signal })))
  await writeJson(join(folder, 'cosmograph.json'), {
    files: { points, ...(links ? { links: linksFile } : {}) },
    ...createCosmographConfig(report.plan),
  })
  return warnings
}
