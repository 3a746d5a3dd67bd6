import { runWithTrace } from '../../operation/current-trace.ts'
import { silentLog } from '../../operation/log.ts'
import { retryWhileDatabaseIsDown } from '../../store/database/retry-while-down.ts'
import type { HeldLease } from '../../store/runs/held-lease.ts'
import { createJournalWriter } from '../journal-writer.ts'
import type { RunAttempt } from '../run-executor.ts'
import { createSleepAwareClock } from '../sleep-aware-clock.ts'
import type { WorkerEffect, WorkerEventBody } from './events.ts'
import { endRun, executeCommand, readRecord, releaseRun, startAttempt } from './execute-run.ts'
import { claimRuns, findWork } from './find-work.ts'
import { createWorkerState, isClosed, isIdle, type WorkerState } from './state.ts'
import { step } from './step.ts'
import { toKey, type RunHandle, type RunWorkerOptions, type WorkerContext } from './worker-context.ts'

/**
 * Opens a worker that passes what it observes to `step` and performs the resulting effects. Resolves once the runs that
 * are already due have been claimed.
 */
export async function openWorker(options: RunWorkerOptions) {
  const { store, notifications, executor, clock, maxRuns, capacity, spans, log = silentLog, onError } = options
  const { leases } = store
  const getElapsed = createSleepAwareClock(clock.elapsed)
  let state = createWorkerState({ maxRuns, isLimited: capacity !== undefined })
  const handles = new Map<string, RunHandle>()
  const timers: { poll?: NodeJS.Timeout; heartbeat?: NodeJS.Timeout } = {}
  const waiters = new Set<{ isSatisfied(state: WorkerState): boolean; resolve(): void }>()
  /** Retries while the database is down, so that the run does not fail. */
  const withRetry = <T>(work: () => Promise<T>): Promise<T> =>
    retryWhileDatabaseIsDown(work, { isStopped: () => state.isClosing, onUnavailable: (cause) => onError(cause, '') })
  const writer = createJournalWriter({
    leases,
    onWritten: notifications.notifyEvents,
    onError: (cause) => onError(cause, ''),
  })

  const dispatch = (event: WorkerEventBody): void => {
    const [nextState, effects] = step(state, { ...event, elapsed: getElapsed() })
    state = nextState
    for (const effect of effects) perform(effect)
    for (const waiter of waiters) {
      if (!waiter.isSatisfied(state)) continue
      waiters.delete(waiter)
      waiter.resolve()
    }
  }
  const waitUntil = (isSatisfied: (state: WorkerState) => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (isSatisfied(state)) resolve()
      else waiters.add({ isSatisfied, resolve })
    })

  const context: WorkerContext = { ...options, capacity, spans, log, handles, writer, withRetry, dispatch }

  /** Performs an effect that does not belong to a run. If it fails, reports the error and dispatches `failureEvent`. */
  const performWork = (work: () => Promise<void>, failureEvent: WorkerEventBody | undefined): void => {
    void runWithTrace(undefined, work).catch((cause: unknown) => {
      onError(cause, '')
      if (failureEvent) dispatch(failureEvent)
    })
  }
  /** Performs an effect on a run. If it fails, the run's lease is left to expire. */
  const performForRun = ({ id, lease }: HeldLease, work: (run: RunHandle) => Promise<void>): void => {
    const run = handles.get(toKey({ id, lease }))!
    void runWithTrace(run.trace, () => work(run)).catch((cause: unknown) => {
      onError(cause, id)
      dispatch({ type: 'run-effect-failed', id, lease })
    })
  }
  const findAttempt = (heldLease: HeldLease): RunAttempt | undefined => handles.get(toKey(heldLease))?.attempt

  const perform = (effect: WorkerEffect): void => {
    switch (effect.type) {
      case 'claim':
        return performWork(() => claimRuns(context, effect), { type: 'claim-failed', reason: effect.reason })
      case 'poll':
        return performWork(() => findWork(context, effect), { type: 'poll-failed' })
      case 'renew-leases':
        return performWork(async () => {
          const { leases: requestedLeases } = effect
          dispatch({
            type: 'leases-renewed',
            requested: requestedLeases,
            renewed: await leases.heartbeat(requestedLeases),
          })
        }, undefined)
      case 'set-timer': {
        const { timer, afterMs } = effect
        clearTimeout(timers[timer])
        timers[timer] = setTimeout(() => dispatch({ type: `${timer}-due` }), afterMs)
        return
      }
      case 'read-record':
        return performForRun(effect, (run) => readRecord(context, run))
      case 'start-attempt':
        return startAttempt(context, effect)
      case 'cancel-attempt':
        return findAttempt(effect)?.cancel()
      case 'stop-attempt':
        return findAttempt(effect)?.release()
      case 'execute-command':
        return void executeCommand(context, effect).catch((cause: unknown) => onError(cause, effect.id))
      case 'end-run':
        return performForRun(effect, (run) => endRun(context, run, effect))
      case 'release-run':
        return performForRun(effect, () => releaseRun(context, effect))
      case 'drop-run':
        handles.delete(toKey(effect))
    }
  }

  const unlisten = notifications.listen({
    onWork: () => dispatch({ type: 'work-announced' }),
    onCommand: () => dispatch({ type: 'command-announced' }),
    onCancel: (runId) => dispatch({ type: 'cancel-announced', run: runId }),
    onMissed: () => dispatch({ type: 'command-announced' }),
  })
  dispatch({ type: 'opened' })
  await waitUntil(isIdle)
  return {
    /** Returns the IDs of the runs in progress. */
    listActiveRunIds: (): string[] => [...state.runs.keys()],
    /** Releases all runs immediately. Other workers resume them, or this server does after its next start. */
    async close(): Promise<void> {
      unlisten()
      writer.close()
      dispatch({ type: 'closing' })
      clearTimeout(timers.poll)
      clearTimeout(timers.heartbeat)
      await waitUntil(isClosed)
      await executor.close()
    },
  }
}
