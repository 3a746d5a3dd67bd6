import type { HostCheck, HostCheckFunctions } from '@aw-flow/client'
import workerUrl from '@aw-flow/client/worker?worker&url'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'

/** The URLs of the files that the engine fetches, and the node types and checks that the host adds. @public */
export interface Assets {
  /** The engine's worker, a module script on the page's own origin. */
  workerUrl: string
  /** The type of the worker's script: `module`, unless a bundler has converted it to a classic script. */
  workerType: WorkerType
  /** The worker that runs code nodes; default: the one next to the engine's script. */
  sandboxWorker?: { url: string; type: WorkerType }
  /** DuckDB's wasm, the `eh` build of the version that the worker uses. */
  wasmUrl: string
  /** The wasm that reads and writes Parquet and Arrow, fetched on first use. */
  parquetWasmUrl: string
  /** The wasm that reads SQLite, fetched on first use. */
  sqliteWasmUrl: string
  /** Modules with host node types; see `registerNodes`. */
  nodes: readonly string[]
  /** Host checks by name; see `registerCheck`. */
  checks: HostCheckFunctions
}

/** Set by the entry for bundlers before this module is evaluated. */
const bundlerAssets = (globalThis as { [key: symbol]: Partial<Assets> | undefined })[Symbol.for('aw.assets')]

let assets: Assets = {
  workerUrl,
  workerType: 'module',
  wasmUrl,
  parquetWasmUrl,
  sqliteWasmUrl,
  nodes: [],
  checks: {},
  ...bundlerAssets,
}

/**
 * Sets the URLs of the worker and the wasm files, for hosts that do not serve them next to this module. Call it before
 * the first element is connected.
 *
 * @param changes The URLs to replace, absolute or relative to the page; the others are unchanged.
 * @example
 * configureAssets({ workerUrl: '/static/aw-worker.js', wasmUrl: '/static/duckdb-eh.wasm' })
 * @public
 */
export function configureAssets(changes: Partial<Assets>): void {
  assets = { ...assets, ...changes }
}

/**
 * Adds host node types. Each module, on the page's own origin, has a list of `defineNode` results as its default
 * export, and is imported by the engine's worker. Call it before the first element is connected. A server loads the
 * same modules with `AW_NODES`, or with `nodes` of `startServer`. A module that cannot be imported is reported as a
 * problem of the session.
 *
 * @param modules The URLs of the modules, absolute or relative to the page.
 * @example
 * registerNodes('/my-nodes.js')
 * @public
 */
export function registerNodes(...modules: string[]): void {
  assets = { ...assets, nodes: [...assets.nodes, ...modules] }
}

/**
 * Adds a host check, which Validate nodes use by name. It runs in the page and can read rows of the table. Call it
 * before the first element is connected.
 *
 * @param name The name that nodes use to refer to the check. A check with the same name is replaced.
 * @param check Returns or resolves to the verdict. If it throws, the table is invalid, with the error as the reason.
 * @example
 * registerCheck('cosmograph-accepts', async (table) => ({ valid: table.rows < 1_000_000, message: 'too many points' }))
 * @public
 */
export function registerCheck(name: string, check: HostCheck): void {
  assets = { ...assets, checks: { ...assets.checks, [name]: check } }
}

/**
 * Returns the current URLs of the worker and the wasm files, and the node types and checks that the host adds.
 *
 * @example
 * const link = document.createElement('link')
 * Object.assign(link, { rel: 'modulepreload', href: currentAssets().workerUrl })
 * document.head.append(link)
 * @public
 */
export const currentAssets = (): Assets => assets
