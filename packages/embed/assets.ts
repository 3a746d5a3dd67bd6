import type { HostCheck, HostCheckFunctions } from '@aw-flow/client'
import workerUrl from '@aw-flow/client/worker?worker&url'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'

export interface Assets {
  /** The engine's worker, one module script, on the page's own origin. */
  workerUrl: string
  /** Type of the worker's script, `module` unless a bundler has made a classic script of it. */
  workerType: WorkerType
  /** DuckDB's wasm, the `eh` build of the version that the worker was made with. */
  wasmUrl: string
  /** The wasm that reads and writes Parquet and Arrow; fetched when it is needed. */
  parquetWasmUrl: string
  /** The wasm that reads SQLite; fetched when such a file comes. */
  sqliteWasmUrl: string
  /** Modules that bring node types of the host; see `registerNodes`. */
  nodes: readonly string[]
  /** Checks of the host's own by name; see `registerCheck`. */
  checks: HostCheckFunctions
}

/** Set by the entry for bundlers, before this module is evaluated and the elements of the page start. */
const bundled = (globalThis as { [key: symbol]: Partial<Assets> | undefined })[Symbol.for('aw.assets')]

let assets: Assets = {
  workerUrl,
  workerType: 'module',
  wasmUrl,
  parquetWasmUrl,
  sqliteWasmUrl,
  nodes: [],
  checks: {},
  ...bundled,
}

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

/**
 * Adds a check of the host's own: a Validate node asks for it by its name, and it says whether a table is right. It runs in
 * the page and reads rows as it needs them. Call it before the first element is connected.
 *
 * @example
 * registerCheck('cosmograph-accepts', async (table) => ({ valid: table.rows < 1_000_000, message: 'too many points' }))
 */
export function registerCheck(name: string, check: HostCheck): void {
  assets = { ...assets, checks: { ...assets.checks, [name]: check } }
}

/** Where the worker and the wasm lie now. */
export const currentAssets = (): Assets => assets
