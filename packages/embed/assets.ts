import workerUrl from '@aw-flow/client/worker?worker&url'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'

export interface Assets {
  /** The engine's worker, one module script, on the page's own origin. */
  workerUrl: string
  /** DuckDB's wasm, the `eh` build of the version that the worker was made with. */
  wasmUrl: string
  /** The wasm that reads and writes Parquet and Arrow; fetched when it is needed. */
  parquetWasmUrl: string
  /** The wasm that reads SQLite; fetched when such a file comes. */
  sqliteWasmUrl: string
  /** Modules that bring node types of the host; see `registerNodes`. */
  nodes: readonly string[]
}

let assets: Assets = { workerUrl, wasmUrl, parquetWasmUrl, sqliteWasmUrl, nodes: [] }

/**
 * Says where the worker and the wasm lie, for hosts that do not serve them beside this module. Call it before the first
 * element is connected.
 *
 * @example
 * configureAssets({ workerUrl: '/static/aw-worker.js', wasmUrl: '/static/duckdb-eh.wasm' })
 */
export function configureAssets(changes: Partial<Assets>): void {
  assets = { ...assets, ...changes }
}

/**
 * Adds node types of the host's own: each module, on the page's own origin, exports as default a list of what
 * `defineNode` made. The engine's worker imports them. Call it before the first element is connected. A server takes the
 * same modules by `AW_NODES`, or `startServer`'s `nodes`.
 *
 * @example
 * registerNodes('/my-nodes.js')
 */
export function registerNodes(...modules: string[]): void {
  assets = { ...assets, nodes: [...assets.nodes, ...modules] }
}

/** Where the worker and the wasm lie now. */
export const currentAssets = (): Assets => assets
