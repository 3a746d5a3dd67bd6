import { nodeDigest, openDuckDb } from '@aw-flow/data/node'
import { openExternalServices } from '@aw-flow/outside'
import { createCatalog, systemClock, type NodeDefinition } from '@aw-flow/engine'
import { inspectRoutes } from 'hono/dev'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openAccounts } from '../accounts/accounts.ts'
import { openAudit } from '../audit/open-audit.ts'
import { createAccountAuthentication } from '../accounts/identify-account.ts'
import type { IdentityProviderSettings } from '../accounts/sign-in/identity-provider.ts'
import type { Email } from '../accounts/mailer.ts'
import { createPasswords } from '../accounts/sign-in/passwords.ts'
import { createApp } from '../app.ts'
import type { UploadLimits } from '../api/upload-allowance.ts'
import type { Backend } from '../backend.ts'
import { isPushService } from '../notifications/push-services.ts'
import { openRuns } from '../runs/open-runs.ts'
import { createConnectMcp } from '../mcp/connect-mcp.ts'
import type { StdioServers } from '../mcp/stdio-servers.ts'
import { createProviderQueue } from '../web-tools/providers/provider-queue.ts'
import type { RunEnvironment } from '../runs/perform-run.ts'
import { openRunCapabilities } from '../runs/open-run-capabilities.ts'
import { toServiceOptions } from '../runs/run-capabilities.ts'
import { createRequestReader } from '../runs/request-reader.ts'
import { createInProcessExecutor } from '../runs/run-executor.ts'
import { createHostRules } from '../security/host-rules.ts'
import type { HostTokenVerifier } from '../security/host-tokens.ts'
import { createRunFeeds } from '../live/run-feed.ts'
import { silentLog, type Log } from '../operation/log.ts'
import { createMetrics } from '../operation/metrics.ts'
import { watchStatements } from '../operation/watch-statements.ts'
import { createRunSpans } from '../operation/run-spans.ts'
import type { Tracing } from '../operation/tracing.ts'
import { createAuthenticator, type Authenticator, type WorkspaceToken } from '../security/authenticate.ts'
import { createLinkAuthentication } from '../security/link-caller.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { openStore } from '../store/open-store.ts'
import { DocumentChecks } from '../validation/document-checks.ts'
import { createDatasetViews } from '../viewing/dataset-loads.ts'
import { createResultPages } from '../viewing/result-pages.ts'
import { createTableReader, type TableReaderOptions } from '../viewing/table-reader.ts'
import { createInProcessReaders } from '../viewing/table-readers.ts'
import { openSharedDatabase } from './open-shared-database.ts'
import { nextPollDelay } from './next-poll-delay.ts'
import { createFilesPort } from './test-files.ts'
import { testNodes, testPlan } from './test-nodes.ts'

/** Accounts of a test server. */
export interface TestAccountOptions {
  signUp?: 'invited' | 'open'
  /** Address of the studio. */
  url?: string
  identityProvider?: IdentityProviderSettings
  /** Receives all emails. */
  mails?: Email[]
  now?: () => number
  /** Creates the codes of emails; by default random ones. */
  createCode?: () => string
  /** Maximum number of workspaces that a user can own; by default unlimited. */
  maxWorkspaces?: number
  /** Maximum number of open sessions per user; by default 50. */
  maxSessions?: number
  /** Waits before an attempt to sign in that is slowed down. */
  wait?: (ms: number) => Promise<unknown>
}

export interface TestServer {
  backend: Backend
  authentication: Authenticator
  faults: unknown[]
  /** Every route, described or not, as `GET /api/v1/runs/{id}`; `ALL` if it handles every method. */
  routes: string[]
  /** Sends a request like a program on this computer; `init.headers` can name a different host or an origin. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Sends a request from an IP address. */
  requestFrom(ip: string, path: string, init?: RequestInit): Promise<Response>
  json(path: string, init?: RequestInit): Promise<unknown>
  /** Sends a request with a JSON body. */
  send(method: string, path: string, body: unknown): Promise<Response>
  upload(content: string | Uint8Array, name?: string): Promise<{ id: string }>
  /** Waits until a run has ended. */
  waitForEnd(run: string): Promise<Record<string, unknown>>
  close(): Promise<void>
}

