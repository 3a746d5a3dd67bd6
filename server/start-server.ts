import { NodeError } from '@aw-flow/engine'
import { formatProblem } from '@aw-flow/messages/catalogs'
import { builtInTypes, createBuiltInCatalog, loadCustomNodes, loadHostFunctions } from '@aw-flow/nodes'
import { error, failed, ok, settle, type Problem, type Result } from '@aw-flow/schema'
import { getRequestListener } from '@hono/node-server'
import { randomInt, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAccountAuthentication } from './accounts/identify-account.ts'
import { createApp } from './app.ts'
import type { AppDependencies } from './app-dependencies.ts'
import { findUnknownSettings } from './environment/environment-settings.ts'
import { openBackend } from './open-backend.ts'
import type { ServerSettings } from './environment/read-environment.ts'
import { createLiveSockets } from './live/live-sockets.ts'
import { createLog } from './operation/log.ts'
import { runWithTrace } from './operation/current-trace.ts'
import { createMetrics } from './operation/metrics.ts'
import { openTracing } from './operation/tracing.ts'
import { productVersion } from './product-version.ts'
import { createAuthenticator } from './security/authenticate.ts'
import { createLinkAuthentication } from './security/link-caller.ts'
import { createPolicy } from './security/content-security-policy.ts'
import { createRateLimiter } from './security/rate-limit.ts'
import { createHostRules } from './security/host-rules.ts'
import { createHostTokenVerifier } from './security/host-tokens.ts'
import { defaultWorkspace } from './security/workspace.ts'
import { lockFolder, type FolderLock } from './store/folder/folder-lock.ts'
import { removeBasePath } from './http/base-path.ts'
import { openAccountKeys } from './accounts/account-keys.ts'
import type { RecurringTask } from './operation/repeat-work.ts'
import { shareRateLimit } from './security/share-rate-limit.ts'
import type { Store } from './store/open-store.ts'
import { handleInTurn } from './http/handle-in-turn.ts'
import { endStalledResponses } from './http/end-stalled-responses.ts'
import { respondToClientError, respondToRequestError } from './http/respond-to-client-error.ts'
import { describeOpenFailure, OpenError } from './open-failure.ts'
import { DocumentChecks } from './validation/document-checks.ts'

/** @internal */
export interface StartServerOptions extends ServerSettings {
  /** Folder that contains the built studio. */
  studio?: string | undefined
  /** Folder of Swagger UI and Redoc. */
  apiViewers?: string | undefined
  /** Folder that contains the built documentation site. */
  manual?: string | undefined
  /** Creates the MCP server for a request. The workspace's tools are then added to it. Defaults to an empty server. */
  createMcpServer?: AppDependencies['createMcpServer']
  /** Environment variables. Secrets are read from `AW_SECRET_…`. */
  environment?: NodeJS.ProcessEnv
  /** Called with unexpected errors, to log them. */
  onError(cause: unknown, context: Record<string, string>): void
  /** Called with the setup link if the server has no owner. The user who opens the link becomes the owner. */
  onSetupLink?(url: string): void
}

/** @internal */
export interface RunningServer {
  port: number
  url: string
  /** Resolves once the API responds; rejects with a `NodeError` if the store cannot be opened. Pages are served before. */
  ready: Promise<void>
  /** Stops listening, ends open requests, and closes the store. */
  close(): Promise<void>
}

/**
 * Idle timeout for connections, in ms. It is longer than the timeout of common proxies (nginx: 60 s), so that a proxy
 * never sends a request on a connection that the server is closing.
 */
const keepAliveTimeoutMs = 75_000

const noopLock = ok<FolderLock>({ release: async () => undefined })

function toProblem(cause: unknown): Problem {
  if (cause instanceof NodeError) return cause.problem
  throw cause
}

/**
 * Starts the server, on the loopback addresses by default. It listens immediately and opens the store in the
 * background. Problems that the user can solve, such as a folder or port already in use, are returned.
 *
 * @internal
 */
export async function startServer(options: StartServerOptions): Promise<Result<RunningServer>> {
  const customNodes = await settle(
    loadCustomNodes(options.customNodeUrls, (module) => import(module), builtInTypes),
    toProblem,
  )
  if (!customNodes.ok) return customNodes
  const hostFunctions = await settle(
    loadHostFunctions(options.customNodeUrls, (module) => import(module)),
    toProblem,
  )
  if (!hostFunctions.ok) return hostFunctions
  // With PostgreSQL, several processes may share the database and the data folder, so the folder is not locked.
  const lock = options.databaseUrl === undefined ? await lockFolder(options.dataFolder) : noopLock
  if (!lock.ok) return lock
  const catalog = createBuiltInCatalog(customNodes.value)
  const reporting = await openReporting(options)
  const shared = {
    ...options,
    ...reporting,
    catalog,
    documents: new DocumentChecks({ catalog, nodes: options.customNodeUrls }),
    canAddHosts: canAddHosts(options),
    newId: randomUUID,
    newSeed: () => randomInt(2 ** 32),
    metrics: createMetrics(),
  }
  const opener = createBackendOpener(shared)
  const services = createWebServices(shared, opener)
  const listeners = await listenOnAddresses(services, options)
  if (!listeners.ok) {
    await lock.value.release()
    return listeners
  }
  const background = openInBackground(services, opener, shared)
  return ok({
    port: services.port,
    url: `http://localhost:${services.port}`,
    ready: background.ready,
    async close() {
      opener.isClosing = true
      if (opener.isOpen) (await opener.get()).feeds.disconnect()
      await Promise.all([services.sockets.close(), listeners.value()])
      await background.close()
      await opener.close()
      await shared.documents.close()
      await reporting.close()
      await lock.value.release()
    },
  })
}

