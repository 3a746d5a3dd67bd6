import {
  error,
  failed,
  nodeTypeSchema,
  ok,
  problemSchema,
  ProblemError,
  defined,
  type NodeType,
  type Problem,
  type Result,
} from '@aw-flow/schema'
import { z } from 'zod'
import type { RequestTypes, RequestSchemas } from './define-requests.ts'
import { engineChangeEvent, type Engine, type EngineOptions, type EngineState, type EngineStatus } from './engine.ts'
import { noticeSchema, type EngineHost, type PageApi } from './engine-host.ts'
import { runHostCheck } from './host-checks.ts'
import { withHostRunner } from './host-runner.ts'
import { createNetworkAccess } from './network-access.ts'
import {
  requests,
  requestsThatRespondToAbort,
  type OutputOf,
  type RequestOptions,
  type EngineRequest,
  type ProgressOf,
  type RequestName,
} from './requests.ts'
import { cacheCatalog, readCachedCatalog } from '../storage/cached-catalog.ts'
import { connectWorker, type WorkerConnection } from '../worker/connect-worker.ts'
import { maxRunawayStatements, type EngineOpenOptions } from '../worker/engine-api.ts'
import { createEmptyModule, precompile } from './precompile.ts'
import { createResponseWatchdog } from './response-watchdog.ts'

/**
 * Starts an engine. The worker loads with the first request or when the page is idle; DuckDB loads with `warmUp` or the
 * first run.
 *
 * @internal
 */
export function createEngine(options: EngineOptions): Engine {
  const engine = startEngine(options)
  return options.runner ? withHostRunner(engine, options.runner) : engine
}

function startEngine(options: EngineOptions): Engine {
  const { abortTimeoutMs = defaultAbortTimeoutMs, responseTimeoutMs = 120_000 } = options
  const status = new Status(readCachedCatalog(createCatalogKey(options)))
  const hosts = new Set<EngineHost>()
  let activeRunCount = 0
  let isWarmedUp = false

  const ask = async <Name extends RequestName>(
    request: EngineRequest<Name>,
    { signal, onProgress }: RequestOptions<ProgressOf<Name>> = {},
  ): Promise<Result<OutputOf<Name>>> => {
    const respondsToAbort = requestsThatRespondToAbort.has(request.name)
    if (signal?.aborted && !respondsToAbort) return failed(abortedProblem)
    let abortTimer: ReturnType<typeof setTimeout> | undefined
    const settledController = new AbortController()
    const stopWatchdog = respondsToAbort ? undefined : startResponseWatchdog()
    if (respondsToAbort) activeRunCount++
    try {
      const [connection, { requestSchemas }] = await Promise.all([worker.connect(), import('./request-schemas.ts')])
      const schemas: RequestSchemas<RequestTypes<unknown, unknown, unknown>> = requestSchemas[request.name]
      const { output, progress } = schemas
      const pendingResult = connection.ask(request, {
        ...defined({ signal }),
        ...(respondsToAbort
          ? {
              onAbort: () =>
                (abortTimer = setTimeout(() => worker.replace(connection, workerTerminatedProblem), abortTimeoutMs)),
            }
          : {}),
        ...(onProgress && progress
          ? {
              onProgress: (value) =>
                signal?.aborted && !respondsToAbort ? undefined : onProgress(progress.parse(value) as ProgressOf<Name>),
            }
          : {}),
      })
      // A busy worker may notice the cancellation late, so the caller does not wait for the worker.
      const result = await (signal && !respondsToAbort
        ? Promise.race([pendingResult, failOnAbort(signal, settledController.signal)])
        : pendingResult)
      if (result.ok && databaseRequests.has(request.name)) status.setDatabaseOpen(true)
      return result.ok ? ok(output.parse(result.value) as OutputOf<Name>) : result
    } catch (cause) {
      return failed(toProblem(cause, 'engine.failed'))
    } finally {
      clearTimeout(abortTimer)
      stopWatchdog?.()
      if (respondsToAbort) activeRunCount--
      settledController.abort()
    }
  }

  const startResponseWatchdog = createResponseWatchdog({
    ping: async () => worker.current?.ping(),
    // A run may keep the worker busy for a long time. The user can cancel it.
    isPaused: () => activeRunCount > 0 || status.state !== 'ready',
    onUnresponsive: () => {
      if (worker.current) worker.replace(worker.current, workerTerminatedProblem)
    },
    timeoutMs: responseTimeoutMs,
  })

  const networkAccess = createNetworkAccess(async (access) => {
    if (worker.isStarted) await ask(requests.setAccess(access))
  })

  let databaseModule: Promise<WebAssembly.Module | undefined> | undefined
  const worker = createReplaceableWorker(options, {
    status,
    hosts,
    networkAccess,
    async takeModule(name) {
      if (name === 'empty') return createEmptyModule()
      const module = databaseModule
      databaseModule = undefined
      return module
    },
    onRestart: () => (isWarmedUp ? ask(requests.openDatabase({})) : undefined),
  })
  const connect = (): void => void worker.connect().catch(() => undefined)
  // The editor comes first, which needs only the node types. The worker's script is several times as large.
  if (options.nodes && options.nodes.length > 0) connect()
  else void status.loadBuiltInTypes().then(() => runWhenIdle(connect))

  return {
    status,
    networkAccess,
    ask,
    // A run that continues from its complete record only computes its tables.
    restoreTables: (request) => ask(requests.run(request)),
    run: (request, { onEvents, onProgress, signal }) =>
      ask(requests.run(request), {
        signal,
        onProgress: (update) => ('events' in update ? onEvents(update.events) : onProgress(update.progress)),
      }),
    warmUp() {
      // The page compiles DuckDB while the worker starts and reads the file.
      if (!isWarmedUp) databaseModule = precompile(toAbsoluteUrl(options.wasmUrl))
      isWarmedUp = true
      return ask(requests.openDatabase({}))
    },
    addHost(host) {
      hosts.add(host)
      return () => hosts.delete(host)
    },
    readDataset: createHostApi(hosts).readDataset,
    close: () => worker.close(),
  }
}

