import type { HostCheck, HostCheckFunctions } from '@aw-flow/client'
import workerUrl from '@aw-flow/client/worker?worker&url'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'

/** URLs of the files that the engine loads, and the host's node types and checks. @public */
export interface Assets {
  /** URL of the engine's worker script, on the page's origin. */
  workerUrl: string
  /** Type of the worker script: `module` unless a bundler has converted it to a classic script. */
  workerType: WorkerType
  /** The worker that runs code nodes. Default: the worker script next to the engine's script. */
  sandboxWorker?: { url: string; type: WorkerType }
  /** URL of the DuckDB WebAssembly file: the `eh` build of the version that the worker uses. */
  wasmUrl: string
  /** URL of the WebAssembly file that reads and writes Parquet and Arrow. Loaded on first use. */
  parquetWasmUrl: string
  /** URL of the WebAssembly file that reads SQLite. Loaded on first use. */
  sqliteWasmUrl: string
  /** URL of `aw-page.html`, from which HTML files are exported. Loaded only for an export. */
  pageUrl: string
  /** URLs of modules with the host's node types; see `registerNodes`. */
  nodes: readonly string[]
  /** The host's checks, keyed by name; see `registerCheck`. */
  checks: HostCheckFunctions
}

/** Assets that the entry point for bundlers sets before this module is evaluated. */
const bundlerAssets = (globalThis as { [key: symbol]: Partial<Assets> | undefined })[Symbol.for('aw.assets')]

/** Hidden from bundlers, which would copy the large file. */
const findPage = (base: string): string =>
  URL.canParse('aw-page.html', base) ? new URL('aw-page.html', base).href : ''

let assets: Assets = {
  workerUrl,
  workerType: 'module',
  wasmUrl,
  parquetWasmUrl,
  sqliteWasmUrl,
  pageUrl: findPage(import.meta.url),
  nodes: [],
  checks: {},
  ...bundlerAssets,
}

/**
 * Sets the URLs of the worker, the WebAssembly files and the page for exports, for hosts that do not serve them next to this
 * module. Call it
 * before the first element is connected.
 *
 * @param changes - The values to replace. URLs are absolute or relative to the page.
 * @example
 * configureAssets({ workerUrl: '/static/aw-worker.js', wasmUrl: '/static/duckdb-eh.wasm' })
 * @public
 */
export function configureAssets(changes: Partial<Assets>): void {
  assets = { ...assets, ...changes }
}

/**
 * Adds the host's node types. The engine's worker imports each module, which must be on the page's origin and have a
 * list of `defineNode` results as its default export. Call it before the first element is connected. To use the same
 * modules on a server, set `AW_NODES` or the `nodes` option of `startServer`. A module that cannot be imported is
 * reported as a problem of the session.
 *
 * @param modules - URLs of the modules, absolute or relative to the page.
 * @example
 * registerNodes('/my-nodes.js')
 * @public
 */
export function registerNodes(...modules: string[]): void {
  assets = { ...assets, nodes: [...assets.nodes, ...modules] }
}

/**
 * Adds a host check, which Validate nodes refer to by name. The check runs in the page and can read rows of the table.
 * Call it before the first element is connected.
 *
 * @param name - The name of the check. A check with the same name is replaced.
 * @param check - Returns the verdict or a promise that resolves to it. If it throws, the table is invalid, with the
 *   error as the reason.
 * @example
 * registerCheck('cosmograph-accepts', async (table) => ({ valid: table.rows < 1_000_000, message: 'too many points' }))
 * @public
 */
export function registerCheck(name: string, check: HostCheck): void {
  assets = { ...assets, checks: { ...assets.checks, [name]: check } }
}

/**
 * Returns the current URLs of the worker and the WebAssembly files, and the host's node types and checks.
 *
 * @example
 * const link = document.createElement('link')
 * Object.assign(link, { rel: 'modulepreload', href: getAssets().workerUrl })
 * document.head.append(link)
 * @public
 */
export const getAssets = (): Assets => assets
