// Evaluated before aw.js, whose elements start the worker.
import { findWorker } from './find-worker.js'

const worker = findWorker(() => new Worker(new URL('./aw-worker.js', import.meta.url), { type: 'module' }))

globalThis[Symbol.for('aw.assets')] = {
  workerUrl: worker.url,
  workerType: worker.type,
  // Found by the page, not by the engine's worker: Parcel omits the lazy chunks of a worker that another worker starts.
  sandboxWorker: findWorker(() => new Worker(new URL('./aw-sandbox-worker.js', import.meta.url), { type: 'module' })),
  wasmUrl: new URL('./duckdb-eh.wasm', import.meta.url).href,
  parquetWasmUrl: new URL('./parquet_wasm_bg.wasm', import.meta.url).href,
  sqliteWasmUrl: new URL('./sql-wasm-browser.wasm', import.meta.url).href,
}
