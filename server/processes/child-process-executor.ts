import { includeModels, requireAccess, type GrantedAccess } from '@aw-flow/engine'
import { toSecretVariable } from '@aw-flow/outside'
import { error, defined, type Problem } from '@aw-flow/schema'
import { getTotalMemory, hashFile } from '@aw-flow/data/node'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { addWithinQuota, unlimitedUploads, type UploadLimits } from '../api/upload-allowance.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { Store, WorkspaceStore } from '../store/open-store.ts'
import { retryWhileDatabaseIsDown } from '../store/database/retry-while-down.ts'
import { createRunAgents } from '../agents/run-agents.ts'
import { createRunEventPublisher } from '../events/run-events.ts'
import type { Backend } from '../backend.ts'
import { isAuthorizationSecret } from '../mcp/authorization/stored-authorization.ts'
import type { ConnectMcp } from '../mcp/connect-mcp.ts'
import { createRunMcpTools } from '../mcp/run-mcp-tools.ts'
import type { ParentCalls } from './child-messages.ts'
import { createEngineSlots } from './engine-slots.ts'
import { startHealthChecks } from './health-checks.ts'
import type { RunAgents } from '../runs/ports/open-agents.ts'
import type { RunMcpTools } from '../runs/ports/open-mcp-tools.ts'
import { createReleasedRunProblem } from '../runs/run-problems.ts'
import { createWorkspaceProcesses } from './workspace-processes.ts'
import { openModels } from '../runs/ports/open-models.ts'
import { runWithTrace } from '../operation/current-trace.ts'
import { startChild, type ChildListener, type RunChild } from './run-child-process.ts'
import type { RunTask } from '../runs/perform-run.ts'
import type { AttemptOutcome, ExecutorHost, RunAttempt, RunExecutor } from '../runs/run-executor.ts'
import type { RunSettings } from '../runs/run-settings.ts'

/** Settings for processes that execute runs. They are passed on the command line, so they must not contain secrets. */
export interface ChildSettings extends RunSettings {
  nodes: readonly string[]
  allowHosts: readonly string[]
  filesFolder?: string | undefined
  temporaryFolder: string
  /** Memory limit per data engine, in DuckDB's format. */
  memoryLimit: string
}

export interface ChildProcessExecutorOptions {
  store: Store
  settings: ChildSettings
  /** Environment variables, including the default workspace's secrets (`AW_SECRET_…`). */
  environment: NodeJS.ProcessEnv
  /** Time without a heartbeat after which a process is killed, in ms. */
  heartbeatTimeoutMs?: number
  /** Time after which a process that is still executing a canceled run is killed, in ms. */
  cancelTimeoutMs?: number
  /** Time after which a process without runs is terminated, provided that another workspace has a process, in ms. */
  idleTimeoutMs?: number
  /**
   * Maximum number of processes, excluding those that execute a single run. The default depends on the available
   * memory.
   */
  maxProcesses?: number | undefined
  /** Connects to MCP servers. */
  connectMcp: ConnectMcp
  /** Sends requests to the providers of web tools. */
  withEgress: Backend['withEgress']
  providerQueue: Backend['providerQueue']
  /** Limits for files stored by runs. */
  uploadLimits?: UploadLimits | undefined
  /** Starts a process. Can be replaced in tests. */
  startProcess?: typeof startChild
  onError(cause: unknown): void
}

/** Interval between health checks, in ms. */
const checkIntervalMs = 500
/** Default for `heartbeatTimeoutMs`. */
const defaultHeartbeatTimeoutMs = 15_000
/**
 * Maximum time for a process to start, in ms. Long enough for several processes to load their code at the same time.
 */
const startTimeoutMs = 120_000
/** Time after a cancellation request at which a run counts as canceled, even if it is still being executed, in ms. */
const cancelGraceMs = 500
/** Time for a run that has exceeded its time limit to fail on its own, in ms. Its nodes have two seconds to stop. */
const limitGraceMs = 3_000
/** Time without a heartbeat after which a run is assumed to block its process's event loop, in ms. */
const stallThresholdMs = 2_000
/** Default for `cancelTimeoutMs`. */
const defaultCancelTimeoutMs = 5_000
const defaultIdleTimeoutMs = 60_000
/**
 * Expected memory usage of a process, in bytes. All processes together may use half of the memory of the computer or
 * container.
 */
