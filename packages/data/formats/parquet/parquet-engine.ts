import type * as parquetWasm from 'parquet-wasm/esm/parquet_wasm.js'

type ParquetWasm = typeof parquetWasm

let started: Promise<ParquetWasm> | undefined

/**
 * The library that reads and writes Parquet, started with its compiled wasm. It keeps one instance for all who ask: its
 * glue has it in a variable of the module.
 */
export function parquetEngine(compiled: () => Promise<WebAssembly.Module>): Promise<ParquetWasm> {
  started ??= Promise.all([import('parquet-wasm/esm/parquet_wasm.js'), compiled()]).then(async ([library, module]) => {
    await library.default({ module_or_path: module })
    return library
  })
  started.catch(() => (started = undefined))
  return started
}
