import type { Clock } from '@aw-flow/engine'
import { isFinalRunState, defined, type RunEvent, type RunState } from '@aw-flow/schema'
import { runWithTrace, type TraceParent } from '../../operation/current-trace.ts'
import { silentLog, type Log } from '../../operation/log.ts'
import { toRunSpan, type RunSpans, type RunEventListener } from '../../operation/run-spans.ts'
import type { Store } from '../../store/open-store.ts'
import { sealNames } from '../../privacy/names-in-events.ts'
import type { ClaimedRun, HeldLease, RunCapacity } from '../../store/runs/run-leases.ts'
import { retryWhileDatabaseIsDown } from '../../store/database/retry-while-down.ts'
import { createCancellationEvents, createInterruptionEvents } from '../end-interrupted-run.ts'
import { createJournalWriter, LostLeaseError } from '../journal-writer.ts'
import type { RunTask } from '../perform-run.ts'
import { createSleepAwareClock } from '../sleep-aware-clock.ts'
import type { ExecutorHost, RunAttempt, RunExecutor } from '../run-executor.ts'
import type { RunNotifications } from '../run-notifications.ts'
import { createNotWaitingProblem } from '../run-problems.ts'
import { serializeEvents, type SerializedEvents } from '../serialized-events.ts'
import type { WorkerEffect, WorkerEventBody } from './events.ts'
import { createWorkerState, isClosed, isIdle, type WorkerState } from './state.ts'
import { step } from './step.ts'
import { summarizeRecord } from './summarize-record.ts'

/** Claims and executes runs, up to a concurrency limit. */
export interface RunWorker {
  /** Returns the IDs of the runs in progress. */
  listActiveRunIds(): string[]
  /** Releases all runs immediately. Other workers resume them, or this server does after its next start. */
  close(): Promise<void>
}

export interface RunWorkerOptions {
  store: Store
  notifications: RunNotifications
  executor: RunExecutor
  clock: Clock
  /** Identifies this process in the database. */
  name: string
  /** Maximum number of concurrent runs in this worker. */
  maxRuns: number
  /** Limits on concurrent runs across all processes. */
  capacity?: RunCapacity | undefined
  /** Exports the worker's runs as trace spans. */
  spans?: RunSpans | undefined
  /** Receives a log entry whenever a run's state changes. */
  log?: Log
  /** Called for internal errors that are not part of the run's record. */
  onError(cause: unknown, runId: string): void
}

/** The resources that the worker keeps for a run under one lease. `WorkerState` determines what happens to the run. */
interface RunHandle extends ClaimedRun {
  record: readonly RunEvent[]
  /** Encrypted names of the people who made decisions, keyed by plain name. */
  names: Map<string, string>
  /** The record of the original run, if this run is a retry. */
  originalRecord: readonly RunEvent[] | undefined
  attempt: RunAttempt | undefined
  /** Parent span of the run's database statements; `undefined` if tracing is off. */
  trace: TraceParent | undefined
  /** Receives the run's events once they are stored; `undefined` if tracing is off. */
  eventListener: RunEventListener | undefined
  /** Settles once all events written so far have been stored or rejected. */
  pendingWrites: Promise<unknown>
}

/** Maximum number of runs that one poll returns. */
const maxListedRuns = 200

/**
 * Opens a worker that passes what it observes to `step` and performs the resulting effects. Resolves once the runs that
 * are already due have been claimed.
 */