const expectedProcessBytes = 256 * 2 ** 20
const minProcesses = 4
const defaultMaxProcesses = Math.max(minProcesses, Math.floor(getTotalMemory() / 2 / expectedProcessBytes))
/** Maximum number of processes that load their code at the same time. Leaves one processor free for other work. */
const maxStartingProcesses = Math.max(1, availableParallelism() - 1)

interface ActiveRun {
  workspace: string
  /** IDs of the workflows whose nodes the run executes. */
  workflowIds: readonly string[]
  /** Process that executes the run. `undefined` while the run is waiting for one. */
  child: RunChild | undefined
  host: ExecutorHost
  /** Ends the attempt, or stops waiting for a process. */
  settle(outcome: AttemptOutcome): void
  cancelTimer?: NodeJS.Timeout
  /** Aborts tool calls. `undefined` until the first call. */
  callController: AbortController | undefined
  /** MCP tool calls in progress, keyed by call ID. */
  mcpCalls: Map<string, AbortController>
  /** Whether the run has its own process. */
  isIsolated: boolean
  /**
   * When the run's first events were received, on the monotonic clock. `undefined` while the run is waiting for a
   * process or a data engine.
   */
  startedAt: number | undefined
}

/** Returns the controller that aborts a run's calls. It is created on first use, because most runs make no calls. */
const getAbortController = (run: ActiveRun): AbortController => (run.callController ??= new AbortController())

/**
 * Executes runs in child processes, which can be killed without affecting this process. Each workspace has its own
 * process; a run that may have crashed its process gets a separate one. A process that uses too much memory, stops
 * responding or ignores a cancellation is killed, and its runs are reported with the outcome `died`.
 */
