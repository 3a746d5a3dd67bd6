import { getTotalMemory } from '@aw-flow/data/node'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { runWithTrace } from '../operation/current-trace.ts'
import type { CapabilityServices } from '../runs/open-run-capabilities.ts'
import type { RunTask } from '../runs/perform-run.ts'
import type { AttemptOutcome, RunAttempt, RunExecutor } from '../runs/run-executor.ts'
import { createReleasedRunProblem } from '../runs/run-problems.ts'
import { retryWhileDatabaseIsDown } from '../store/database/retry-while-down.ts'
import { createProcessSharing, isSharedFunction } from './process-sharing.ts'
import { checkChildren, type ChildTimeouts } from './check-children.ts'
import type { ChildSettings } from './child-settings.ts'
import { createEngineSlots } from './engine-slots.ts'
import { createExecutedRuns, type ActiveRun, type ExecutedRuns } from './executed-runs.ts'
import { startHealthChecks } from './health-checks.ts'
import { openParentCapabilities } from './parent-capabilities.ts'
import { startChild, type ChildListener, type RunChild } from './run-child-process.ts'
import { createWorkspaceProcesses, type WorkspaceProcessesOptions } from './workspace-processes.ts'

export interface ChildProcessExecutorOptions extends CapabilityServices, ChildTimeouts {
  settings: ChildSettings
  /** Time after which a process without runs is terminated, provided that another workspace has a process, in ms. */
  idleTimeoutMs?: number
  /**
   * Maximum number of processes, excluding those that execute a single run. The default depends on the available
   * memory.
   */
  maxProcesses?: number | undefined
  /** Starts a process. Can be replaced in tests. */
  startProcess?: typeof startChild
  onError(cause: unknown): void
}

/** Interval between health checks, in ms. */
const checkIntervalMs = 500
/** Time after a cancellation request at which a run counts as canceled, even if it is still being executed, in ms. */
const cancelGraceMs = 500
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

const toPoolOptions = (
  options: Pick<ChildProcessExecutorOptions, 'maxProcesses' | 'idleTimeoutMs'>,
  runs: Pick<ExecutedRuns, 'isBusy'>,
): Omit<WorkspaceProcessesOptions<RunChild>, 'start'> => ({
  terminate: (child) => void child.kill('done'),
  isBusy: (child) => runs.isBusy(child),
  isStarting: (child) => child.readyAt === undefined,
  getMaxProcesses: () => options.maxProcesses ?? defaultMaxProcesses,
  maxStarting: maxStartingProcesses,
  getIdleTimeoutMs: () => options.idleTimeoutMs ?? defaultIdleTimeoutMs,
  now: () => performance.now(),
})

/**
 * Executes runs in child processes, which can be killed without affecting this process. Runs whose nodes cannot reach
 * their process share processes; for all others, each workspace has its own process. A run that may have crashed its
 * process gets a separate one. A process that uses too much memory, stops
 * responding or ignores a cancellation is killed, and its runs are reported with the outcome `died`.
 */
