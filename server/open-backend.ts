import { systemClock } from '@aw-flow/engine'
import { combineSecrets, createEnvironmentSecrets, openExternalServices } from '@aw-flow/outside'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deferEntries, openAudit, type AuditLog } from './audit/open-audit.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Mailer } from './accounts/mailer.ts'
import type { Backend } from './backend.ts'
import type { BackendOptions } from './backend-options.ts'
import { readConfiguration } from './api/configuration.ts'
import { createConnectMcp } from './mcp/connect-mcp.ts'
import { createProviderQueue } from './web-tools/providers/provider-queue.ts'
import { openBackgroundServices } from './open-background-services.ts'
import { watchStatements } from './operation/watch-statements.ts'
import { createRunSpans } from './operation/run-spans.ts'
import type { RunExecutor } from './runs/run-executor.ts'
import { defaultWorkspace } from './security/workspace.ts'
import type { Store } from './store/open-store.ts'
import { purge } from './store/purge.ts'
import { advancePurgeTime } from './retention/purge-time.ts'
import { purgeHourly } from './store/purge-hourly.ts'
import { createTemporaryFolder } from './store/folder/temporary-folder.ts'

/** Limits for the processes that read tables for viewing. Times are in ms. */
const readerLimits = { maxProcesses: 4, timeoutMs: 300_000, heartbeatTimeoutMs: 30_000, idleMs: 300_000 }

interface ExecutorDependencies extends ReturnType<typeof openOutsideServices> {
  temporaryFolder: string
  memoryLimit: string
  onError(cause: unknown): void
}

/**
 * Opens the store in a folder, the run queue, and the processes that execute runs. If the database is in the folder,
 * the caller must hold the folder's lock. Heavy modules such as DuckDB are imported here, so that the server can start
 * listening before they are loaded.
 */
export async function openBackend(
  folder: string,
  options: BackendOptions,
): Promise<Backend & { close(): Promise<void> }> {
  const { role = 'all', onError, runSettings } = options
  const reportError = (cause: unknown): void => onError(cause, '')
  const [
    { openStore },
    { openRuns },
    { createDatasetViews },
    { createReaderProcesses },
    { createRunFeeds },
    { createResultPages },
    { isPushService },
    { createMailer },
    { getEngineMemoryLimit, getProcessMemoryLimit },
  ] = await Promise.all([
    import('./store/open-store.ts'),
    import('./runs/open-runs.ts'),
    import('./viewing/dataset-loads.ts'),
    import('./viewing/reader-processes.ts'),
    import('./live/run-feed.ts'),
    import('./viewing/result-pages.ts'),
    import('./notifications/push-services.ts'),
    import('./accounts/mailer.ts'),
    import('@aw-flow/data/node'),
  ])
  const store = await openStore(folder, systemClock, {
    ...options,
    onDefinitionRead: options.metrics.countDefinitionRead,
  })
  watchStatements(store.openedDatabase, options)
  try {
    // The temporary folder is on the same file system as the datasets, so that files can be linked instead of copied.
    // Creating it removes files left by killed processes.
    const isFolderShared = store.openedDatabase.kind === 'postgres'
    const temporaryFolder = await createTemporaryFolder(join(folder, 'temporary'), { isShared: isFolderShared })
    const memoryLimit = getEngineMemoryLimit(runSettings.memoryBytes, runSettings.maxTableRuns + 1)
    const outside = openOutsideServices(store, options)
    const executorDependencies = { ...outside, temporaryFolder, memoryLimit, onError: reportError }
    const executor = role === 'server' ? undefined : await openExecutor(store, options, executorDependencies)
    const openedRuns = await openRuns({
      store,
      clock: systemClock,
      executor,
      maxRuns: runSettings.maxRuns,
      maxRunsPerWorkflow: runSettings.maxRunsPerWorkflow,
      maxTotalRuns: runSettings.maxTotalRuns,
      spans: options.tracing && createRunSpans(options.tracing),
      log: options.log,
      onError,
    })
    const readers = createReaderProcesses({
      ...readerLimits,
      findOwner: store.readOwner,
      memoryBytes: getProcessMemoryLimit('reader', runSettings.memoryBytes),
      temporaryFolder,
      memoryLimit,
      onError: reportError,
    })
    const datasetViews = createDatasetViews({ readers, temporaryFolder })
    const resultPages = createResultPages(readers, temporaryFolder)
    const feeds = createRunFeeds({
      findRunOwner: store.findRunOwner,
      notifications: openedRuns.notifications,
      onError: reportError,
    })
    const { smtpUrl, emailFrom } = options.accounts
    const mailer = createMailer({
      smtpUrl,
      from: emailFrom,
      outbox: join(folder, 'outbox'),
      onStored: (path) => options.log.write('warn', 'An email was stored, because SMTP_URL is not set.', { path }),
      onError: reportError,
    })
    const auditOptions = { ...store, auditFolder: join(folder, 'audit'), log: options.log, now: systemClock.now }
    const storedAudit = await openAudit(auditOptions)
    const deferredAudit = options.accounts.isRequired ? undefined : deferEntries(storedAudit, reportError)
    const audit = deferredAudit ?? storedAudit
    const accounts =
      options.accounts.isRequired && role !== 'worker'
        ? await openAccounts(store, options, { mailer, audit })
        : undefined
    const { withEgress } = outside
    const serviceDependencies = { store, accounts, audit, ...openedRuns, mailer, withEgress, onError: reportError }
    const services = role === 'worker' ? undefined : await openBackgroundServices(options, serviceDependencies)
    const purgeJob = startPurge(store, options, reportError)
    return {
      store,
      runs: openedRuns.runs,
      notifications: openedRuns.notifications,
      feeds,
      loads: datasetViews,
      pages: resultPages,
      scheduleTicker: services?.scheduleTicker,
      accounts,
      audit,
      ...outside,
      stdioServers: options.stdioServers ?? {},
      isPushService: (address) => isPushService(address, options.allowedHosts ?? []),
      async close() {
        await services?.close()
        await deferredAudit?.close()
        await accounts?.close()
        await mailer.close()
        await purgeJob?.close()
        feeds.close()
        await Promise.all([openedRuns.close(), readers.close()])
        await rm(temporaryFolder, { recursive: true, force: true })
        await store.close()
      },
    }
  } catch (cause) {
    await store.close()
    throw cause
  }
}