export async function openWorker(options: RunWorkerOptions): Promise<RunWorker> {
  const { store, notifications, executor, clock, name, maxRuns, capacity, spans, log = silentLog, onError } = options
  const { leases, controls } = store
  const getRuns = ({ workspace }: { workspace: string }) => store.forWorkspace(workspace).runs
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
        return performWork(() => claim(effect), { type: 'claim-failed', reason: effect.reason })
      case 'poll':
        return performWork(() => poll(effect), { type: 'poll-failed' })
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
        return performForRun(effect, readRecord)
      case 'start-attempt':
        return startAttempt(effect)
      case 'cancel-attempt':
        return findAttempt(effect)?.cancel()
      case 'stop-attempt':
        return findAttempt(effect)?.release()
      case 'execute-command':
        return void executeCommand(effect).catch((cause: unknown) => onError(cause, effect.id))
      case 'end-run':
        return performForRun(effect, (run) => endRun(run, effect))
      case 'release-run':
        return performForRun(effect, (run) => releaseRun(run, effect))
      case 'drop-run':
        handles.delete(toKey(effect))
    }
  }

  const claim = async ({ reason, ids, max, maxIdleWorkspaces }: Effect<'claim'>): Promise<void> => {
    const runs =
      reason === 'queued'
        ? await leases.claimQueued(max, name, { maxIdleWorkspaces, capacity })
        : await leases.claim(ids, name, {
            max,
            maxIdleWorkspaces,
            capacity: reason === 'canceled' ? undefined : capacity,
          })
    for (const run of runs) {
      handles.set(toKey(run), {
        ...run,
        record: [],
        names: new Map(),
        originalRecord: undefined,
        attempt: undefined,
        trace: spans && { ...toRunSpan(run.id), sampled: true },
        eventListener: undefined,
        pendingWrites: Promise.resolve(),
      })
    }
    const claimedLeases = runs.map(({ id, lease, isCanceled, retryOf }) => {
      return { id, lease, isCanceled, isFresh: lease === 1 && retryOf === undefined }
    })
    dispatch({ type: 'claimed', reason, ids, runs: claimedLeases })
  }

  /**
   * Finds work that no notification has announced: abandoned runs, runs that are due, and commands without a result.
   */
  const poll = async ({ heldRunIds, endedWaits, waits }: Effect<'poll'>): Promise<void> => {
    for (const { run: runId, until } of endedWaits) {
      // If the wall clock was set back, the wait has ended on the monotonic clock but not on the wall clock.
      const isPendingOnWallClock = until > clock.now() && (await leases.findState(runId)) === 'waiting'
      if (isPendingOnWallClock) await controls.add(runId, { kind: 'wait-ended', until })
    }
    // If the wall clock was set forward, these waits have ended on the wall clock but not on the monotonic clock.
    const unfinishedWaits = waits.filter(({ until }) => until <= clock.now())
    const resumableIds = await leases.listResumable(maxListedRuns, unfinishedWaits)
    const commands = await controls.listPending(heldRunIds)
    const wakeTime = await leases.findNextWakeTime(unfinishedWaits)
    const nextWakeMs = wakeTime === undefined ? undefined : wakeTime - clock.now()
    dispatch({ type: 'polled', resumable: resumableIds, commands, endedWaits, nextWakeMs })
  }

  const readRecord = async (run: RunHandle): Promise<void> => {
    const { id, lease, retryOf } = run
    // Wait for pending writes of an earlier attempt, because later events must follow them.
    await run.pendingWrites
    run.record = await readDecryptedRecord(run, id)
    if (retryOf !== undefined) run.originalRecord ??= await readDecryptedRecord(run, retryOf)
    const commands = await withRetry(() => controls.listPending([id]))
    dispatch({ type: 'record-read', id, lease, record: summarizeRecord(run.record), commands })
  }

  const readDecryptedRecord = async (run: RunHandle, id: string): Promise<readonly RunEvent[]> => {
    const { events, names } = await withRetry(() => getRuns(run).readRecord(id))
    for (const [personName, sealedName] of names) run.names.set(personName, sealedName)
    return events
  }

  const startAttempt = ({
    id,
    lease,
    isFirstAttempt,
    isIsolated,
    isCanceled,
    commands,
  }: Effect<'start-attempt'>): void => {
    const run = handles.get(toKey({ id, lease }))!
    run.eventListener = spans?.createListener(run, run.record)
    const task: RunTask = defined({
      id,
      workspace: run.workspace,
      workflowId: run.workflowId,
      request: run.request,
      workflowIds: [run.workflowId, ...run.subWorkflowIds],
      record: run.record,
      isCanceled,
      isFirstAttempt,
      shouldMigrate: commands.some(({ command }) => command.kind === 'migrate'),
      waitedUntil: Math.max(0, ...commands.map(({ command }) => (command.kind === 'wait-ended' ? command.until : 0))),
      originalRecord: run.originalRecord,
    })
    runWithTrace(run.trace, () => {
      run.attempt = executor.perform(task, createHost(run), { isIsolated })
    })
    // A record may be large, and the attempt has its own reference to it.
    run.record = []
    void run.attempt!.outcome.then((outcome) => dispatch({ type: 'attempt-ended', id, lease, outcome }))
  }

  const write = async (run: RunHandle, unsealedEvents: SerializedEvents): Promise<void> => {
    const events = { ...unsealedEvents, bodies: sealNames(unsealedEvents.bodies, run.names) }
    const appendPromise = runWithTrace(run.trace, () => writer.append(run, events))
    run.pendingWrites = Promise.allSettled([run.pendingWrites, appendPromise])
    await appendPromise
    if (events.status !== undefined) logState(run, events.status)
    if (run.hasConcurrencyKey && events.status !== undefined && isFinalRunState(events.status))
      notifications.notifyWork()
    run.eventListener?.(events.bodies.map((body) => JSON.parse(body) as RunEvent))
  }

  const logState = ({ id, workflowId, workspace }: RunHandle, status: RunState): void => {
    const level = status === 'failed' ? 'warn' : 'info'
    if (!log.isEnabled(level)) return
    const { traceId, spanId } = toRunSpan(id)
    log.write(level, `run ${status}`, {
      logger: 'runs',
      context: { workflow_id: workflowId, execution_id: id },
      run_id: id,
      workspace,
      trace_id: traceId,
      span_id: spanId,
    })
  }

  const createHost = (run: RunHandle): ExecutorHost => ({
    async append(events) {
      try {
        await write(run, events)
      } catch (cause) {
        if (!(cause instanceof LostLeaseError)) onError(cause, run.id)
        throw cause
      }
    },
    async storeTables(tables) {
      const storedTables = await store.forWorkspace(run.workspace).results.add(run.id, run.lease, tables)
      const isStored = await runWithTrace(run.trace, () => withRetry(() => leases.storeTables(run, storedTables)))
      if (!isStored) throw new LostLeaseError(`Another worker holds the lease for run ${run.id}.`)
    },
    onProgress: notifications.notifyProgress,
    onError: (cause) => onError(cause, run.id),
  })

  const endRun = async (run: RunHandle, { id, lease, reason, problem }: Effect<'end-run'>): Promise<void> => {
    const events =
      reason === 'canceled'
        ? createCancellationEvents(run.record, clock.now)
        : createInterruptionEvents(run.record, clock.now, problem)
    await write(run, serializeEvents(events))
    dispatch({ type: 'run-ended', id, lease })
  }

  const releaseRun = async (
    _: RunHandle,
    { id, lease, outcome, shouldNotify }: Effect<'release-run'>,
  ): Promise<void> => {
    const waitState =
      outcome.kind === 'waits'
        ? { wakesAt: outcome.wake?.at, events: outcome.events }
        : outcome.kind === 'stuck'
          ? { problem: JSON.stringify(outcome.problem) }
          : undefined
    await withRetry(() => leases.release([defined({ id, lease, waitState })]))
    notifications.notifyEvents(id, -1)
    // Notify other workers now, so that they do not have to wait for their next poll to find the run.
    if (shouldNotify) notifications.notifyCommand(id)
    dispatch({ type: 'run-released', id, lease, outcome })
    if (outcome.kind !== 'waits') return
    // Commands may have arrived while the run was being released. A poll finds them.
    const commands = await controls.listPending([id])
    if (commands.length > 0) dispatch({ type: 'command-announced' })
  }

  const executeCommand = async ({ id, lease, pendingCommand }: Effect<'execute-command'>): Promise<void> => {
    const { command, sealedName } = pendingCommand
    if (sealedName !== undefined && command.kind === 'decide' && command.decision.by !== undefined)
      handles.get(toKey({ id, lease }))!.names.set(command.decision.by, sealedName)
    const problem = await findAttempt({ id, lease })!.control(command)
    const isReleased = problem?.code === 'run.not-active'
    const currentState = isReleased ? await leases.findState(id) : undefined
    if (currentState && !isFinalRunState(currentState)) {
      return dispatch({ type: 'command-returned', id, lease, commandId: pendingCommand.id })
    }
    await controls.storeResult(pendingCommand.id, isReleased ? createNotWaitingProblem(id) : problem)
    notifications.notifyCommandResult(pendingCommand.id)
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
    listActiveRunIds: () => [...state.runs.keys()],
    async close() {
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

type Effect<Type extends WorkerEffect['type']> = Extract<WorkerEffect, { type: Type }>

const toKey = ({ id, lease }: HeldLease): string => `${id}#${lease}`
