import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import startParquet, { readParquet } from 'parquet-wasm/esm/parquet_wasm.js'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import type { LoadOutcome } from './load-contender.ts'
import type { LoadAnswer, LoadRequest } from './ours-worker.ts'

declare global {
  interface Window {
    /** Fetches the file and opens all engines. */
    openParquet?: (address: string) => Promise<void>
    loadParquet?: (contender: 'ours' | 'table' | 'read') => Promise<LoadOutcome>
  }
}

const worker = new Worker(new URL('./ours-worker.ts', import.meta.url), { type: 'module' })

/** One request at a time. */
async function ask(request: LoadRequest): Promise<Omit<LoadOutcome, 'ms'>> {
  const channel = new MessageChannel()
  const answered = new Promise<LoadAnswer>((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    channel.port1.addEventListener('message', ({ data }: MessageEvent<LoadAnswer>) => resolve(data), { once: true })
    channel.port1.start()
  })
  worker.postMessage(request, [channel.port2])
  const answer = await answered
  if (!answer.ok) throw new Error(answer.message)
  return answer.outcome
}

const absolute = (url: string): string => new URL(url, location.href).href

window.openParquet = async (address) => {
  const response = await fetch(address)
  const file = new File([await response.blob()], address.slice(1))
  const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }
  await ask({ wasmUrl: absolute(wasmUrl), formatWasmUrls })
  await startParquet({ module_or_path: parquetWasmUrl })
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(absolute(workerUrl)))
  await database.instantiate(absolute(wasmUrl))
  await database.open({ path: ':memory:' })
  const connection = await database.connect()
  window.loadParquet = async (contender) => {
    const begin = performance.now()
    if (contender === 'ours') {
      const outcome = await ask({ file, hash: false })
      return { ...outcome, ms: performance.now() - begin }
    }
    const read = readParquet(new Uint8Array(await file.arrayBuffer()))
    const batches = read.recordBatches()
    const outcome = {
      rows: batches.reduce((sum, batch) => sum + batch.numRows, 0),
      columns: batches[0]?.numColumns ?? 0,
    }
    if (contender === 'read') return { ...outcome, ms: performance.now() - begin }
    await connection.insertArrowFromIPCStream(read.intoIPCStream(), { name: 'raw', create: true })
    const ms = performance.now() - begin
    await connection.query('DROP TABLE raw')
    return { ...outcome, ms }
  }
}