export interface TestServerOptions {
  nodes?: readonly NodeDefinition[]
  /** The number of runs that the server's worker executes at a time. 0: it executes none. */
  maxRuns?: number
  studio?: string
  bodyLimit?: number
  uploadLimits?: UploadLimits
  /** Called each time a DuckDB is opened. */
  onTables?: () => void
  /** Hosts that runs can connect to; none by default. */
  allowHosts?: readonly string[]
  /** MCP servers that are processes of this computer, by name. */
  stdioServers?: StdioServers
  filesFolder?: string
  /** Token of the default workspace, or tokens of several ones. Without it, every caller is the local owner. */
  token?: string | readonly WorkspaceToken[]
  authentication?: Authenticator
  /** Requests per hour of callers with the token. 0 means unlimited. */
  rateLimit?: number
  tracing?: Tracing
  log?: Log
  /** Accounts with these settings; by default, the server needs no sign-in. */
  accounts?: TestAccountOptions
  trustedProxies?: readonly string[]
  /** Whether workspaces can publish templates for all workspaces. Default: true. */
  hasGallery?: boolean
  /** Tokens of a host application; none by default. */
  hostTokens?: HostTokenVerifier
  /** Host names of the server in addition to loopback names. */
  hosts?: readonly string[]
  /** Path under which a proxy publishes the server. */
  basePath?: string
  publicUrl?: string
  /** Address of PostgreSQL; by default PGlite. */
  databaseUrl?: string
}

/**
 * Opens the app with a real store in `folder`, without a socket. Its database is that of the folder, if it has one,
 * otherwise one that servers use in turn (`openSharedDatabase`).
 */
