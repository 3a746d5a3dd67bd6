import { join } from 'node:path'
import { loadFile } from '@aw-flow/agents'
import { hashFile, openNodeFile, openDuckDb } from '@aw-flow/data/node'
import { loadFiles, type Load } from './load-contender.ts'

/**
 * Loads files in Node.js without configuration: probe, plan, table, and a report on all rows. The small file is hashed
 * as part of the load. The others have a placeholder hash, because the application hashes a file when it is added, not
 * when it is loaded.
 */
export async function openOurs(folder: string): Promise<{ load: Load; close(): Promise<void> }> {
  const tables = await openDuckDb()
  const placeholderHash = '0'.repeat(64)
  return {
    async load(name) {
      const path = join(folder, loadFiles[name].name)
      const start = performance.now()
      const file = await openNodeFile(path, name === 'small' ? await hashFile(path) : placeholderHash)
      const { table, report } = await loadFile(file, { tables, id: 'bench', maxRetries: 3 })
      const ms = performance.now() - start
      if (report.rejects > 0) throw new Error(`${file.name}: ${report.rejects} records were rejected.`)
      await tables.drop(table.id)
      return { ms, rows: table.rows, columns: report.columns.length }
    },
    close: () => tables.close(),
  }
}