export function createChildProcessExecutor(options: ChildProcessExecutorOptions): RunExecutor {
  const { settings, onError, startProcess = startChild } = options
  const engineSlots = createEngineSlots<RunChild>(settings.maxTableRuns)
  let isClosed = false
  const incomingFolder = join(settings.temporaryFolder, 'arriving')
  const withRetry = <T>(work: () => Promise<T>): Promise<T> =>
    retryWhileDatabaseIsDown(work, { isStopped: () => isClosed, onUnavailable: onError })
  const runs = createExecutedRuns(settings.memoryBytes, () => {
    if (!isClosed) processes.assignWaitingRequests()
  })

  const sharing = createProcessSharing(settings)

  const startRunChild = (): RunChild => {
    const releaseEngine = (runId: string): void =>
      engineSlots.release((slot) => slot.run === runId && slot.process === child)
    const listener: ChildListener = {
      findCapabilities(runId, name) {
        const activeRun = runs.findOwn(runId, child)
        // A process must not access runs that it does not execute.
        if (!activeRun) throw new Error(`Run ${runId} is not executed by this process.`)
        if (activeRun.isShared && !isSharedFunction(name)) {
          // The next attempt has its own process.
          runs.abandon(runId)
          throw new Error(`Run ${runId} must not use ${name} in a shared process.`)
        }
        return (activeRun.capabilities ??= openParentCapabilities(activeRun, { ...options, incomingFolder, withRetry }))
      },
      onEngineClosed: releaseEngine,
      onProgress: (progress) => runs.findOwn(progress.run, child)?.host.onProgress(progress),
      onError: (runId, stackTrace) => runs.findOwn(runId, child)?.host.onError(new Error(stackTrace)),
      onEnded(runId, outcome) {
        releaseEngine(runId)
        runs.end(runId, child, outcome)
      },
      onReady: () => processes.assignWaitingRequests(),
      onExited(reason) {
        engineSlots.release((slot) => slot.process === child)
        if (!isClosed && reason) onError(new Error(reason))
        runs.endAll(child)
        if (!isClosed) processes.remove(child)
      },
    }
    // Later messages from the process do not belong to the trace of the run for which it was started.
    const child = runWithTrace(undefined, () => startProcess(settings, listener))
    return child
  }
  /** Processes of the workspaces, excluding those that execute a single run. */
  const processes = createWorkspaceProcesses<RunChild>({ start: startRunChild, ...toPoolOptions(options, runs) })
  const stopChecks = startHealthChecks(() => {
    processes.maintain()
    checkChildren(runs, settings, options)
  }, checkIntervalMs)

  return {
    perform(task: RunTask, host, { isIsolated }): RunAttempt {
      const sharedProcess = isIsolated ? undefined : sharing.findProcess(task)
      let resolveOutcome: (outcome: AttemptOutcome) => void = () => undefined
      const outcome = new Promise<AttemptOutcome>((resolve) => (resolveOutcome = resolve))
      let resolveChild: (child: RunChild | undefined) => void = () => undefined
      const childPromise = new Promise<RunChild | undefined>((resolve) => (resolveChild = resolve))
      let stopWaiting: () => void = () => undefined
      const controller = new AbortController()
      const activeRun: ActiveRun = {
        id: task.id,
        workspace: task.workspace,
        workflowIds: [...task.workflowIds],
        signal: controller.signal,
        abortCalls: () => controller.abort(),
        child: undefined,
        host,
        settle(result) {
          stopWaiting()
          if (isIsolated && result.kind === 'died') sharing.exclude(task.workspace)
          resolveChild(undefined)
          resolveOutcome(result)
        },
        onStarted: () => void (activeRun.startedAt ??= performance.now()),
        acquireEngine: () =>
          engineSlots.acquire({ run: task.id, owner: task.owner ?? task.workspace, process: activeRun.child! }),
        isIsolated,
        isShared: sharedProcess !== undefined,
        startedAt: undefined,
      }
      runs.add(activeRun)
      const assignChild = (assigned: RunChild): void => {
        activeRun.child = assigned
        assigned.send({ type: 'perform', task: sharedProcess === undefined ? task : { ...task, isShared: true } })
        resolveChild(assigned)
      }
      if (isIsolated) assignChild(startRunChild())
      else stopWaiting = processes.assign(sharedProcess ?? task.workspace, assignChild)
      return {
        outcome,
        cancel() {
          activeRun.child?.send({ type: 'cancel', run: task.id })
          if (!runs.isActive(activeRun) || activeRun.cancelTimer) return
          activeRun.abortCalls()
          // A run without a process is attempted once more, and then ends as canceled.
          if (!activeRun.child) return runs.end(task.id, undefined, { kind: 'died' })
          activeRun.cancelTimer = setTimeout(() => runs.abandon(task.id), cancelGraceMs)
        },
        release() {
          activeRun.child?.send({ type: 'release', run: task.id })
          // Ignore all later messages about the run.
          if (runs.isActive(activeRun)) runs.end(task.id, activeRun.child, { kind: 'broken' })
        },
        control: async (command) =>
          (await childPromise)?.control(task.id, command) ?? createReleasedRunProblem(task.id),
      }
    },
    async close() {
      isClosed = true
      stopChecks()
      for (const activeRun of runs.active()) activeRun.abortCalls()
      const children = new Set([...runs.children(), ...processes.children])
      await Promise.all([...children].map((child) => child.kill('done')))
    },
  }
}