/** Opens what connects to other servers on behalf of a workspace. */
function openOutsideServices(store: Store, options: BackendOptions) {
  const { allowedHosts = ['*'], environment = {} } = options
  const listAddedHosts = async (workspace: string): Promise<readonly string[]> =>
    options.canAddHosts && workspace === defaultWorkspace
      ? ((await readConfiguration(store.forWorkspace(workspace).state)).allowed_hosts ?? [])
      : []
  const withEgress: Backend['withEgress'] = async (workspace, callback) => {
    const { secrets } = store.forWorkspace(workspace)
    const workspaceEnvironment = workspace === defaultWorkspace ? environment : {}
    const services = openExternalServices({
      allow: async () => [...allowedHosts, ...(await listAddedHosts(workspace))],
      secrets: combineSecrets(secrets, createEnvironmentSecrets(workspaceEnvironment)),
    })
    return callback(services.egress).finally(services.close)
  }
  const readSecrets = (workspace: string) => store.forWorkspace(workspace).secrets
  return {
    listAddedHosts,
    withEgress,
    connectMcp: createConnectMcp({ withEgress, readSecrets, stdioServers: options.stdioServers }),
    providerQueue: createProviderQueue(() => performance.now()),
  }
}

function startPurge(store: Store, { purgePolicy }: BackendOptions, onError: (cause: unknown) => void) {
  if (!purgePolicy) return undefined
  return purgeHourly(async () => {
    const time = await advancePurgeTime(store.openedDatabase.database, systemClock.now())
    return purge(store, purgePolicy, () => time)
  }, onError)
}

async function openAccounts(
  { openedDatabase, secretBox: box, personalTexts }: Store,
  { accounts: settings }: BackendOptions,
  services: { mailer: Mailer; audit: AuditLog },
): Promise<Accounts> {
  const [{ openAccounts: open }, { createPasswords }] = await Promise.all([
    import('./accounts/accounts.ts'),
    import('./accounts/sign-in/passwords.ts'),
  ])
  const { now } = systemClock
  return open({ openedDatabase, box, personalTexts, settings, ...services, passwords: createPasswords(), now })
}

async function openExecutor(
  store: Store,
  { customNodeUrls, allowedHosts = ['*'], filesFolder, environment = {}, uploadLimits, runSettings }: BackendOptions,
  { temporaryFolder, memoryLimit, ...services }: ExecutorDependencies,
): Promise<RunExecutor> {
  const [{ createChildProcessExecutor }, { getProcessMemoryLimit }] = await Promise.all([
    import('./processes/child-process-executor.ts'),
    import('@aw-flow/data/node'),
  ])
  return createChildProcessExecutor({
    store,
    uploadLimits,
    environment,
    settings: {
      ...runSettings,
      memoryBytes: getProcessMemoryLimit('runs', runSettings.memoryBytes),
      nodes: customNodeUrls ?? [],
      allowHosts: allowedHosts,
      filesFolder,
      temporaryFolder,
      memoryLimit,
    },
    ...services,
  })
}
