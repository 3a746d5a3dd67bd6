import { forkRun, type Clock, type Decision } from '@aw-flow/engine'
import { error, isEnded, type Config, type Json, type Problem, type RunProgress, type RunState } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../../store/open-store.ts'
import type { RunCommand } from '../../store/runs/run-controls.ts'
import type { RunRequest, SerializedRequest } from '../../store/runs/run-request.ts'
import type { NewRetry, RunFacts, Runs, RunSummary } from '../../store/runs/runs.ts'
import { createNotWaitingProblem, createRunNotStuckProblem } from '../run-problems.ts'
import type { RunNotifications } from '../run-notifications.ts'

export interface StartOptions extends RunFacts {
  /** The version of the workflow. */
  workflowVersion?: number | undefined
}

/** Starts and controls the runs of a workspace, wherever they are executed. The state of runs is in the store. */
export interface RunQueue {
  /** Stores a run, which starts as soon as a worker has capacity. */
  start(
    id: string,
    workflowId: string,
    request: RunRequest | SerializedRequest,
    options?: StartOptions,
  ): Promise<RunSummary>
  /** Announces stored runs to the workers. */
  announce(): void
  /** Requests cancellation on behalf of a caller. Resolves with false if the run has ended. */
  cancel(id: string, by?: string): Promise<boolean>
  /** Decides an approval. Resolves with a problem if the decision has no effect. */
  decide(id: string, decision: Decision): Promise<Problem | undefined>
  /**
   * Resumes a run with the installed versions of its node types, if the original versions are missing. Resolves with a
   * problem if this fails.
   */
  migrate(id: string): Promise<Problem | undefined>
  /** Sends an event to a run. */
  signal(id: string, name: string, value?: Json): Promise<Problem | undefined>
  /**
   * Starts a new run that reuses the results of a failed or canceled run, up to the failed step. With changed settings
   * by node id, any ended run can be repeated; its results are reused unless the settings affect them. A repeated
   * request resolves with the run of the first one, unless that run has failed or was canceled.
   */
  retry(
    id: string,
    newId: string,
    options?: { settings?: Readonly<Record<string, Config>> | undefined; startedBy?: string | undefined },
  ): Promise<{ run: RunSummary; problem?: undefined } | { problem: Problem }>
  /** Returns the progress of running nodes by id, from the notifications that this process has received. */
  getProgress(id: string): Readonly<Record<string, RunProgress>>
}

/** The runs of all workspaces. */
export interface RunQueues {
  forWorkspace(workspace: string): RunQueue
  close(): void
}

export interface RunQueueOptions {
  store: Store
  notifications: RunNotifications
  clock: Clock
}

/** Maximum time to wait for the result of a command, in ms. */
const resultTimeoutMs = 60_000
/** Polling interval, in ms. */
const pollIntervalMs = 250