/** Opens the log, and the traces and error reports that are sent to other services. */
async function openReporting(options: StartServerOptions) {
  const log = createLog(options.logLevel)
  const unknownNames = findUnknownSettings(options.environment ?? {})
  if (unknownNames.length > 0)
    log.write('warn', `Unknown environment variables: ${unknownNames.join(', ')}.`, {
      hint: 'See .env.example for the names.',
    })
  const warn = (message: string) => (cause: unknown) => log.write('warn', message, { reason: String(cause) })
  const tracing =
    options.tracesUrl === undefined
      ? undefined
      : openTracing({
          endpoint: options.tracesUrl,
          service: options.serviceName,
          onError: warn('Traces were not sent.'),
        })
  const errorTracking =
    options.errorProject &&
    (await import('./operation/error-tracking.ts')).openErrorTracking({
      project: options.errorProject,
      release: productVersion,
      onError: warn('An error report was not sent.'),
    })
  const onError: StartServerOptions['onError'] = (cause, context) => {
    options.onError(cause, context)
    errorTracking?.report(cause, context)
  }
  return {
    log,
    tracing,
    onError,
    async close(): Promise<void> {
      await tracing?.close()
      await errorTracking?.close()
    },
  }
}

/** On a server for several users, none of them may reach the hosts in the private network of the server. */
const canAddHosts = ({ allowedHosts, accounts, hostTokens, tokens }: StartServerOptions): boolean =>
  allowedHosts.includes('*') &&
  !accounts.isRequired &&
  !hostTokens &&
  tokens.every(({ workspace }) => workspace === defaultWorkspace)

/** Services that the parts of a server share. */
interface SharedServices
  extends
    StartServerOptions,
    Pick<
      AppDependencies,
      'catalog' | 'documents' | 'canAddHosts' | 'newId' | 'newSeed' | 'metrics' | 'log' | 'tracing'
    > {
  canAddHosts: boolean
}

type OpenedBackend = Awaited<ReturnType<typeof openBackend>>
type BackendOpener = ReturnType<typeof createBackendOpener>

/** Opens the backend once. After a temporary failure, the next request tries again. */
function createBackendOpener(shared: SharedServices) {
  const open = (): Promise<OpenedBackend> =>
    openBackend(shared.dataFolder, {
      ...shared,
      onError: (cause, run) => shared.onError(cause, { run }),
      readDocument: (text, readOwner) => shared.documents.readText(text, readOwner),
    })
  let backend: Promise<OpenedBackend> | undefined
  return {
    isOpen: false,
    isClosing: false,
    get(): Promise<OpenedBackend> {
      const start = (): Promise<OpenedBackend> =>
        open().catch((cause: unknown) => {
          throw new OpenError(cause, shared)
        })
      // Opening the store must not become part of the first request's trace.
      const pendingBackend = (backend ??= runWithTrace(undefined, start))
      pendingBackend.catch((cause: unknown) => {
        if (isTemporary(cause) && backend === pendingBackend) backend = undefined
      })
      return pendingBackend
    },
    close: (): Promise<void> | undefined =>
      backend?.then(
        ({ close }) => close(),
        () => undefined,
      ),
  }
}

type WebServices = ReturnType<typeof createWebServices>

/** Creates what responds to requests and to WebSockets. */
function createWebServices(shared: SharedServices, opener: BackendOpener) {
  const { accounts, hostTokens, tokens, hosts, origins, onError } = shared
  const backend = (): Promise<OpenedBackend> => opener.get()
  const tokenWorkspaces = new Set([defaultWorkspace, ...tokens.map(({ workspace }) => workspace)])
  const authentication = createAuthenticator(tokens, {
    accounts: accounts.isRequired ? createAccountAuthentication(backend) : undefined,
    links: createLinkAuthentication(backend),
    hostTokens:
      hostTokens &&
      createHostTokenVerifier(
        hostTokens,
        async (name) => tokenWorkspaces.has(name) || (await backend()).store.hasWorkspace(name),
      ),
  })
  const services = {
    port: shared.port,
    backend,
    hostRules: createHostRules({ port: (): number => services.port, hosts, origins }),
    authentication,
    rateLimit: createRateLimiter(shared.rateLimit),
    trustedProxies: accounts.trustedProxies,
    publicUrl: accounts.url,
  }
  const sockets = createLiveSockets({ ...shared, ...services, onError: (cause) => onError(cause, { path: 'live' }) })
  const app = createApp({
    ...shared,
    ...services,
    isReady: () => opener.isOpen,
    isStopping: () => opener.isClosing,
    signUp: accounts.isRequired ? accounts.signUp : undefined,
    providerName: accounts.isRequired ? accounts.identityProvider?.name : undefined,
    hasOutbox: accounts.isRequired && accounts.smtpUrl === undefined,
    contentSecurityPolicy: createPolicy(shared),
    onError: (cause, context) => onError(cause, { ...context }),
  })
  return Object.assign(services, { app, sockets })
}

