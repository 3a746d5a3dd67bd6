import type * as parquetWasm from 'parquet-wasm/esm/parquet_wasm.js'

type ParquetWasm = typeof parquetWasm

let enginePromise: Promise<ParquetWasm> | undefined

/**
 * Starts the Parquet library with its compiled Wasm module. All callers share one instance, because the library stores
 * it in a module variable.
 */
export function startParquetEngine(compile: () => Promise<WebAssembly.Module>): Promise<ParquetWasm> {
  enginePromise ??= Promise.all([import('parquet-wasm/esm/parquet_wasm.js'), compile()]).then(([library, module]) => {
    // The asynchronous function asks whether the module is a `Response`, for which Node loads its HTTP client.
    library.initSync({ module })
    return library
  })
  enginePromise.catch(() => (enginePromise = undefined))
  return enginePromise
}
