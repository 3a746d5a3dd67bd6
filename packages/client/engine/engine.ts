import type { NodeType, Problem, Result, RunEvent, RunProgress } from '@aw-flow/schema'
import type { EngineHost } from './engine-host.ts'
import type { HostCheckFunctions } from './host-checks.ts'
import type { HostRunner } from './host-runner.ts'
import type { NetworkAccess } from './network-access.ts'
import type { OutputOf, RequestOptions, EngineRequest, ProgressOf, RequestName } from './requests.ts'
import type { RunRequest } from './run-request.ts'

/** The type of the event that an `EngineStatus` dispatches when it changes. @internal */
export const engineChangeEvent = 'aw-engine-change'

/** The state of an engine: `loading` until the worker responds, `failed` if the worker could not be started. @public */
export type EngineState = 'loading' | 'ready' | 'failed'

/** The status of an engine. Dispatches `engineChangeEvent` events. */
export interface EngineStatus extends EventTarget {
  readonly state: EngineState
  /** The node types. Until the worker responds, these come from the cache of a previous page load. */
  readonly catalog: readonly NodeType[]
  readonly problem: Problem | undefined
  /** True once DuckDB has started. */
  readonly isDatabaseOpen?: boolean
}

export interface RunOptions {
  /** Called with the events in order. Work that depends on an event starts only after the returned promise settles. */
  onEvents: (events: RunEvent[]) => void | Promise<void>
  onProgress: (progress: RunProgress) => void
  /** Cancels the run. If the worker does not stop the run in time, the worker is terminated. */
  signal: AbortSignal
}

/**
 * The page's interface to the worker. Every request settles, and a crashed worker is replaced. An engine is a plain
 * object of functions: to create a variant, spread an existing engine and override some functions.
 *
 * @internal
 */
export interface Engine {
  readonly status: EngineStatus
  /** The hosts, secrets and models that are available to runs in this page. */
  readonly networkAccess: NetworkAccess
  /**
   * Sends a request to the worker. Never rejects.
   *
   * @example
   *   const preview = await engine.ask(requests.previewFile({ dataset, name, bytes }), { signal })
   */
  ask<Name extends RequestName>(
    request: EngineRequest<Name>,
    options?: RequestOptions<ProgressOf<Name>>,
  ): Promise<Result<OutputOf<Name>>>
  /** Runs a workflow. Fails if the run is rejected or the worker crashes before the run ends. */
  run(request: RunRequest, options: RunOptions): Promise<Result<null>>
  /**
   * Makes the tables of an ended run readable again, from its record and without its side effects. Absent if runs are
   * executed by a host.
   */
  restoreTables?: ((request: RunRequest) => Promise<Result<null>>) | undefined
  /** Starts DuckDB in this worker, and in each worker that replaces it. */
  warmUp(): Promise<Result<null>>
  /**
   * Adds a host, which provides datasets, workflows and services to runs and stores the datasets that runs write.
   * Returns a function that removes the host.
   */
  addHost(host: EngineHost): () => void
  /** Reads a dataset from the hosts. */
  readDataset(dataset: string): Promise<{ name: string; bytes: Blob } | undefined>
  /** Cancels a run that executes elsewhere, such as on a server, and that this page will not resume. */
  cancelRemoteRun?(runId: string): void
  close(): void
}

/** The URL of a worker script on the page's own origin, and the script's type. */
export interface WorkerScript {
  url: string
  type: WorkerType
}

/** Options for starting an engine. @internal */
export interface EngineOptions {
  /** The URL of the worker script, on the page's own origin. */
  workerUrl: string
  /** The type of the worker script. Default: `module`. Some bundlers emit classic scripts. */
  workerType?: WorkerType
  /** The worker script for code nodes. Default: a file next to the engine's script. */
  sandboxWorker?: WorkerScript
  /** The URL of DuckDB's WebAssembly module (the `eh` build). */
  wasmUrl: string
  /**
   * The URL of the WebAssembly module that reads and writes Parquet. Default: `parquet_wasm_bg.wasm` next to DuckDB's
   * module.
   */
  parquetWasmUrl?: string
  /** The URL of the WebAssembly module that reads SQLite. Default: `sql-wasm-browser.wasm` next to DuckDB's module. */
  sqliteWasmUrl?: string
  /** The URLs of modules, on the page's own origin, that define node types. See `loadCustomNodes`. */
  nodes?: readonly string[]
  /** The host's checks, keyed by the names that Validate nodes use. */
  checks?: HostCheckFunctions
  /** Executes runs in place of this engine. */
  runner?: HostRunner
  /** How long a canceled run may take to stop before the worker is terminated, in ms. Default: 3,000. */
  abortTimeoutMs?: number
  /**
   * How long the worker may stay unresponsive before it is terminated, in ms. Applies while requests are pending and no
   * run is in progress. Default: 120,000.
   */
  responseTimeoutMs?: number
}
