import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createBrowserFile } from '@aw-flow/data/browser'
import {
  NodeError,
  systemClock,
  type Catalog,
  type Files,
  type Formats,
  type HostChecks,
  type ExternalServices,
  type Sandbox,
  type Tables,
  type UsageLedger,
} from '@aw-flow/engine'
import { builtInTypes, createBuiltInCatalog, loadCustomNodes, loadHostFunctions } from '@aw-flow/nodes'
import { error, type GrantedModels, type Json, type Problem } from '@aw-flow/schema'
import { proxy, releaseProxy, transfer, type Remote } from 'comlink'
import type { WorkerScript } from '../engine/engine.ts'
import { checkResultSchema, type McpToolRequest, type McpToolResponse, type PageApi } from '../engine/engine-host.ts'
import { requestSchemas } from '../engine/request-schemas.ts'
import type { EngineRequest, RequestName } from '../engine/requests.ts'
import { engineOpenOptionsSchema, type EngineApi, type EngineOpenOptions } from './engine-api.ts'
import { createHandlers } from './handlers/create-handlers.ts'
import type { HandlerOptions, Handlers } from './handlers/handler-types.ts'
import { createHeldLocks } from './held-locks.ts'
import { createLazyTables } from './lazy-tables.ts'
import { createDatasetFolder } from './outside/dataset-folder.ts'
import { createPageEgress } from './outside/page-egress.ts'
import { createPageMcp } from './outside/page-mcp.ts'
import { createTabSecrets } from './outside/tab-secrets.ts'
import { createPageMemory } from './results/page-memory.ts'
import type { PrivateFolder } from './results/private-folder.ts'
import { createResultFiles } from './results/result-files.ts'
import { toResult } from './to-result.ts'
import { convertReadErrors } from './unreadable-file.ts'
import { withoutUndefined } from './without-undefined.ts'

/** The dependencies of a worker. */
export interface WorkerDependencies {
  formats: Formats
  /** The URLs that `formats` uses. `open` sets them. */
  formatWasmUrls: EngineOpenOptions['formatWasmUrls']
  /**
   * Opens the database. `startWatchdog` returns a function that stops the watchdog. If this function is not called in
   * time, the page terminates the worker.
   */
  openTables(
    wasmUrl: string,
    startWatchdog: (timeoutMs: number, problem: Problem, statement: string) => () => void,
    compiledModule: WebAssembly.Module | undefined,
  ): Promise<Tables>
  sandbox: Sandbox
  /** The worker script that `sandbox` starts. `open` can replace it. */
  sandboxWorker: WorkerScript
  /** Imports a module with the host's node types. */
  importModule(url: string): Promise<unknown>
  /** Opens the origin private file system, in which run results are stored. */
  openPrivateFolder(): Promise<PrivateFolder>
}

/**
 * Creates the engine that runs in the worker. The page configures the engine. The engine passes each request to the
 * corresponding handler.
 */
