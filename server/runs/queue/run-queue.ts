import { forkRun, type Clock, type Decision } from '@aw-flow/engine'
import {
  error,
  failed,
  isFinalRunState,
  defined,
  ok,
  type Config,
  type Json,
  type Problem,
  type Result,
  type RunEvent,
  type RunProgress,
  type RunState,
} from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../../store/open-store.ts'
import type { RunCommand } from '../../store/runs/run-controls.ts'
import type { RunRequest, SerializedRequest } from '../../store/runs/run-request.ts'
import type { NewRetry, RunProperties, Runs, RunSummary } from '../../store/runs/runs.ts'
import { createNotWaitingProblem, createRunNotStuckProblem } from '../run-problems.ts'
import type { RunNotifications } from '../run-notifications.ts'

export interface StartOptions extends RunProperties {
  /** The workflow version to run. */
  workflowVersion?: number | undefined
}

/** Starts and controls a workspace's runs, regardless of which process executes them. The store holds their state. */
export type RunQueue = ReturnType<RunQueues['forWorkspace']>

/** Provides the run queue of each workspace. */
export type RunQueues = ReturnType<typeof createRunQueues>

export interface RunQueueOptions {
  store: Store
  notifications: RunNotifications
  clock: Clock
}

/** How long to wait for a command's result, in ms. */
const resultTimeoutMs = 60_000
/** How often to poll for a command's result, in ms. */
const pollIntervalMs = 250

/**
 * Sends a command to the worker that executes a run, and waits for its result.
 *
 * @param fallbackProblem Returned if the run is not being executed.
 */
async function sendCommand(
  { store, notifications, clock }: RunQueueOptions,
  runs: Runs,
  id: string,
  command: RunCommand,
  fallbackProblem: Problem,
): Promise<Problem | undefined> {
  const run = await runs.find(id)
  if (!run || isFinalRunState(run.status) || run.status === 'queued') return fallbackProblem
  const commandId = await store.controls.add(id, command)
  let wake: () => void = () => undefined
  const unlistenResult = notifications.listen({
    onCommandResult: (completedCommandId) => (completedCommandId === commandId ? wake() : undefined),
  })
  try {
    notifications.notifyCommand(id)
    for (const deadline = clock.elapsed() + resultTimeoutMs; clock.elapsed() < deadline;) {
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), sleep(pollIntervalMs)])
      const result = await store.controls.findResult(commandId)
      if (result) return result.problem
      const currentRun = await runs.find(id)
      if (!currentRun || isFinalRunState(currentRun.status)) {
        await store.controls.storeResult(commandId, fallbackProblem)
        return (await store.controls.findResult(commandId))?.problem
      }
    }
  } finally {
    unlistenResult()
  }
  await store.controls.storeResult(commandId, createNoWorkerProblem(id))
  return (await store.controls.findResult(commandId))?.problem
}

