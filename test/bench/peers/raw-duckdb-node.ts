import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { loadFiles, type Load } from '../load/load-contender.ts'

/**
 * Opens DuckDB in Node.js with its defaults. A load uses `read_csv` without configuration to create a table, without a
 * report. JSON is parsed with `JSON.parse` as well as loaded with `read_json`.
 */
export async function openRawDuckDb(folder: string): Promise<{ load: Load; close(): Promise<void> }> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  return {
    async load(name) {
      const path = join(folder, loadFiles[name].name)
      const start = performance.now()
      if (name === 'json') JSON.parse(await readFile(path, 'utf8'))
      const reader = name === 'json' ? 'read_json' : 'read_csv'
      await connection.run(`CREATE OR REPLACE TABLE raw AS SELECT * FROM ${reader}('${path}')`)
      const ms = performance.now() - start
      const countResult = await connection.runAndReadAll('SELECT count(*) FROM raw')
      const describeResult = await connection.runAndReadAll('DESCRIBE raw')
      await connection.run('DROP TABLE raw')
      return { ms, rows: Number(countResult.getRows()[0]?.[0]), columns: describeResult.getRows().length }
    },
    async close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