/** How long a worker may take to respond to a cancellation, in ms. */
const defaultAbortTimeoutMs = 3_000

/** Creates a worker that is started when it is needed, and replaced when it crashes or does not respond. */
function createReplaceableWorker(
  options: EngineOptions,
  {
    status,
    hosts,
    networkAccess,
    takeModule,
    onRestart,
  }: {
    status: Status
    hosts: ReadonlySet<EngineHost>
    networkAccess: Engine['networkAccess']
    takeModule: PageApi['takeModule']
    /** Called after a crash, once the new worker responds. */
    onRestart(): unknown
  },
) {
  const { abortTimeoutMs = defaultAbortTimeoutMs } = options
  const catalogKey = createCatalogKey(options)
  /** The statements that caused a worker to be terminated, oldest first. */
  const runawayStatements = new Set<string>()
  let connectionPromise: Promise<WorkerConnection> | undefined
  /** The worker being started or in use. Set before the worker responds. */
  let currentConnection: WorkerConnection | undefined
  let isClosed = false

  /** Returns the running worker, or starts one. Rejects with a `ProblemError` if the worker cannot be started. */
  const connect = (): Promise<WorkerConnection> => {
    if (isClosed) return Promise.reject(new ProblemError(error('engine.closed', {})))
    return (connectionPromise ??= start().catch((cause: unknown) => {
      connectionPromise = undefined
      const problem = toProblem(cause, 'engine.failed.start')
      status.set('failed', problem)
      throw new ProblemError(problem)
    }))
  }

  const start = async (): Promise<WorkerConnection> => {
    status.set('loading')
    status.setDatabaseOpen(false)
    const connection = connectWorker(options, (problem) => {
      if (status.state === 'ready') restart(problem)
    })
    currentConnection = connection
    const hasTypes = status.hasBuiltInTypes && !options.nodes?.length
    const openOptions = { ...createOpenOptions(options, runawayStatements), hasTypes }
    const openResult = await connection.open(openOptions, createPageApi(connection))
    if (!openResult.ok) {
      connection.terminate(openResult.problem)
      throw new ProblemError(openResult.problem)
    }
    await connection.ask(requests.setAccess(networkAccess.access))
    if (!hasTypes) {
      const catalog = z.array(nodeTypeSchema).parse(openResult.value)
      // The previous object is kept if the content is equal, to avoid re-rendering.
      if (JSON.stringify(catalog) !== JSON.stringify(status.catalog)) status.catalog = catalog
      cacheCatalog(catalogKey, catalog)
    }
    status.set('ready')
    return connection
  }

  /** Starts a new worker after a crash. */
  const restart = (problem: Problem): void => {
    connectionPromise = undefined
    status.set('loading', problem)
    void connect().then(onRestart, () => undefined)
  }

  const replace = (connection: WorkerConnection, problem: Problem): void => {
    if (currentConnection !== connection) return
    connection.terminate(problem)
    restart(problem)
  }

  /** Creates the functions that a worker calls. */
  const createPageApi = (connection: WorkerConnection): PageApi => {
    const watchdogTimers = new Map<number, ReturnType<typeof setTimeout>>()
    return {
      ...createHostApi(hosts),
      takeModule,
      runCheck: (check, table, read) => runHostCheck(options.checks ?? {}, check, { ...table, read }),
      startWatchdog(id, timeoutMs, problem, statement) {
        const onTimeout = (): void => {
          // A new worker would hang on the statement, too.
          if (currentConnection === connection) addRunawayStatement(runawayStatements, statement)
          replace(connection, problemSchema.parse(problem) as Problem)
        }
        watchdogTimers.set(id, setTimeout(onTimeout, timeoutMs + abortTimeoutMs))
      },
      stopWatchdog(id) {
        clearTimeout(watchdogTimers.get(id))
        watchdogTimers.delete(id)
      },
    }
  }

  return {
    connect,
    /** Replaces a worker, unless another one is already in use. */
    replace,
    get current(): WorkerConnection | undefined {
      return currentConnection
    },
    get isStarted(): boolean {
      return connectionPromise !== undefined
    },
    close(): void {
      isClosed = true
      currentConnection?.terminate()
    },
  }
}

