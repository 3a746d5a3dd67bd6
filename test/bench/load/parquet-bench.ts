import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { DuckDBInstance } from '@duckdb/node-api'
import startParquet, { readParquet } from 'parquet-wasm/esm/parquet_wasm.js'
import { writeParquet } from '../data/write-parquet.ts'
import type { FormatBench } from './format-bench.ts'
import { columnCount } from './load-contender.ts'

const rows = 100_000
const parquetRead = '`readParquet` of parquet-wasm, no table'
const parquetInsert = '`readParquet` of parquet-wasm, to a table in DuckDB'
const duckdbReader = 'DuckDB read_parquet, to a table'

/**
 * Loads Parquet into a table with a full report. In Node.js, DuckDB's own reader sets the limit, because nothing
 * transfers the output of parquet-wasm into a table there. The page does not have that reader.
 */
export const parquetBench: FormatBench = {
  format: 'Parquet',
  file: 'places.parquet',
  rows,
  warmUps: 2,
  write: writeParquet,
  node: { peer: duckdbReader, open: openInNode },
  page: { html: 'load/parquet.html', peer: parquetInsert, contenders: { table: parquetInsert, read: parquetRead } },
}

async function openInNode(path: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const wasm = createRequire(import.meta.url).resolve('parquet-wasm/esm/parquet_wasm_bg.wasm')
  await startParquet({ module_or_path: await WebAssembly.compile(await readFile(wasm)) })
  return {
    loads: {
      async [duckdbReader]() {
        const start = performance.now()
        await connection.run(`CREATE OR REPLACE TABLE raw AS SELECT * FROM read_parquet('${path}')`)
        const ms = performance.now() - start
        await connection.run('DROP TABLE raw')
        return { ms, rows, columns: columnCount }
      },
      async [parquetRead]() {
        const start = performance.now()
        const batches = readParquet(await readFile(path)).recordBatches()
        const rowCount = batches.reduce((sum, batch) => sum + batch.numRows, 0)
        return { ms: performance.now() - start, rows: rowCount, columns: batches[0]?.numColumns ?? 0 }
      },
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