export function createWorker(dependencies: WorkerDependencies): EngineApi {
  const { formats, formatWasmUrls, openTables, sandbox, sandboxWorker, importModule, openPrivateFolder } = dependencies
  let catalog: Catalog = createBuiltInCatalog()
  let wasmUrl: string | undefined
  let page: Remote<PageApi> | undefined
  let allowedHosts: readonly string[] = ['*']
  let lastWatchdogId = 0
  let runawayStatements: ReadonlySet<string> = new Set()
  const controllersByCallId = new Map<number, AbortController>()
  const secrets = createTabSecrets()
  let grantedModels: GrantedModels = { models: [] }
  let lastServiceCallId = 0

  const startWatchdog = (timeoutMs: number, problem: Problem, statement: string): (() => void) => {
    const id = ++lastWatchdogId
    void page?.startWatchdog(id, timeoutMs, problem, statement)
    return () => void page?.stopWatchdog(id)
  }
  const { tables, open } = createLazyTables(async () => {
    if (wasmUrl === undefined) throw new Error('Tables were requested before the worker was opened.')
    return openTables(wasmUrl, startWatchdog, await takeDatabaseModule(page))
  }, formats)
  const files = createPageFiles(() => page)
  const askMcp = async (request: McpToolRequest, signal?: AbortSignal): Promise<McpToolResponse | undefined> => {
    const serviceCall = { id: 'mcp', request: request as Json, callId: ++lastServiceCallId }
    const response = page && (await callPageService(page, serviceCall, { signal }))
    if (response && 'failed' in response) throw new Error(response.failed)
    return response?.reply as McpToolResponse | undefined
  }
  let hasMcpPromise: Promise<boolean> | undefined
  const services: ExternalServices = {
    egress: createPageEgress({ getAllowedHosts: () => allowedHosts, secrets }),
    folder: createDatasetFolder({ files, findDatasetId: async (name) => page?.findDatasetId(name) }),
    notifications: { show: async (notification) => page?.notify(notification) },
    models: {
      read: async () => grantedModels,
      ask: (id, request, { signal, onText }) =>
        askPageModel(page, { id, request, callId: ++lastServiceCallId }, { signal, onText }),
      ledger: createPageLedger(openPrivateFolder, () => grantedModels),
    },
    mcp: createPageMcp(askMcp),
  }
  const handlers = createHandlers({
    getCatalog: () => catalog,
    tables,
    openTables: open,
    formats,
    files,
    services,
    clock: systemClock,
    render: englishFormatter.format,
    sandbox,
    setAccess: (access) => {
      allowedHosts = access.allowHosts
      secrets.set(access.secrets)
      grantedModels = access.models ?? { models: [] }
    },
    readWorkflow: async (idOrName) => page?.readWorkflow(idOrName),
    readAccess: async (idsOrNames) => (await page?.readAccess(idsOrNames)) ?? [],
    resultFiles: createResultFiles({ openRoot: openPrivateFolder }),
    memory: createPageMemory({ openRoot: openPrivateFolder }),
    isRunaway: (statement) => runawayStatements.has(statement),
    hasMcp: () => (hasMcpPromise ??= askMcp({}).then((reply) => reply !== undefined)),
  })

  return {
    open: (openOptions, pageApi) =>
      toResult(async () => {
        const {
          nodes = [],
          hasTypes,
          checks = [],
          endlessStatements = [],
          ...urls
        } = engineOpenOptionsSchema.parse(openOptions)
        if (nodes.length > 0) {
          catalog = createBuiltInCatalog(await loadCustomNodes(nodes, importModule, builtInTypes))
          const functions = await loadHostFunctions(nodes, importModule)
          if (functions) services.functions = functions
        }
        if (checks.length > 0) services.checks = createPageChecks(checks, () => page)
        wasmUrl = urls.wasmUrl
        runawayStatements = new Set(endlessStatements)
        Object.assign(formatWasmUrls, urls.formatWasmUrls)
        Object.assign(sandboxWorker, urls.sandboxWorker)
        page = pageApi as unknown as Remote<PageApi>
        return hasTypes ? undefined : catalog.list()
      }),

    async ask(callId, request, onProgress) {
      const controller = new AbortController()
      controllersByCallId.set(callId, controller)
      const remoteOnProgress = onProgress as unknown as Remote<NonNullable<typeof onProgress>> | undefined
      let lastReport: Promise<void> | undefined
      const report = async (progress: unknown): Promise<void> => {
        lastReport = remoteOnProgress?.(progress)
        await lastReport
      }
      try {
        const { signal } = controller
        const result = await toResult(() => handle(handlers, request, { signal, onProgress: report }))
        await lastReport
        const bytes = result.ok && result.value instanceof Uint8Array ? result.value : undefined
        return bytes ? transfer(result, [bytes.buffer]) : result
      } finally {
        controllersByCallId.delete(callId)
        remoteOnProgress?.[releaseProxy]()
      }
    },

    async cancel(callId) {
      controllersByCallId.get(callId)?.abort()
    },

    async ping() {},
    ...createHeldLocks(),
  }
}

/**
 * Returns the database as the page has compiled it. A message with a module that this worker may not receive is lost
 * without an error, on pages from disk for example. So an empty module is requested first: the response to a later
 * request shows whether it arrived.
 */
async function takeDatabaseModule(page: Remote<PageApi> | undefined): Promise<WebAssembly.Module | undefined> {
  let canReceive = false
  page?.takeModule('empty').then(
    () => (canReceive = true),
    () => undefined,
  )
  await page?.readAccess([])
  return canReceive ? page?.takeModule('database') : undefined
}