export async function openTestServer(
  folder: string,
  {
    nodes = testNodes,
    studio,
    bodyLimit = 100_000,
    uploadLimits,
    onTables,
    allowHosts,
    stdioServers,
    filesFolder,
    token,
    authentication,
    rateLimit = 0,
    tracing,
    log = silentLog,
    accounts,
    trustedProxies,
    hasGallery,
    hostTokens,
    hosts = [],
    basePath,
    publicUrl,
    databaseUrl,
    maxRuns = 1,
  }: TestServerOptions = {},
): Promise<TestServer> {
  const faults: unknown[] = []
  const catalog = createCatalog(nodes)
  const isShared = databaseUrl === undefined && !existsSync(join(folder, 'database'))
  const openedDatabase = isShared ? await openSharedDatabase(folder) : undefined
  const metrics = createMetrics({ includeProcessMetrics: false })
  const store = await openStore(folder, systemClock, {
    databaseUrl,
    openedDatabase,
    onDefinitionRead: metrics.countDefinitionRead,
  })
  watchStatements(store.openedDatabase, { metrics, tracing, log })
  const openTables = () => {
    onTables?.()
    return openDuckDb({ threads: 1 })
  }
  const temporaryFolder = join(folder, 'temporary')
  await mkdir(temporaryFolder, { recursive: true })
  const limits = { runMs: 0, resultBytes: 0, recordBytes: 0 }
  const withEgress: Backend['withEgress'] = (workspace, use) => {
    const services = openExternalServices({ allow: allowHosts ?? [], secrets: store.forWorkspace(workspace).secrets })
    return use(services.egress).finally(services.close)
  }
  const readSecrets = (workspace: string) => store.forWorkspace(workspace).secrets
  const connectMcp = createConnectMcp({ withEgress, readSecrets, stdioServers })
  const providerQueue = createProviderQueue(systemClock.now)
  const openPorts: RunEnvironment['openPorts'] = ({ workspace, id, workflowIds }) => {
    const workspaceStore = store.forWorkspace(workspace)
    const files = createFilesPort(workspaceStore)
    if (!allowHosts) return { files, services: {} }
    const run = { id, workspace, workflowIds, signal: new AbortController().signal }
    const capabilities = openRunCapabilities(run, {
      store,
      environment: {},
      connectMcp,
      withEgress,
      providerQueue,
      uploadLimits,
    })
    const services = openExternalServices({
      folder: filesFolder,
      ...toServiceOptions(capabilities, allowHosts),
    })
    return { files, services, close: services.close }
  }
  const environment = {
    loadCatalog: async () => catalog,
    readRequest: createRequestReader(),
    openPorts,
    openTables,
    clock: systemClock,
    digest: nodeDigest,
    temporaryFolder,
    limits,
  }
  const openedRuns = await openRuns({
    store,
    clock: systemClock,
    executor: createInProcessExecutor(environment),
    maxRuns,
    spans: tracing && createRunSpans(tracing),
    log,
    onError: (cause) => faults.push(cause),
  })
  const { runs, notifications } = openedRuns
  const feeds = createRunFeeds({
    findRunOwner: store.findRunOwner,
    notifications,
    onError: (cause) => faults.push(cause),
  })
  const readers = createInProcessReaders(() => createTableReader({ openTables, load: loadByPlan }))
  const now = accounts?.now ?? systemClock.now
  const audit = await openAudit({ ...store, auditFolder: join(folder, 'audit'), log, now })
  const backend: Backend = {
    store,
    audit,
    runs,
    notifications,
    feeds,
    loads: createDatasetViews({ readers, temporaryFolder }),
    pages: createResultPages(readers, temporaryFolder),
    withEgress,
    connectMcp,
    stdioServers: stdioServers ?? {},
    providerQueue,
    isPushService: (address) => isPushService(address, allowHosts ?? []),
  }
  backend.accounts =
    accounts &&
    (await openAccounts({
      openedDatabase: store.openedDatabase,
      box: store.secretBox,
      personalTexts: store.personalTexts,
      audit,
      settings: {
        signUp: accounts.signUp ?? 'invited',
        maxWorkspaces: accounts.maxWorkspaces ?? 0,
        maxSessions: accounts.maxSessions ?? 50,
        url: accounts.url ?? 'https://aw.example',
        identityProvider: accounts.identityProvider,
      },
      // The real cost would take seconds per password.
      passwords: createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 }),
      mailer: {
        send: (mail) => accounts.mails?.push(mail),
        deliver: async (mail) => void accounts.mails?.push(mail),
        close: async () => undefined,
      },
      now,
      createCode: accounts.createCode,
      wait: accounts.wait,
    }))
  const accountAuthentication = accounts && createAccountAuthentication(async () => backend, now)
  const usedAuthentication =
    authentication ??
    createAuthenticator(toTokens(token), {
      accounts: accountAuthentication,
      hostTokens,
      links: createLinkAuthentication(async () => backend),
    })
  const app = createApp({
    backend: async () => backend,
    catalog,
    documents: new DocumentChecks({ catalog, nodes: [] }),
    hostRules: createHostRules({ port: () => 3000, hosts, origins: ['https://friend.example'] }),
    studio,
    bodyLimit,
    uploadLimits,
    maxBodyDepth: 100,
    isReady: () => true,
    isStopping: () => false,
    authentication: usedAuthentication,
    trustedProxies,
    basePath,
    publicUrl,
    hasGallery,
    rateLimit: createRateLimiter(rateLimit),
    signUp: accounts && (accounts.signUp ?? 'invited'),
    providerName: accounts?.identityProvider?.name,
    log,
    metrics,
    tracing,
    newId: randomUUID,
    newSeed: () => 1,
    onError: (cause) => faults.push(cause),
  })
  const request = async (path: string, init: RequestInit = {}, bindings = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (!headers.has('host')) headers.set('host', 'localhost:3000')
    return app.request(`http://localhost:3000${path}`, { ...init, headers }, bindings)
  }
  const ask: TestServer['ask'] = (path, init) => request(path, init)
  const json: TestServer['json'] = async (path, init) => (await ask(path, init)).json()
  return {
    backend,
    authentication: usedAuthentication,
    faults,
    routes: inspectRoutes(app)
      .filter(({ isMiddleware }) => !isMiddleware)
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
    ask,
    requestFrom: (ip, path, init) => request(path, init, { incoming: { socket: { remoteAddress: ip } } }),
    json,
    send: (method, path, body) =>
      ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    async upload(content, name = 'file.csv') {
      const form = new FormData()
      form.set('file', new File([content as BlobPart], name))
      const answer = await ask('/api/v1/data/upload', { method: 'POST', body: form })
      if (!answer.ok) throw new Error(await answer.text())
      return answer.json() as Promise<{ id: string }>
    },
    async waitForEnd(run) {
      for (let delayMs = 10; ; delayMs = nextPollDelay(delayMs)) {
        const current = (await json(`/api/v1/runs/${run}`)) as Record<string, unknown>
        if (['completed', 'failed', 'cancelled'].includes(String(current.status))) return current
        await new Promise((resolve) => setTimeout(resolve, delayMs))
      }
    },
    async close() {
      feeds.close()
      await backend.accounts?.close()
      await openedRuns.close()
      await readers.close()
      await store.close()
    },
  }
}

/** Returns the tokens of a server; one without a workspace is that of the default workspace. */
export const toTokens = (token: string | readonly WorkspaceToken[] = []): readonly WorkspaceToken[] =>
  typeof token === 'string' ? [{ workspace: defaultWorkspace, token }] : token

/** Loads like the test node, with a complete report. */
const loadByPlan: TableReaderOptions['load'] = async (file, id, tables) => {
  const loaded = await tables.load(file, testPlan, { id })
  return {
    table: loaded.table,
    report: {
      file: file.name,
      size: file.size,
      format: 'csv',
      encoding: testPlan.encoding,
      delimiter: ',',
      quote: '"',
      escape: '"',
      skippedLines: 0,
      headerLines: 1,
      columns: loaded.columns,
      rows: loaded.table.rows,
      rejects: loaded.rejects,
      rejectSample: loaded.rejectSample,
      sample: [],
      attempts: [{ attempt: 1, action: 'read', success: true, reason: 'asked', ms: 0 }],
      warnings: [],
      plan: testPlan,
    },
  }
}
