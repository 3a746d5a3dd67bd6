import type * as parquetWasm from 'parquet-wasm/esm/parquet_wasm.js'

type ParquetWasm = typeof parquetWasm

let started: Promise<ParquetWasm> | undefined

/**
 * Starts the Parquet library with its compiled wasm. All callers share one instance, which the library stores in a
 * module variable.
 */
export function parquetEngine(compiled: () => Promise<WebAssembly.Module>): Promise<ParquetWasm> {
  started ??= Promise.all([import('parquet-wasm/esm/parquet_wasm.js'), compiled()]).then(async ([library, module]) => {
    await library.default({ module_or_path: module })
    return library
  })
  started.catch(() => (started = undefined))
  return started
}
