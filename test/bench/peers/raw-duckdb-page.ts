import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm'
// Import the package's own file by path: the build plugin replaces imports by package name.
import wasmUrl from '../../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'

export interface RawDuckDb {
  /**
   * Loads a file into a table with `read_csv`. The next call replaces the table. JSON is parsed with `JSON.parse` as
   * well as loaded with `insertJSONFromPath`, the only JSON reader of DuckDB-WASM that needs no extension.
   */
  load(file: File): Promise<{ ms: number; rows: number; columns: number }>
}

/** Opens DuckDB-WASM with its defaults: AsyncDuckDB in its own worker, the `eh` build, in memory. */
export async function openRawDuckDb(): Promise<RawDuckDb> {
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(new URL(workerUrl, location.href)))
  await database.instantiate(new URL(wasmUrl, location.href).href)
  await database.open({ path: ':memory:' })
  const connection = await database.connect()
  return {
    async load(file) {
      const start = performance.now()
      await database.registerFileHandle(file.name, file, DuckDBDataProtocol.BROWSER_FILEREADER, true)
      if (file.name.endsWith('.json')) {
        JSON.parse(await file.text())
        await connection.query('DROP TABLE IF EXISTS raw')
        await connection.insertJSONFromPath(file.name, { name: 'raw' })
      } else await connection.query(`CREATE OR REPLACE TABLE raw AS SELECT * FROM read_csv('${file.name}')`)
      const ms = performance.now() - start
      await database.dropFile(file.name)
      const countResult = await connection.query('SELECT count(*)::INTEGER AS rows FROM raw')
      const describeResult = await connection.query('DESCRIBE raw')
      return { ms, rows: Number(countResult.get(0)?.rows), columns: describeResult.numRows }
    },
  }
}