export function createChildProcessExecutor(options: ChildProcessExecutorOptions): RunExecutor {
  const { settings, onError, startProcess = startChild } = options
  const incomingFolder = join(settings.temporaryFolder, 'arriving')
  const engineSlots = createEngineSlots<RunChild>(settings.maxTableRuns)
  const activeRuns = new Map<string, ActiveRun>()
  /** Canceled and timed-out runs that count as ended but are still being executed. */
  const abandonedRuns = new Map<string, { child: RunChild; abandonedAt: number }>()
  let isClosed = false

  /** Waits while the database is down, instead of failing the run. */
  const withRetry = <T>(work: () => Promise<T>): Promise<T> =>
    retryWhileDatabaseIsDown(work, { isStopped: () => isClosed, onUnavailable: onError })

  const createParentCalls = (getChild: () => RunChild | undefined): ParentCalls => {
    const { store } = options
    /**
     * Returns a run that is executed by the child process. Throws for any other run, because a process must not access
     * runs that it does not execute.
     */
    const findRun = (runId: string): ActiveRun => {
      const activeRun = activeRuns.get(runId)
      const child = getChild()
      if (!activeRun || !child || activeRun.child !== child)
        throw new Error(`Run ${runId} is not executed by this process.`)
      return activeRun
    }
    const findStore = (runId: string): WorkspaceStore => store.forWorkspace(findRun(runId).workspace)
    const findModels = (runId: string) => openModels(findStore(runId), findRun(runId).workflowIds[0]!)
    const readAccess = async (runId: string): Promise<GrantedAccess | undefined> => {
      const { workflows } = findStore(runId)
      const { workflowIds } = findRun(runId)
      return withRetry(() => workflows.access.findForRun(workflowIds))
    }
    const readAccessWithModels = async (runId: string): Promise<GrantedAccess | undefined> => {
      const models = findModels(runId)
      return includeModels(await readAccess(runId), { read: () => withRetry(() => models.read()) })
    }
    const findAgents = (runId: string): RunAgents =>
      createRunAgents(store, findStore(runId), { run: runId, readAccess: () => readAccess(runId) })
    const findMcpTools = (runId: string): RunMcpTools => {
      const activeRun = findRun(runId)
      const { workspace } = activeRun
      const services = { ...findStore(runId), workspace, connectMcp: options.connectMcp }
      return createRunMcpTools(services, {
        run: runId,
        signal: getAbortController(activeRun).signal,
        readAccess: () => readAccess(runId),
      })
    }
    return {
      append: async (runId, events) => {
        const activeRun = findRun(runId)
        activeRun.startedAt ??= performance.now()
        return activeRun.host.append(events)
      },
      storeTables: async (runId, tables) => findRun(runId).host.storeTables(tables),
      async openFile(runId, datasetId) {
        const { datasets } = findStore(runId)
        const storedDataset = await withRetry(() => datasets.find(datasetId))
        const path = storedDataset && (await datasets.findPath(datasetId))
        return storedDataset && path !== undefined ? { path, name: storedDataset.name } : undefined
      },
      async storeFile(runId, { path, name }) {
        const { datasets } = findStore(runId)
        if (dirname(path) !== join(incomingFolder, findRun(runId).workspace))
          throw new Error(`${path} is not a file of run ${runId}.`)
        // Workspaces share the bytes of identical files, so the hash is computed here: a process that executes nodes is
        // not trusted.
        const [datasetId, { size }] = await Promise.all([hashFile(path), stat(path)])
        const receivedFile = store.datasetFiles.toReceivedFile({ path, dataset: datasetId, size })
        let storePromise: Promise<void> | undefined
        const idempotentFile = { ...receivedFile, store: () => (storePromise ??= receivedFile.store()) }
        const { added, problem } = await withRetry(() =>
          addWithinQuota(findStore(runId), options.uploadLimits ?? unlimitedUploads, idempotentFile, name),
        )
        if (problem) return { problem }
        const storedPath = await datasets.findPath(added.dataset.id)
        if (storedPath === undefined) throw new Error(`Dataset ${datasetId} disappeared after it was stored.`)
        return { path: storedPath, datasetId: added.dataset.id }
      },
      readAccess,
      findSecret: async (runId, name) => {
        const { secrets } = findStore(runId)
        requireAccess(await readAccessWithModels(runId), { secret: name })
        // This secret contains tokens that runs do not need.
        if (isAuthorizationSecret(name)) return undefined
        return withRetry(() => secrets.find(name))
      },
      listSecrets: async (runId) => {
        const { secrets } = findStore(runId)
        return withRetry(() => secrets.list())
      },
      readSecretVariables: async (runId) => {
        if (findRun(runId).workspace !== defaultWorkspace) return {}
        const access = await readAccessWithModels(runId)
        const grantedNames = access?.secrets.flatMap((name) => {
          const variable = toSecretVariable(name)
          return [variable, `${variable}_HOSTS`]
        })
        return Object.fromEntries(
          Object.entries(options.environment).flatMap(([name, value]) =>
            name.startsWith('AW_SECRET_') && value !== undefined && (grantedNames?.includes(name) ?? true)
              ? [[name, value]]
              : [],
          ),
        )
      },
      acquireEngine: (runId) =>
        engineSlots.acquire({ run: runId, workspace: findRun(runId).workspace, owner: findRun(runId).child! }),
      releaseEngine: async (runId) => engineSlots.release((slot) => slot.run === runId && slot.owner === getChild()),
      readModels: async (runId) => {
        const access = await readAccess(runId)
        // The broker in the child process reports the missing grant.
        if (access && !access.tools.includes('models')) return { models: [] }
        const models = findModels(runId)
        return withRetry(() => models.read())
      },
      readMonthlyLimits: async (runId) => {
        const { ledger } = findModels(runId)
        return withRetry(() => ledger.readLimits())
      },
      reserveUsage: async (runId, effect, estimate, limits) => {
        if (!effect.startsWith(`${runId}/`)) throw new Error(`${effect} is not an effect of run ${runId}.`)
        const { ledger } = findModels(runId)
        return withRetry(() => ledger.reserve(effect, estimate, limits))
      },
      settleUsage: async (runId, effect, usage) => {
        if (!effect.startsWith(`${runId}/`)) throw new Error(`${effect} is not an effect of run ${runId}.`)
        const { ledger } = findModels(runId)
        await withRetry(() => ledger.settle(effect, usage))
      },
      readMemory: async (runId, key) => {
        const { memory } = findModels(runId)
        return withRetry(() => memory.read(key))
      },
      appendMemory: async (runId, key, id, turn) => {
        const { memory } = findModels(runId)
        await withRetry(() => memory.append(key, id, turn))
      },
      findAgent: async (runId, name) => {
        const agents = findAgents(runId)
        return withRetry(() => agents.find(name))
      },
      reportAgent: async (runId, id, failure) => {
        const agents = findAgents(runId)
        await withRetry(() => agents.report(id, failure))
      },
      addAgentStep: async (runId, step) => {
        const agents = findAgents(runId)
        return withRetry(() => agents.addStep(step))
      },
      readAgentStep: async (runId, id, options) => {
        const agents = findAgents(runId)
        return withRetry(() => agents.readStep(id, options))
      },
      publishEvent: async (runId, event) => {
        const publish = createRunEventPublisher(store, findStore(runId), {
          run: runId,
          readAccess: () => readAccess(runId),
        })
        return withRetry(() => publish(event))
      },
      findMcpTool: async (runId, ...tool) => {
        const tools = findMcpTools(runId)
        return withRetry(() => tools.find(...tool))
      },
      // Tool calls can have side effects, so they are not retried.
      async callMcpTool(runId, id, { server, tool, args, input }) {
        const { mcpCalls } = findRun(runId)
        const controller = new AbortController()
        mcpCalls.set(id, controller)
        try {
          return await findMcpTools(runId).call(server, tool, args, { signal: controller.signal, input })
        } finally {
          mcpCalls.delete(id)
        }
      },
      abortMcpCall: async (runId, id) => findRun(runId).mcpCalls.get(id)?.abort(),
      callWebTool: async (runId, request) => {
        const activeRun = findRun(runId)
        const { workspace } = activeRun
        const { signal } = getAbortController(activeRun)
        const { callWebToolForRun } = await import('../web-tools/run-web-tools.ts')
        return callWebToolForRun(
          request,
          { run: runId, signal, readAccess: () => readAccess(runId) },
          {
            store: findStore(runId),
            withEgress: (use) => options.withEgress(workspace, use),
            queue: options.providerQueue,
            uploadLimits: options.uploadLimits,
          },
        )
      },
    }
  }

  const startRunChild = (): RunChild => {
    /** Returns the run, provided that it is still assigned to this process. */
    const findAssignedRun = (runId: string): ActiveRun | undefined => {
      const activeRun = activeRuns.get(runId)
      return activeRun?.child === child ? activeRun : undefined
    }
    const listener: ChildListener = {
      calls: createParentCalls(() => child),
      onProgress: (progress) => findAssignedRun(progress.run)?.host.onProgress(progress),
      onError: (runId, stackTrace) => findAssignedRun(runId)?.host.onError(new Error(stackTrace)),
      onEnded(runId, outcome) {
        if (abandonedRuns.get(runId)?.child === child) abandonedRuns.delete(runId)
        engineSlots.release((slot) => slot.run === runId && slot.owner === child)
        settle(runId, child, outcome)
      },
      onReady: () => processes.assignWaitingRequests(),
      onExited(reason) {
        engineSlots.release((slot) => slot.owner === child)
        if (!isClosed && reason) onError(new Error(reason))
        for (const [runId, { child: owner }] of abandonedRuns) if (owner === child) abandonedRuns.delete(runId)
        for (const [runId, { child: owner, isIsolated }] of activeRuns) {
          if (owner === child) settle(runId, child, { kind: 'died', ...findProblem(child, isIsolated) })
        }
        if (!isClosed) processes.remove(child)
      },
    }
    // Later messages from the process do not belong to the trace of the run for which it was started.
    const child = runWithTrace(undefined, () => startProcess(settings, listener))
    return child
  }
  const isBusy = (child: RunChild): boolean =>
    [...activeRuns.values()].some((activeRun) => activeRun.child === child) ||
    [...abandonedRuns.values()].some((abandoned) => abandoned.child === child)
  /** Processes of the workspaces, excluding those that execute a single run. */
  const processes = createWorkspaceProcesses<RunChild>({
    start: startRunChild,
    terminate: (child) => void child.kill('done'),
    isBusy,
    isStarting: (child) => child.readyAt === undefined,
    getMaxProcesses: () => options.maxProcesses ?? defaultMaxProcesses,
    maxStarting: maxStartingProcesses,
    getIdleTimeoutMs: () => options.idleTimeoutMs ?? defaultIdleTimeoutMs,
    now: () => performance.now(),
  })

  /** Returns the problem that ended a run, if known. It is known only if the run had its own process. */
  const findProblem = (child: RunChild, isIsolated: boolean): { problem?: Problem } =>
    isIsolated && child.killReason === 'memory' ? { problem: createMemoryLimitProblem(settings.memoryBytes) } : {}

  const settle = (runId: string, child: RunChild | undefined, outcome: AttemptOutcome): void => {
    const activeRun = activeRuns.get(runId)
    if (!activeRun || activeRun.child !== child) return
    activeRuns.delete(runId)
    clearTimeout(activeRun.cancelTimer)
    activeRun.callController?.abort()
    if (activeRun.isIsolated) child?.kill('done')
    activeRun.settle(outcome)
    if (!isClosed) processes.assignWaitingRequests()
  }

  /**
   * Reports the run as ended, although its process may still be executing it. The process can continue with other runs.
   */
  const abandon = (runId: string, problem?: Problem): void => {
    const activeRun = activeRuns.get(runId)
    if (!activeRun) return
    const { child, isIsolated } = activeRun
    if (child && !isIsolated) abandonedRuns.set(runId, { child, abandonedAt: performance.now() })
    child?.send({ type: 'release', run: runId })
    settle(runId, child, defined({ kind: 'died', problem }))
  }

  const listActiveChildren = (): Set<RunChild> =>
    new Set([...activeRuns.values()].flatMap(({ child }) => (child ? [child] : [])))

  const stopChecks = startHealthChecks(() => {
    const {
      heartbeatTimeoutMs: silenceTimeoutMs = defaultHeartbeatTimeoutMs,
      cancelTimeoutMs = defaultCancelTimeoutMs,
    } = options
    processes.terminateIdle()
    for (const child of listActiveChildren()) {
      if (settings.memoryBytes > 0 && child.bytes > settings.memoryBytes) child.kill('memory')
      else if (child.getMsSinceHeartbeat() > (child.readyAt === undefined ? startTimeoutMs : silenceTimeoutMs))
        child.kill('silence')
    }
    for (const [runId, { child, startedAt = performance.now(), isIsolated }] of activeRuns) {
      if (!child || settings.runMs === 0 || performance.now() - startedAt <= settings.runMs + limitGraceMs) continue
      // If the process is blocked, any of its runs could be the cause, and none of them can continue.
      if (!isIsolated && child.getMsSinceHeartbeat() > stallThresholdMs) child.kill('silence')
      else abandon(runId, createTimeLimitProblem(settings.runMs))
    }
    for (const { child, abandonedAt } of abandonedRuns.values()) {
      // Processes that are still starting have not had time to react.
      if (child.readyAt === undefined) continue
      if (performance.now() - Math.max(abandonedAt, child.readyAt) > cancelTimeoutMs) child.kill('cancelled')
    }
  }, checkIntervalMs)

  return {
    perform(task: RunTask, host, { isIsolated }): RunAttempt {
      let resolveOutcome: (outcome: AttemptOutcome) => void = () => undefined
      const outcome = new Promise<AttemptOutcome>((resolve) => (resolveOutcome = resolve))
      let resolveChild: (child: RunChild | undefined) => void = () => undefined
      const childPromise = new Promise<RunChild | undefined>((resolve) => (resolveChild = resolve))
      let stopWaiting: () => void = () => undefined
      const activeRun: ActiveRun = {
        workspace: task.workspace,
        workflowIds: [...task.workflowIds],
        child: undefined,
        host,
        settle(result) {
          stopWaiting()
          resolveChild(undefined)
          resolveOutcome(result)
        },
        callController: undefined,
        mcpCalls: new Map(),
        isIsolated,
        startedAt: undefined,
      }
      activeRuns.set(task.id, activeRun)
      const assignChild = (child: RunChild): void => {
        activeRun.child = child
        child.send({ type: 'perform', task })
        resolveChild(child)
      }
      if (isIsolated) assignChild(startRunChild())
      else stopWaiting = processes.assign(task.workspace, assignChild)
      return {
        outcome,
        cancel() {
          activeRun.child?.send({ type: 'cancel', run: task.id })
          if (activeRuns.get(task.id) !== activeRun || activeRun.cancelTimer) return
          getAbortController(activeRun).abort()
          // A run without a process is attempted once more, and then ends as canceled.
          if (!activeRun.child) return settle(task.id, undefined, { kind: 'died' })
          activeRun.cancelTimer = setTimeout(() => abandon(task.id), cancelGraceMs)
        },
        release() {
          activeRun.child?.send({ type: 'release', run: task.id })
          // Ignore all later messages about the run.
          if (activeRuns.get(task.id) === activeRun) settle(task.id, activeRun.child, { kind: 'broken' })
        },
        control: async (command) =>
          (await childPromise)?.control(task.id, command) ?? createReleasedRunProblem(task.id),
      }
    },
    async close() {
      isClosed = true
      stopChecks()
      for (const activeRun of activeRuns.values()) getAbortController(activeRun).abort()
      const children = new Set([...listActiveChildren(), ...processes.children])
      await Promise.all([...children].map((child) => child.kill('done')))
    },
  }
}

const createMemoryLimitProblem = (limit: number): Problem => error('run.too-much-memory', { node: '', used: 0, limit })

const createTimeLimitProblem = (limit: number): Problem => error('run.too-long', { workflow: '', limit })