function addRunawayStatement(statements: Set<string>, statement: string): void {
  statements.add(statement)
  if (statements.size > maxRunawayStatements) statements.delete(statements.values().next().value!)
}

/** Creates the functions with which a worker asks the hosts of the engine. */
function createHostApi(
  hosts: ReadonlySet<EngineHost>,
): Omit<PageApi, 'runCheck' | 'startWatchdog' | 'stopWatchdog' | 'takeModule'> {
  const serviceCalls = new Map<number, AbortController>()
  /** Asks the hosts one after another until one of them responds. */
  const askHosts = async <T>(
    call: (host: EngineHost) => Promise<T | undefined> | undefined,
  ): Promise<T | undefined> => {
    for (const host of hosts) {
      const response = await call(host)
      if (response !== undefined) return response
    }
    return undefined
  }
  const findHostForService = (service: keyof EngineHost): EngineHost | undefined =>
    [...hosts].find((host) => host[service])
  return {
    readDataset: (dataset) => askHosts((host) => host.readDataset?.(dataset)),
    readWorkflow: (idOrName) => askHosts((host) => host.readWorkflow?.(idOrName)),
    readAccess: async (idsOrNames) => (await findHostForService('readAccess')?.readAccess?.(idsOrNames)) ?? [],
    saveDataset: async (name, content) =>
      (await findHostForService('saveDataset')?.saveDataset?.(name, content)) ??
      failed(error('file.not-stored', { name })),
    findDatasetId: async (name) => findHostForService('findDatasetId')?.findDatasetId?.(name),
    notify: async (notice) => findHostForService('notify')?.notify?.(noticeSchema.parse(notice)),
    async callService(callId, id, request, onText) {
      const controller = new AbortController()
      serviceCalls.set(callId, controller)
      try {
        const response = await askHosts((host) =>
          host.callService?.(id, request, { signal: controller.signal, onText }),
        )
        return response === undefined ? undefined : { reply: response }
      } catch (cause) {
        return { failed: cause instanceof Error ? cause.message : String(cause) }
      } finally {
        serviceCalls.delete(callId)
      }
    },
    cancelServiceCall: (callId) => serviceCalls.get(callId)?.abort(),
  }
}