/** Listens on the addresses. Returns the function that stops listening. */
async function listenOnAddresses(
  services: WebServices,
  { listenAddresses, basePath }: StartServerOptions,
): Promise<Result<() => Promise<void>>> {
  const servers: Server[] = []
  const stop = async (): Promise<void> => void (await Promise.all(servers.map(stopListening)))
  const handleRequest = getRequestListener(services.app.fetch, { errorHandler: respondToRequestError })
  const isDefault = listenAddresses.length === 0
  for (const host of isDefault ? ['127.0.0.1', '::1'] : listenAddresses) {
    const server = createServer(
      handleInTurn((request, response) => {
        request.url = removeBasePath(request.url ?? '/', basePath)
        return handleRequest(request, response)
      }),
    )
    server.keepAliveTimeout = keepAliveTimeoutMs
    endStalledResponses(server)
    server.on('upgrade', (request, stream, head) => {
      request.url = removeBasePath(request.url ?? '/', basePath)
      services.sockets.upgrade(request, stream, head)
    })
    server.on('clientError', respondToClientError)
    const problem = await listen(server, services.port, host)
    // Not every computer has both loopback addresses.
    if (problem?.code === 'server.no-address' && isDefault && servers.length > 0) break
    if (problem) {
      await stop()
      return failed(problem)
    }
    servers.push(server)
    services.port = (server.address() as AddressInfo).port
  }
  return ok(stop)
}

/** Opens the backend, and what needs it. `close` stops the latter. */
function openInBackground(
  { sockets, rateLimit, port }: WebServices,
  opener: BackendOpener,
  options: SharedServices,
): { ready: Promise<void>; close(): Promise<void> } {
  const { onError } = options
  let sharedLimit: RecurringTask | undefined
  /** Lets servers that use one database count requests together. A server with PGlite is the only one. */
  const shareLimit = async ({ openedDatabase, secretBox }: Store): Promise<RecurringTask | undefined> => {
    if (openedDatabase.kind !== 'postgres' || options.rateLimit === 0) return undefined
    const { database } = openedDatabase
    const { digest } = await openAccountKeys(database, secretBox)
    return shareRateLimit(rateLimit, { database, digest, now: Date.now, onError: (cause) => onError(cause, {}) })
  }
  const openWithRetry = async (): Promise<void> => {
    // Opening the database briefly blocks this thread, so wait until the first page request has probably been handled.
    await sleep(20)
    for (let attempt = 1; ; attempt++) {
      try {
        const { accounts, store } = await opener.get()
        opener.isOpen = true
        sharedLimit ??= await shareLimit(store)
        await sockets.startCollaboration()
        const setupToken = await accounts?.createSetupToken()
        if (setupToken !== undefined)
          options.onSetupLink?.(`${options.accounts.url ?? `http://localhost:${port}`}/setup#token=${setupToken}`)
        return
      } catch (cause) {
        if (opener.isClosing || !isTemporary(cause))
          throw new NodeError('permanent', describeOpenFailure(cause, options), { cause })
        if (attempt === 1) onError(cause, { problem: formatProblem(describeOpenFailure(cause, options)) })
        await sleep(1000)
      }
    }
  }
  const ready = openWithRetry()
  ready.catch(() => undefined)
  return { ready, close: async () => sharedLimit?.close() }
}

const isTemporary = (cause: unknown): boolean => cause instanceof OpenError && cause.isTemporary

function listen(server: Server, port: number, host: string): Promise<Problem | undefined> {
  return new Promise((resolve) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') {
        resolve(error('server.port-in-use', { port: String(port), host, next: String(port + 1) }))
      } else if (cause.code === 'EACCES') {
        resolve(error('server.port-refused', { port: String(port) }))
      } else {
        resolve(error('server.no-address', { host, reason: cause.message }))
      }
    })
    server.listen({ port, host, exclusive: true }, () => resolve(undefined))
  })
}

/** Stops a server: open responses have two seconds to finish, then all connections are closed. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const closeTimer = setTimeout(() => server.closeAllConnections(), 2000)
    // Connections become idle when their responses end. They must not be used for the next request.
    const idleTimer = setInterval(() => server.closeIdleConnections(), 20)
    server.close(() => {
      clearTimeout(closeTimer)
      clearInterval(idleTimer)
      resolve()
    })
  })
}