export function createRunQueues({ store, notifications, clock }: RunQueueOptions) {
  const progressByRun = new Map<string, Record<string, RunProgress>>()
  const unlisten = notifications.listen({
    onProgress(progress) {
      const runProgress: Record<string, RunProgress> = progressByRun.get(progress.run) ?? Object.create(null)
      runProgress[progress.node] = progress
      progressByRun.delete(progress.run)
      progressByRun.set(progress.run, runProgress)
      // Evict the run with the least recent progress to limit the size of the map.
      if (progressByRun.size > 1000) progressByRun.delete(progressByRun.keys().next().value!)
    },
  })
  const getRuns = (workspace: string): Runs => store.forWorkspace(workspace).runs
  const services = { store, notifications, clock }
  const forWorkspace = (workspace: string) => ({
    /** Stores a run. It starts as soon as a worker has a free slot. */
    async start(
      id: string,
      workflowId: string,
      request: RunRequest | SerializedRequest,
      options: StartOptions = {},
    ): Promise<RunSummary> {
      const summary = await getRuns(workspace).add({ id, workflowId, request, ...options })
      notifications.notifyWork()
      return summary
    },
    /** Notifies the workers that runs have been queued in the store. */
    notifyWorkers: (): void => notifications.notifyWork(),
    /**
     * Requests the cancellation of a run on behalf of the user `canceledBy`. Resolves with `false` if the run has already
     * ended.
     */
    async cancel(id: string, canceledBy?: string): Promise<boolean> {
      const result = await store.leases.cancel(workspace, id, canceledBy)
      if (result === 'ended') return false
      notifications.notifyEvents(id, -1)
      if (result === 'requested') notifications.notifyCancel(id)
      // Canceling the run may have freed a slot for its concurrency key.
      else notifications.notifyWork()
      return true
    },
    /** Decides a pending approval. Resolves with a problem if the decision has no effect. */
    decide: (id: string, decision: Decision) =>
      sendCommand(services, getRuns(workspace), id, { kind: 'decide', decision }, createNotWaitingProblem(id)),
    /**
     * Resumes a stuck run whose original node type versions are missing, using the installed versions instead. Resolves
     * with a problem if the run cannot be resumed.
     */
    async migrate(id: string): Promise<Problem | undefined> {
      const runs = getRuns(workspace)
      if (!(await runs.find(id))?.problem) return createRunNotStuckProblem(id)
      return sendCommand(services, runs, id, { kind: 'migrate' }, createRunNotStuckProblem(id))
    },
    /** Sends an event to a waiting run. Resolves with a problem if the event has no effect. */
    signal(id: string, name: string, value?: Json): Promise<Problem | undefined> {
      const command = defined({ kind: 'signal' as const, name, value })
      return sendCommand(services, getRuns(workspace), id, command, createNotWaitingProblem(id))
    },
    /**
     * Starts a new run that reuses the results of a failed or canceled run up to the failed step. If `settings` (keyed by
     * node ID) are provided, any ended run can be retried, and results that the settings do not affect are reused. A
     * repeated call resolves with the run that the first call started if that run has not ended or, without `settings`,
     * has completed.
     */
    async retry(
      id: string,
      newId: string,
      {
        settings,
        startedBy,
      }: { settings?: Readonly<Record<string, Config>> | undefined; startedBy?: string | undefined } = {},
    ): Promise<Result<RunSummary>> {
      const runs = getRuns(workspace)
      const run = await runs.find(id)
      if (!run) return failed(createNotRetryableProblem(id, 'gone'))
      if (settings ? !isFinalRunState(run.status) : run.status !== 'failed' && run.status !== 'cancelled')
        return failed(createNotRetryableProblem(id, run.status))
      const record = await runs.readSealedEvents(id)
      const request = await runs.readRequest(id)
      const { workflowId, workflowVersion, priority, origin, concurrency, metadata } = run
      const properties = { workflowId, workflowVersion, priority, origin, concurrency, metadata, startedBy }
      const newRun = { id: newId, request, ...properties }
      if (settings) {
        const forkResult = forkRun(record, { eventIndex: 0, run: newId, settings })
        if (!forkResult.ok) return forkResult
        const [firstEvent] = forkResult.value.record
        const workflow = firstEvent?.type === 'run-started' ? firstEvent.workflow : request.workflow
        const retry = { ...newRun, request: { ...request, workflow }, retryOf: id, record: forkResult.value.record }
        return ok(await addRetry(workspace, retry, activeStates))
      }
      const lastCopiedIndex = findLastReusableEvent(record)
      if (lastCopiedIndex < 0) return ok(await addRetry(workspace, { ...newRun, retryOf: id }, reusableStates))
      const forkResult = forkRun(record, { eventIndex: lastCopiedIndex, run: newId })
      if (!forkResult.ok) return forkResult
      const retry = { ...newRun, retryOf: id, record: forkResult.value.record }
      return ok(await addRetry(workspace, retry, reusableStates))
    },
    /**
     * Returns the progress of running nodes, keyed by node ID. Includes only progress that this process has been notified
     * of.
     */
    getProgress: (id: string): Readonly<Record<string, RunProgress>> => progressByRun.get(id) ?? {},
  })

  return { forWorkspace, close: unlisten }

  async function addRetry(workspace: string, run: NewRetry, states: readonly RunState[]): Promise<RunSummary> {
    const summary = await getRuns(workspace).addRetry(run, states)
    if (summary.id === run.id) notifications.notifyWork()
    return summary
  }
}

const activeStates: readonly RunState[] = ['queued', 'running', 'waiting']
/**
 * If an existing retry is in one of these states, it is returned instead of starting another one. Without changed
 * settings, once a retry has completed, there is nothing left to retry.
 */
const reusableStates: readonly RunState[] = [...activeStates, 'completed']

const createNoWorkerProblem = (id: string): Problem => error('run.no-worker', { id })

const createNotRetryableProblem = (id: string, status: string): Problem => error('run.not-retryable', { id, status })

/**
 * Returns the index of the last event before the first failed step, or -1. The new run starts with a copy of the events
 * up to it. Results after that point are reused by their derivation keys.
 */
function findLastReusableEvent(record: readonly RunEvent[]): number {
  const failureIndex = record.findIndex(
    ({ type }) => type === 'node-failed' || type === 'cancel-requested' || type === 'run-failed',
  )
  const failureEvent = record[failureIndex]
  const startIndex =
    failureEvent?.type === 'node-failed'
      ? record.findIndex((event) => event.type === 'node-started' && event.node === failureEvent.node)
      : failureIndex
  return Math.min(failureIndex, startIndex < 0 ? failureIndex : startIndex) - 1
}