export function createRunQueues({ store, notifications, clock }: RunQueueOptions): RunQueues {
  const progressByRun = new Map<string, Record<string, RunProgress>>()
  const unlisten = notifications.listen({
    onProgress(progress) {
      const runProgress: Record<string, RunProgress> = progressByRun.get(progress.run) ?? Object.create(null)
      runProgress[progress.node] = progress
      progressByRun.delete(progress.run)
      progressByRun.set(progress.run, runProgress)
      // Entries of ended runs are evicted over time.
      if (progressByRun.size > 1000) progressByRun.delete(progressByRun.keys().next().value!)
    },
  })
  const findRuns = (workspace: string): Runs => store.forWorkspace(workspace).runs
  const sendCommand = async (
    runs: Runs,
    id: string,
    command: RunCommand,
    fallback: Problem,
  ): Promise<Problem | undefined> => {
    const run = await runs.find(id)
    if (!run || isEnded(run.status) || run.status === 'queued') return fallback
    const control = await store.controls.add(id, command)
    let wake: () => void = () => undefined
    const unlistenResult = notifications.listen({
      onCommandResult: (completed) => (completed === control ? wake() : undefined),
    })
    try {
      notifications.notifyCommand(id)
      for (const deadline = clock.elapsed() + resultTimeoutMs; clock.elapsed() < deadline;) {
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), sleep(pollIntervalMs)])
        const result = await store.controls.findResult(control)
        if (result) return result.problem
        const current = await runs.find(id)
        if (!current || isEnded(current.status)) {
          await store.controls.storeResult(control, fallback)
          return (await store.controls.findResult(control))?.problem
        }
      }
    } finally {
      unlistenResult()
    }
    await store.controls.storeResult(control, createNoWorkerProblem(id))
    return (await store.controls.findResult(control))?.problem
  }

  const createQueue = (workspace: string): RunQueue => ({
    async start(id, workflowId, request, options = {}) {
      const summary = await findRuns(workspace).add({ id, workflowId, request, ...options })
      notifications.notifyWork()
      return summary
    },
    announce: () => notifications.notifyWork(),
    async cancel(id, by) {
      const result = await store.leases.cancel(workspace, id, by)
      if (result === 'ended') return false
      notifications.notifyEvents(id, -1)
      if (result === 'requested') notifications.notifyCancel(id)
      // The concurrency key of the run may now have a free slot.
      else notifications.notifyWork()
      return true
    },
    decide: (id, decision) =>
      sendCommand(findRuns(workspace), id, { kind: 'decide', decision }, createNotWaitingProblem(id)),
    async migrate(id) {
      const runs = findRuns(workspace)
      if (!(await runs.find(id))?.problem) return createRunNotStuckProblem(id)
      return sendCommand(runs, id, { kind: 'migrate' }, createRunNotStuckProblem(id))
    },
    signal: (id, name, value) =>
      sendCommand(
        findRuns(workspace),
        id,
        { kind: 'signal', name, ...(value === undefined ? {} : { value }) },
        createNotWaitingProblem(id),
      ),
    async retry(id, newId, { settings, startedBy } = {}) {
      const runs = findRuns(workspace)
      const run = await runs.find(id)
      if (!run) return { problem: createNotRetryableProblem(id, 'gone') }
      if (settings ? !isEnded(run.status) : run.status !== 'failed' && run.status !== 'cancelled')
        return { problem: createNotRetryableProblem(id, run.status) }
      const record = await runs.readSealedEvents(id)
      const request = await runs.readRequest(id)
      const { workflowId, workflowVersion, priority, origin, concurrency, metadata } = run
      const newRun = {
        id: newId,
        workflowId,
        workflowVersion,
        request,
        priority,
        origin,
        concurrency,
        metadata,
        startedBy,
      }
      if (settings) {
        const forkResult = forkRun(record, { at: 0, run: newId, settings })
        if (forkResult.problem) return { problem: forkResult.problem }
        const [firstEvent] = forkResult.record
        const workflow = firstEvent?.type === 'run-started' ? firstEvent.workflow : request.workflow
        return {
          run: await addRetry(
            workspace,
            { ...newRun, request: { ...request, workflow }, retryOf: id, record: forkResult.record },
            activeStates,
          ),
        }
      }
      // The new run starts with the events before the first failed step. Later results are reused by their derivation
      // keys.
      const failureIndex = record.findIndex(
        ({ type }) => type === 'node-failed' || type === 'cancel-requested' || type === 'run-failed',
      )
      const failure = record[failureIndex]
      const startIndex =
        failure?.type === 'node-failed'
          ? record.findIndex((event) => event.type === 'node-started' && event.node === failure.node)
          : failureIndex
      const forkPoint = Math.min(failureIndex, startIndex < 0 ? failureIndex : startIndex) - 1
      if (forkPoint < 0) return { run: await addRetry(workspace, { ...newRun, retryOf: id }, reusedStates) }
      const fork = forkRun(record, { at: forkPoint, run: newId })
      if (fork.problem) return { problem: fork.problem }
      return { run: await addRetry(workspace, { ...newRun, retryOf: id, record: fork.record }, reusedStates) }
    },
    getProgress: (id) => progressByRun.get(id) ?? {},
  })

  return { forWorkspace: createQueue, close: unlisten }

  async function addRetry(workspace: string, run: NewRetry, states: readonly RunState[]): Promise<RunSummary> {
    const summary = await findRuns(workspace).addRetry(run, states)
    if (summary.id === run.id) notifications.notifyWork()
    return summary
  }
}

const activeStates: readonly RunState[] = ['queued', 'running', 'waiting']
/**
 * States in which an existing retry is returned instead of a new one. Without changed settings, a run whose retry has
 * completed has nothing left to retry.
 */
const reusedStates: readonly RunState[] = [...activeStates, 'completed']

const createNoWorkerProblem = (id: string): Problem => error('run.no-worker', { id })

const createNotRetryableProblem = (id: string, status: string): Problem => error('run.not-retryable', { id, status })