/** Creates the ledger of model usage, which is stored in this browser. */
function createPageLedger(
  openRoot: WorkerDependencies['openPrivateFolder'],
  getModels: () => GrantedModels,
): UsageLedger {
  const open = createUsageLedgerLoader(openRoot)
  return {
    readLimits: async () => getModels().monthLimits ?? {},
    reserve: async (effect, estimate, limits) => (await open()).reserve(effect, estimate, limits),
    settle: async (effect, amounts) => (await open()).settle(effect, amounts),
  }
}

/** Loads the usage ledger on the first model request. */
function createUsageLedgerLoader(openRoot: WorkerDependencies['openPrivateFolder']) {
  let promise: Promise<Omit<UsageLedger, 'readLimits'>> | undefined
  return (): NonNullable<typeof promise> =>
    (promise ??= import('./results/page-usage.ts').then(
      ({ createPageUsage }) => createPageUsage({ openRoot, now: systemClock.now }),
      (cause: unknown) => {
        // Allows the next request to retry.
        promise = undefined
        throw cause
      },
    ))
}

/** Passes a request to the handler of the same name. */
const handle = <Name extends RequestName>(
  handlers: Handlers,
  { name, input }: EngineRequest<Name>,
  options: HandlerOptions<Name>,
): unknown => handlers[name](requestSchemas[name].input.parse(input) as EngineRequest<Name>['input'], options)

/** Creates a `Files` object that reads and adds datasets through the page. */
function createPageFiles(getPage: () => Remote<PageApi> | undefined): Required<Files> {
  const files: Required<Files> = {
    async open(dataset) {
      const content = await getPage()?.readDataset(dataset)
      if (!content) return undefined
      const file = createBrowserFile(new File([content.bytes], content.name), dataset)
      return { ...file, read: (...range) => convertReadErrors(content.name, () => file.read(...range)) }
    },
    async add(name, chunks, signal) {
      const parts: BlobPart[] = []
      for await (const chunk of chunks) {
        signal.throwIfAborted()
        parts.push(chunk as Uint8Array<ArrayBuffer>)
      }
      const dataset = await getPage()?.saveDataset(name, new Blob(parts))
      if (dataset?.ok === false) throw new NodeError('permanent', dataset.problem)
      const file = dataset && (await files.open(dataset.value.id))
      if (file) return file
      throw new NodeError('permanent', error('file.not-stored', { name }))
    },
  }
  return files
}

/** Sends a request to one of the page's models. Aborting the signal cancels the request. */
async function askPageModel(
  page: Remote<PageApi> | undefined,
  { id, request, callId }: { id: string; request: Json; callId: number },
  { signal, onText }: { signal: AbortSignal; onText?: ((text: string) => void) | undefined },
): Promise<Json> {
  signal.throwIfAborted()
  const response = page && (await callPageService(page, { id, request, callId }, { signal, onText }))
  if (response === undefined) throw new NodeError('permanent', error('model.no-host', { model: id }))
  if ('failed' in response)
    throw new NodeError('permanent', error('model.host-failed', { model: id, said: response.failed }))
  return response.reply
}

/** Sends a request to a service provided by one of the page's hosts. Aborting the signal cancels the request. */
async function callPageService(
  page: Remote<PageApi>,
  { id, request, callId }: { id: string; request: Json; callId: number },
  { signal, onText }: { signal?: AbortSignal | undefined; onText?: ((text: string) => void) | undefined },
): Promise<Awaited<ReturnType<PageApi['callService']>>> {
  signal?.throwIfAborted()
  const onAbort = (): void => void page.cancelServiceCall(callId)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const response = await page.callService(callId, id, request, proxy(onText ?? (() => undefined)))
    signal?.throwIfAborted()
    return response
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

/** Creates a `HostChecks` object. The checks run in the page and read the rows that they need. */
const createPageChecks = (names: readonly string[], getPage: () => Remote<PageApi> | undefined): HostChecks => ({
  listNames: () => names,
  async run(check, { columns, rows, read }) {
    const result = await getPage()?.runCheck(check, { columns: [...columns], rows }, proxy(read))
    return withoutUndefined(checkResultSchema.parse(result))
  },
})
