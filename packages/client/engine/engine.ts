import type { NodeType, Problem, Result, RunEvent, RunProgress } from '@aw-flow/schema'
import type { EngineHost } from './engine-host.ts'
import type { HostCheckFunctions } from './host-checks.ts'
import type { HostRunner } from './host-runner.ts'
import type { NetworkAccess } from './network-access.ts'
import type { OutputOf, AskOptions, EngineRequest, ProgressOf, RequestName } from './requests.ts'
import type { RunRequest } from './run-request.ts'

/** Dispatched by an `EngineStatus` when it changes. @internal */
export const engineChange = 'aw-engine-change'

/** `loading` until the worker responds; `failed` if it could not be started, with a problem. @public */
export type EngineState = 'loading' | 'ready' | 'failed'

/** The state of an engine. Dispatches `engineChange`. */
export interface EngineStatus extends EventTarget {
  readonly state: EngineState
  /** The node types. Until the worker responds, these are the node types cached by the previous page load. */
  readonly catalog: readonly NodeType[]
  readonly problem: Problem | undefined
  /** True once DuckDB has started. */
  readonly isDatabaseOpen?: boolean
}

export interface RunOptions {
  /** Receives the events in order. Work that depends on them starts when the returned promise settles. */
  onEvents: (events: RunEvent[]) => void | Promise<void>
  onProgress: (progress: RunProgress) => void
  /** Cancels the run. A worker that does not end it in time is terminated. */
  signal: AbortSignal
}

/**
 * The page's side of the worker. Every request settles, and a worker that crashes is replaced. An engine is a plain
 * object of functions: a variant spreads an existing engine and overrides some of them.
 *
 * @internal
 */
export interface Engine {
  readonly status: EngineStatus
  /** Network access of this page's runs: allowed hosts and secrets. */
  readonly networkAccess: NetworkAccess
  /**
   * Sends a request to the worker. Never rejects.
   *
   * @example
   *   const preview = await engine.ask(requests.previewFile({ dataset, name, bytes }), { signal })
   */
  ask<Name extends RequestName>(
    request: EngineRequest<Name>,
    options?: AskOptions<ProgressOf<Name>>,
  ): Promise<Result<OutputOf<Name>>>
  /** Runs a workflow. Fails if the run is rejected, or if the worker crashes before the run ends. */
  run(request: RunRequest, options: RunOptions): Promise<Result<null>>
  /** Starts DuckDB now, and with each worker that replaces this one. */
  warmUp(): Promise<Result<null>>
  /**
   * Adds a host, which provides datasets, workflows and services to runs, and stores the datasets that they write.
   * Returns a function that removes it.
   */
  provide(host: EngineHost): () => void
  /** Reads a dataset from the hosts. */
  bytes(dataset: string): Promise<{ name: string; bytes: Blob } | undefined>
  /** Cancels an interrupted run that is executed elsewhere, such as on a server, and will not be resumed. */
  abandon?(run: string): void
  close(): void
}

/** A worker's script on the page's own origin, and its type. */
export interface WorkerScript {
  url: string
  type: WorkerType
}

/** @internal */
export interface EngineOptions {
  /** The URL of the worker's script, on the page's own origin. */
  workerUrl: string
  /** Type of the worker's script; default: `module`. Some bundlers build a classic script. */
  workerType?: WorkerType
  /** The script of the worker that runs code nodes; default: a file next to the engine's script. */
  sandboxWorker?: WorkerScript
  /** The URL of DuckDB's wasm, the `eh` build. */
  wasmUrl: string
  /** The URL of the wasm that reads and writes Parquet; default: `parquet_wasm_bg.wasm` next to DuckDB's. */
  parquetWasmUrl?: string
  /** The URL of the wasm that reads SQLite; default: `sql-wasm-browser.wasm` next to DuckDB's. */
  sqliteWasmUrl?: string
  /** Modules on the page's own origin that define node types: see `loadCustomNodes`. */
  nodes?: readonly string[]
  /** Checks of the host, by the names that Validate nodes use. */
  checks?: HostCheckFunctions
  /** Executes runs instead of this engine. */
  runner?: HostRunner
  /** The time within which a canceled run must end before the worker is terminated, in ms. Default: 3,000. */
  abortTimeoutMs?: number
  /**
   * Time after which a worker that does not respond is terminated, in ms, if requests wait for it and no run is in
   * progress. Default: 120,000.
   */
  responseTimeoutMs?: number
}
