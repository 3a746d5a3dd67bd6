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
  const { port: requestedPort, dataFolder, hosts, origins, environment } = options
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
  const lock = options.databaseUrl === undefined ? await lockFolder(dataFolder) : noopLock
  if (!lock.ok) return lock
  let port = requestedPort
  const catalog = createBuiltInCatalog(customNodes.value)
  const log = createLog(options.logLevel)
  const unknownNames = findUnknownSettings(environment ?? {})
  if (unknownNames.length > 0)
    log.write('warn', `Unknown environment variables: ${unknownNames.join(', ')}.`, {
      hint: 'See .env.example for the names.',
    })
  const tracing =
    options.tracesUrl === undefined
      ? undefined
      : openTracing({
          endpoint: options.tracesUrl,
          service: options.serviceName,
          onError: (cause) => log.write('warn', 'Traces were not sent.', { reason: String(cause) }),
        })
  const errorTracking =
    options.errorProject &&
    (await import('./operation/error-tracking.ts')).openErrorTracking({
      project: options.errorProject,
      release: productVersion,
      onError: (cause) => log.write('warn', 'An error report was not sent.', { reason: String(cause) }),
    })
  const onError: StartServerOptions['onError'] = (cause, context) => {
    options.onError(cause, context)
    errorTracking?.report(cause, context)
  }
  const metrics = createMetrics()
  const documents = new DocumentChecks({ catalog, nodes: options.customNodeUrls })
  // On a server for several users, none of them may reach the hosts in the private network of the server.
  const canAddHosts =
    options.allowedHosts.includes('*') &&
    !options.accounts.isRequired &&
    !options.hostTokens &&
    options.tokens.every(({ workspace }) => workspace === defaultWorkspace)
  const newId = randomUUID
  const shared = { ...options, catalog, documents, canAddHosts, newId, newSeed: createSeed, metrics, log, tracing }
  let backendPromise: ReturnType<typeof openBackend> | undefined
  let isClosing = false
  const getBackend = () => {
    const start = (): ReturnType<typeof openBackend> =>
      openBackend(dataFolder, {
        ...shared,
        onError: (cause, run) => onError(cause, { run }),
        readDocument: (text, workspace) => documents.readText(text, workspace),
      }).catch((cause: unknown) => {
        throw new OpenError(cause, options)
      })
    // Opening the store must not become part of the first request's trace.
    const pendingBackend = (backendPromise ??= runWithTrace(undefined, start))
    pendingBackend.catch((cause: unknown) => {
      // After a temporary failure, the next request retries.
      if (isTemporary(cause) && backendPromise === pendingBackend) backendPromise = undefined
    })
    return pendingBackend
  }
  let isBackendOpen = false
  const hostRules = createHostRules({ port: () => port, hosts, origins })
  const tokenWorkspaces = new Set([defaultWorkspace, ...options.tokens.map(({ workspace }) => workspace)])
  const authentication = createAuthenticator(options.tokens, {
    accounts: options.accounts.isRequired ? createAccountAuthentication(getBackend) : undefined,
    hostTokens:
      options.hostTokens &&
      createHostTokenVerifier(
        options.hostTokens,
        async (name) => tokenWorkspaces.has(name) || (await getBackend()).store.hasWorkspace(name),
      ),
  })
  const rateLimit = createRateLimiter(options.rateLimit)
  const { trustedProxies } = options.accounts
  const sockets = createLiveSockets({
    backend: getBackend,
    hostRules,
    authentication,
    rateLimit,
    trustedProxies,
    metrics,
    documents,
    onError: (cause) => onError(cause, { path: 'live' }),
  })
  const app = createApp({
    ...shared,
    backend: getBackend,
    isReady: () => isBackendOpen,
    isStopping: () => isClosing,
    hostRules,
    authentication,
    rateLimit,
    signUp: options.accounts.isRequired ? options.accounts.signUp : undefined,
    providerName: options.accounts.isRequired ? options.accounts.identityProvider?.name : undefined,
    trustedProxies,
    contentSecurityPolicy: createPolicy(options),
    onError: (cause, context) => onError(cause, { ...context }),
  })
  const servers: Server[] = []
  const listenOn = async (host: string): Promise<Problem | undefined> => {
    const handleRequest = getRequestListener(app.fetch, { errorHandler: respondToRequestError })
    const server = createServer((request, response) => {
      request.url = removeBasePath(request.url ?? '/', options.basePath)
      return handleRequest(request, response)
    })
    server.keepAliveTimeout = keepAliveTimeoutMs
    endStalledResponses(server)
    server.on('upgrade', (request, stream, head) => {
      request.url = removeBasePath(request.url ?? '/', options.basePath)
      sockets.upgrade(request, stream, head)
    })
    server.on('clientError', respondToClientError)
    const problem = await listen(server, port, host)
    if (problem) return problem
    servers.push(server)
    port = (server.address() as AddressInfo).port
    return undefined
  }
  const addresses = options.listenAddresses.length > 0 ? options.listenAddresses : ['127.0.0.1', '::1']
  let listenProblem: Problem | undefined
  for (const address of addresses) listenProblem ??= await listenOn(address)
  if (
    listenProblem &&
    !(listenProblem.code === 'server.no-address' && servers.length > 0 && options.listenAddresses.length === 0)
  ) {
    await Promise.all(servers.map(stopListening))
    await lock.value.release()
    return failed(listenProblem)
  }
  let sharedLimit: RecurringTask | undefined
  /** Lets servers that use one database count requests together. A server with PGlite is the only one. */
  const shareLimit = async ({ openedDatabase, secretBox }: Store): Promise<RecurringTask | undefined> => {
    if (openedDatabase.kind !== 'postgres' || options.rateLimit === 0) return undefined
    const { database } = openedDatabase
    const { digest } = await openAccountKeys(database, secretBox)
    return shareRateLimit(rateLimit, { database, digest, now: Date.now, onError: (cause) => onError(cause, {}) })
  }
  // Opening the database briefly blocks this thread, so wait until the first page request has probably been handled.
  const openBackendWithRetry = async (): Promise<void> => {
    await sleep(20)
    for (let attempt = 1; ; attempt++) {
      try {
        const { accounts, store } = await getBackend()
        isBackendOpen = true
        sharedLimit ??= await shareLimit(store)
        await sockets.startCollaboration()
        const setupToken = await accounts?.createSetupToken()
        if (setupToken !== undefined)
          options.onSetupLink?.(`${options.accounts.url ?? `http://localhost:${port}`}/setup#token=${setupToken}`)
        return
      } catch (cause) {
        if (isClosing || !isTemporary(cause))
          throw new NodeError('permanent', describeOpenFailure(cause, options), { cause })
        if (attempt === 1) onError(cause, { problem: formatProblem(describeOpenFailure(cause, options)) })
        await sleep(1000)
      }
    }
  }
  const ready = openBackendWithRetry()
  ready.catch(() => undefined)
  return ok({
    port,
    url: `http://localhost:${port}`,
    ready,
    async close() {
      isClosing = true
      await Promise.all([sockets.close(), ...servers.map(stopListening)])
      await sharedLimit?.close()
      await backendPromise?.then(
        ({ close }) => close(),
        () => undefined,
      )
      await documents.close()
      await tracing?.close()
      await errorTracking?.close()
      await lock.value.release()
    },
  })
}

const isTemporary = (cause: unknown): boolean => cause instanceof OpenError && cause.isTemporary

const createSeed = (): number => randomInt(2 ** 32)

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
    server.close(() => {
      clearTimeout(closeTimer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