class Status extends EventTarget implements EngineStatus {
  state: EngineState = 'loading'
  catalog: readonly NodeType[]
  /** Whether `catalog` contains the node types of an engine without modules of a host. */
  hasBuiltInTypes = false
  problem: Problem | undefined
  isDatabaseOpen = false

  constructor(catalog: readonly NodeType[]) {
    super()
    this.catalog = catalog
  }

  /** Shows the built-in node types, unless this browser has stored those of its last engine. */
  async loadBuiltInTypes(): Promise<void> {
    if (this.catalog.length > 0) return
    const module = await import('../worker/built-in-types.ts').catch(() => undefined)
    // The worker may have responded in the meantime. It also provides the types if they cannot be fetched.
    if (this.catalog.length > 0 || !module) return
    this.catalog = module.builtInTypes
    this.hasBuiltInTypes = true
    this.dispatchEvent(new Event(engineChangeEvent))
  }

  set(state: EngineState, problem?: Problem): void {
    this.state = state
    this.problem = problem
    this.dispatchEvent(new Event(engineChangeEvent))
  }

  setDatabaseOpen(isOpen: boolean): void {
    if (this.isDatabaseOpen === isOpen) return
    this.isDatabaseOpen = isOpen
    if (isOpen) this.dispatchEvent(new Event(engineChangeEvent))
  }
}

/** The requests that load DuckDB. */
const databaseRequests: ReadonlySet<RequestName> = new Set(['openDatabase', 'checkStatements', 'previewLoad', 'run'])

/** Calls a function when the page is idle, or after a second at the latest. Safari cannot tell when it is idle. */
function runWhenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

const toAbsoluteUrl = (url: string): string => new URL(url, location.href).href

/** Creates the cache key for an engine's node types, based on the URLs and checks that define them. */
const createCatalogKey = ({ workerUrl, nodes = [], checks = {} }: EngineOptions): string =>
  JSON.stringify([...[workerUrl, ...nodes].map(toAbsoluteUrl), ...Object.keys(checks)])

function createOpenOptions(options: EngineOptions, runawayStatements: ReadonlySet<string>): EngineOpenOptions {
  const { wasmUrl, parquetWasmUrl, sqliteWasmUrl, sandboxWorker, nodes = [], checks = {} } = options
  const absoluteWasmUrl = toAbsoluteUrl(wasmUrl)
  const resolveWasmUrl = (url: string | undefined, fileName: string): string =>
    url === undefined ? new URL(fileName, absoluteWasmUrl).href : toAbsoluteUrl(url)
  const checkNames = Object.keys(checks)
  return {
    wasmUrl: absoluteWasmUrl,
    formatWasmUrls: {
      parquet: resolveWasmUrl(parquetWasmUrl, 'parquet_wasm_bg.wasm'),
      sqlite: resolveWasmUrl(sqliteWasmUrl, 'sql-wasm-browser.wasm'),
    },
    ...(sandboxWorker ? { sandboxWorker: { ...sandboxWorker, url: toAbsoluteUrl(sandboxWorker.url) } } : {}),
    ...(nodes.length > 0 ? { nodes: nodes.map(toAbsoluteUrl) } : {}),
    ...(checkNames.length > 0 ? { checks: checkNames } : {}),
    ...(runawayStatements.size > 0 ? { endlessStatements: [...runawayStatements] } : {}),
  }
}

const toProblem = (cause: unknown, code: 'engine.failed' | 'engine.failed.start'): Problem =>
  cause instanceof ProblemError
    ? cause.problem
    : error(code, { reason: cause instanceof Error ? cause.message : String(cause) })

const abortedProblem = error('engine.aborted', {})

/** Resolves with a failure when `signal` is aborted. Stops listening when `settledSignal` is aborted. */
const failOnAbort = (signal: AbortSignal, settledSignal: AbortSignal): Promise<Result<never>> =>
  new Promise((resolve) => {
    const fail = (): void => resolve(failed(abortedProblem))
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true, signal: settledSignal })
  })

const workerTerminatedProblem = error('engine.terminated', {})
