import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import startParquet, { readParquet } from 'parquet-wasm/esm/parquet_wasm.js'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { toAbsoluteUrl, offerFormat } from './open-format.ts'

offerFormat(
  async (file) => {
    await startParquet({ module_or_path: parquetWasmUrl })
    const database = new AsyncDuckDB(new VoidLogger(), new Worker(toAbsoluteUrl(workerUrl)))
    await database.instantiate(toAbsoluteUrl(wasmUrl))
    await database.open({ path: ':memory:' })
    const connection = await database.connect()
    return async (contender) => {
      const start = performance.now()
      const read = readParquet(new Uint8Array(await file.arrayBuffer()))
      const batches = read.recordBatches()
      const outcome = {
        rows: batches.reduce((sum, batch) => sum + batch.numRows, 0),
        columns: batches[0]?.numColumns ?? 0,
      }
      if (contender === 'read') return { ...outcome, ms: performance.now() - start }
      await connection.insertArrowFromIPCStream(read.intoIPCStream(), { name: 'raw', create: true })
      const ms = performance.now() - start
      await connection.query('DROP TABLE raw')
      return { ...outcome, ms }
    }
  },
  { parquet: toAbsoluteUrl(parquetWasmUrl), sqlite: toAbsoluteUrl(sqliteWasmUrl) },
)
