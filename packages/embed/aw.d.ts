/**
 * The front door of aw: importing this module registers `<aw-workflow-editor>` and the elements that it is made of.
 * Serve `aw.js`, `aw-worker.js`, `aw-sandbox-worker.js`, the wasm files and the folder `aw-readers` from one place on your own origin.
 */

export interface Assets {
  /** The engine's worker, one module script, on the page's own origin. */
  workerUrl: string
  /** DuckDB's wasm, the `eh` build that ships with this module. */
  wasmUrl: string
  /** The wasm that reads and writes Parquet and Arrow; fetched when it is needed. */
  parquetWasmUrl: string
  /** The wasm that reads SQLite; fetched when such a file comes. */
  sqliteWasmUrl: string
  /** Modules that bring node types of the host; see `registerNodes`. */
  nodes: readonly string[]
}

/** Says where the worker and the wasm lie, when not beside this module. Call it before the first element is connected. */
export declare function configureAssets(changes: Partial<Assets>): void

/**
 * Adds node types of the host's own: each module, on the page's own origin, exports as default a list of what
 * `defineNode` made. Call it before the first element is connected.
 */
export declare function registerNodes(...modules: string[]): void

/** Where the worker and the wasm lie now. */
export declare function currentAssets(): Assets

/** A workflow editor with engine, data and storage of its own, all in this page. */
export declare class LocalWorkflowEditor extends HTMLElement {
  /** The address of a workflow file on the page's own origin. */
  src: string | null
  /** The id of a workflow in the browser's storage. */
  workflow: string | null
  /** When DuckDB is fetched: with the first interaction (default), when the page is idle, or with the first run. */
  preload: 'interaction' | 'idle' | 'none'
}

declare global {
  interface HTMLElementTagNameMap {
    'aw-workflow-editor': LocalWorkflowEditor
  }
}
