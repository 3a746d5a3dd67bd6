import type { Clock } from '@aw-flow/engine'
import { foldRun, isInterruptedTooOften, maxInterruptions, isEnded, type RunEvent } from '@aw-flow/schema'
import { runWithTrace, type TraceParent } from '../operation/current-trace.ts'
import { toRunSpan, type RunSpans, type RunWatch } from '../operation/run-spans.ts'
import type { Store } from '../store/open-store.ts'
import type { ClaimedRun, HeldLease } from '../store/runs/run-leases.ts'
import type { RunControlRow } from '../store/runs/run-controls.ts'
import { batch } from '../store/concurrency/batch.ts'
import { retryWhileDatabaseIsDown } from '../store/database/retry-while-down.ts'
import { createCancellationEvents, createInterruptionEvents } from './end-interrupted-run.ts'
import type { JobQueue } from './job-queue.ts'
import { createJournalWriter, LostLeaseError } from './journal-writer.ts'
import type { WrittenTable } from './write-result-tables.ts'
import { createNotWaitingProblem } from './run-problems.ts'
import type { RunTask } from './perform-run.ts'
import { serializeEvents, type SerializedEvents } from './serialized-events.ts'
import type { AttemptOutcome, RunAttempt, RunExecutor } from './run-executor.ts'
import type { RunNotifications } from './run-notifications.ts'

/** Claims runs and executes them, up to its concurrency limit. */
export interface RunWorker {
  /** The runs in progress. */
  active(): string[]
  /** Releases all runs immediately: other workers, or the next start, continue them. */
  close(): Promise<void>
}

export interface RunWorkerOptions {
  store: Store
  queue: JobQueue
  notifications: RunNotifications
  executor: RunExecutor
  clock: Clock
  /** Name of this process in the database. */
  name: string
  /** Maximum concurrent runs. */
  maxRuns: number
  /** Exports its runs as spans. */
  spans?: RunSpans | undefined
  /** Reports internal errors outside the record of the run. */
  onFault(cause: unknown, run: string): void
}

interface ActiveRun extends HeldLease {
  job: string | undefined
  attempt: RunAttempt | undefined
  isCancelled: boolean
  /** Parent span of its statements; `undefined` without tracing. */
  trace: TraceParent | undefined
  /** Receives its events when they are stored; `undefined` without tracing. */
  watch: RunWatch | undefined
  /** Commands that are being executed. */
  commands: Set<string>
  /** Settles when all events written so far are stored or rejected. */
  pendingWrites: Promise<unknown>
  done: Promise<void>
}

/** Intervals of polling and of heartbeats, in ms. */
const pollIntervalMs = 2_000
const heartbeatIntervalMs = 3_000

/** Opens a worker. Resolves when it has claimed the runs that are due. */
export async function openWorker(options: RunWorkerOptions): Promise<RunWorker> {
  const { store, queue, notifications, executor, clock, name, maxRuns, spans, onFault } = options
  const { leases, controls } = store
  const active = new Map<string, ActiveRun>()
  /** Waits while the database is down instead of failing the run. */
  const withRetry = <T>(work: () => Promise<T>): Promise<T> =>
    retryWhileDatabaseIsDown(work, { isStopped: () => isClosed, onUnavailable: (cause) => onFault(cause, '') })
  const writer = createJournalWriter({
    leases,
    onWritten: notifications.notifyEvents,
    onFault: (cause) => onFault(cause, ''),
  })
  let isClosed = false
  let fillPromise: Promise<void> | undefined
  let isFilling = false
  let shouldFillAgain = false
  let pollTimer: NodeJS.Timeout | undefined
  /** Time of the next poll on the monotonic clock, in ms. */
  let nextPollAt = Infinity
  /** Runs that this worker released until a time. `endsAt` is that time on the monotonic clock, in ms. */
  const timedWaits = new Map<string, { until: number; endsAt: number }>()
  /** Whether the queue had fewer jobs than requested, and no new work has been announced since. */
  let isDrained = false
  /** Interrupted runs. They are claimed before queued runs, regardless of the queue's length. */
  let interrupted: string[] = []
  const complete = batch<string>((jobs) => queue.complete(jobs))
  const pendingCompletions = new Set<Promise<void>>()

  /** Completes a job, batched with others, and claims new runs if there may be some. */
  const settle = (job: string | undefined): void => {
    if (job !== undefined) {
      const settled = complete(job)
        .catch((cause: unknown) => onFault(cause, ''))
        .finally(() => pendingCompletions.delete(settled))
      pendingCompletions.add(settled)
    }
    if (!isDrained || interrupted.length > 0 || queue.isLimited) fill()
  }

  const fill = (): void => {
    if (isClosed) return
    shouldFillAgain = true
    isDrained = false
    if (isFilling) return
    isFilling = true
    fillPromise = runWithTrace(undefined, claimUpToLimit)
  }

  const claimUpToLimit = async (): Promise<void> => {
    try {
      while (shouldFillAgain) {
        shouldFillAgain = false
        const freeSlots = maxRuns - active.size
        if (isClosed || freeSlots <= 0) return
        const interruptedRuns = interrupted.splice(0, freeSlots)
        if (interruptedRuns.length > 0) {
          await claim(interruptedRuns, new Map())
          shouldFillAgain = true
          continue
        }
        const jobs = await queue.claim(freeSlots)
        if (jobs.length > 0) {
          await claim(
            jobs.map(({ run }) => run),
            new Map(jobs.map(({ run, job }) => [run, job])),
          )
        }
        // New work is announced by a notification, which may have arrived in the meantime.
        if (jobs.length < freeSlots && !shouldFillAgain) isDrained = true
        else shouldFillAgain = true
      }
    } catch (cause) {
      onFault(cause, '')
    } finally {
      // Must run in the same event loop iteration as the last check of `shouldFillAgain`.
      isFilling = false
    }
  }

  /** Claims runs that are free. Jobs of other runs are outdated and completed. */
  const claim = async (runs: readonly string[], jobs: ReadonlyMap<string, string>): Promise<void> => {
    // A run of this worker whose heartbeats were late, because the database was down, must not be claimed again.
    const ownRuns = runs.filter((id) => active.has(id))
    for (const id of ownRuns) active.get(id)!.job ??= jobs.get(id)
    const otherRuns = runs.filter((id) => !active.has(id))
    const claimed = isClosed ? [] : await leases.claim(otherRuns, name)
    const claimedIds = new Set(claimed.map(({ id }) => id))
    for (const [run, job] of jobs) if (!claimedIds.has(run) && active.get(run)?.job !== job) settle(job)
    for (const claimedRun of claimed) {
      const run: ActiveRun = {
        id: claimedRun.id,
        lease: claimedRun.lease,
        job: jobs.get(claimedRun.id),
        attempt: undefined,
        isCancelled: claimedRun.isCancelled,
        trace: spans && { ...toRunSpan(claimedRun.id), sampled: true },
        watch: undefined,
        commands: new Set(),
        pendingWrites: Promise.resolve(),
        done: Promise.resolve(),
      }
      active.set(claimedRun.id, run)
      timedWaits.delete(claimedRun.id)
      run.done = runWithTrace(run.trace, () => perform(run, claimedRun))
        .catch((cause: unknown) => onFault(cause, claimedRun.id))
        .finally(() => {
          if (active.get(claimedRun.id) === run) active.delete(claimedRun.id)
          settle(run.job)
        })
    }
  }

  const write = async (run: ActiveRun, events: SerializedEvents): Promise<void> => {
    const stored = runWithTrace(run.trace, () => writer.append(run, events))
    run.pendingWrites = Promise.allSettled([run.pendingWrites, stored]).then(() => undefined)
    await stored
    run.watch?.(events.bodies.map((body) => JSON.parse(body) as RunEvent))
  }
  const append = (run: ActiveRun, events: readonly RunEvent[]): Promise<void> => write(run, serializeEvents(events))

  const perform = async (run: ActiveRun, { workflowId, request, retryOf }: ClaimedRun): Promise<void> => {
    const isFresh = run.lease === 1 && retryOf === undefined
    let attemptsWithoutEvents = 0
    let previousLength = -1
    for (let attempt = 1; ; attempt++) {
      // Also waits for events of an abandoned process, because later events must follow them.
      await run.pendingWrites
      const record = isFresh && attempt === 1 ? [] : await withRetry(() => store.runs.events(run.id))
      attemptsWithoutEvents = record.length === previousLength ? attemptsWithoutEvents + 1 : 0
      previousLength = record.length
      run.watch = spans?.watch({ id: run.id, workflowId }, record)
      const unansweredCommands =
        isFresh && attempt === 1 ? [] : await withRetry(() => controls.listUnanswered([run.id]))
      if (run.isCancelled && attempt > 1) {
        if (isEnded(foldRun(record).state)) return
        await append(run, createCancellationEvents(record, clock.now))
        return
      }
      const isIdle = foldRun(record).state === 'waiting'
      // A run that crashes its process before the first event would crash it on every retry.
      const isHopeless = isInterruptedTooOften(record) || attemptsWithoutEvents >= maxInterruptions
      if (!isIdle && !run.isCancelled && isHopeless) {
        await append(run, createInterruptionEvents(record, clock.now))
        return
      }
      const original = retryOf === undefined ? undefined : await withRetry(() => store.runs.events(retryOf))
      const task: RunTask = {
        id: run.id,
        workflowId,
        request,
        record,
        isCancelled: run.isCancelled,
        isFirst: run.lease === 1 && attempt === 1,
        migrate: unansweredCommands.some(({ command }) => command.kind === 'migrate'),
        waitedUntil: Math.max(
          0,
          ...unansweredCommands.map(({ command }) => (command.kind === 'wait-ended' ? command.until : 0)),
        ),
        ...(original ? { original } : {}),
      }
      if (isClosed) return releaseRun(run, { kind: 'broken' })
      run.attempt = executor.perform(task, createHost(run), { alone: attempt > 1 || resumedWithoutProgress(record) })
      for (const control of unansweredCommands) void execute(run, control)
      if (run.isCancelled) run.attempt.cancel()
      const outcome = await run.attempt.outcome
      if (outcome.kind !== 'died' || isClosed) return releaseRun(run, outcome)
      if (outcome.problem) {
        await run.pendingWrites
        const storedEvents = await withRetry(() => store.runs.events(run.id))
        if (isEnded(foldRun(storedEvents).state)) return
        return append(run, createInterruptionEvents(storedEvents, clock.now, outcome.problem))
      }
    }
  }

  const releaseRun = async (run: ActiveRun, outcome: AttemptOutcome): Promise<void> => {
    if (outcome.kind === 'ended') return
    const waits =
      outcome.kind === 'waits'
        ? { wakesAt: outcome.wake?.at }
        : outcome.kind === 'stuck'
          ? { problem: JSON.stringify(outcome.problem) }
          : undefined
    await withRetry(() => leases.release([{ id: run.id, lease: run.lease, ...(waits ? { waits } : {}) }]))
    notifications.notifyEvents(run.id, -1)
    // Notifies other workers, so that they do not wait for their next poll.
    if (isClosed) notifications.notifyCommand(run.id)
    active.delete(run.id)
    // The run was canceled while it was being released. No further notification announces this.
    if (outcome.kind === 'waits' && run.isCancelled) return claim([run.id], new Map())
    if (outcome.kind === 'waits' && outcome.wake) {
      const { at, afterMs } = outcome.wake
      timedWaits.set(run.id, { until: at, endsAt: clock.elapsed() + afterMs })
      schedulePoll(afterMs)
    }
    // Commands that arrived while the run was being released are resent.
    if (outcome.kind === 'waits' && (await controls.listUnanswered([run.id])).length > 0) schedulePoll(0)
  }

  const createHost = (run: ActiveRun) => ({
    async append(events: SerializedEvents): Promise<void> {
      try {
        await write(run, events)
      } catch (cause) {
        if (!(cause instanceof LostLeaseError)) onFault(cause, run.id)
        throw cause
      }
    },
    async storeTables(tables: readonly WrittenTable[]): Promise<void> {
      const stored = await store.results.add(run.id, run.lease, tables)
      const isStored = await runWithTrace(run.trace, () => withRetry(() => leases.storeTables(run, stored)))
      if (!isStored) throw new LostLeaseError(`Another worker holds the lease of run ${run.id}.`)
    },
    progress: notifications.notifyProgress,
    fault: (cause: unknown) => onFault(cause, run.id),
  })

  const execute = async (run: ActiveRun, { id, command }: RunControlRow): Promise<void> => {
    if (run.commands.has(id) || !run.attempt) return
    run.commands.add(id)
    const problem = await run.attempt.control(command)
    const isReleased = problem?.code === 'run.not-here'
    const current = isReleased ? await store.runs.find(run.id) : undefined
    if (current && !isEnded(current.status)) {
      // The run has just been released by this process. The next process executes the command.
      run.commands.delete(id)
      return
    }
    await controls.answer(id, isReleased ? createNotWaitingProblem(run.id) : problem)
    notifications.notifyAnswer(id)
  }

  const cancel = (run: ActiveRun | undefined): void => {
    if (!run || run.isCancelled) return
    run.isCancelled = true
    run.attempt?.cancel()
  }

  /** Ends waits whose time has passed on the monotonic clock, but not on the wall clock, because it was set back. */
  const endWaits = async (): Promise<void> => {
    for (const [id, { until, endsAt }] of timedWaits) {
      if (endsAt > clock.elapsed()) continue
      const isOverdue = until > clock.now() && (await store.runs.find(id))?.status === 'waiting'
      if (isOverdue && !active.has(id)) await controls.add(id, { kind: 'wait-ended', until })
      timedWaits.delete(id)
    }
  }

  /** Finds work without notifications: runs of dead workers, runs that are due, and open commands. */
  const poll = async (): Promise<void> => {
    await endWaits()
    const dueRuns = (await leases.listDue(200)).filter(({ id }) => !active.has(id))
    // Interrupted runs continue without a job, because the job of a dead worker may still be active.
    const isInterrupted = ({ hasStarted, isWaiting }: (typeof dueRuns)[number]): boolean =>
      hasStarted && !(isWaiting && queue.isLimited)
    interrupted = dueRuns.filter(isInterrupted).map(({ id }) => id)
    await queue.add(dueRuns.filter((run) => !isInterrupted(run)))
    for (const control of await controls.listUnanswered([...active.keys()])) {
      const run = active.get(control.run)
      if (run) void execute(run, control).catch((cause: unknown) => onFault(cause, run.id))
    }
    fill()
  }
  const pollLater = async (): Promise<void> => {
    const wakeTime = await leases.findNextWakeTime().catch(() => undefined)
    nextPollAt = Infinity
    schedulePoll(wakeTime === undefined ? pollIntervalMs : wakeTime - clock.now())
  }
  /** Polls after a delay in ms or the polling interval, whichever is shorter, unless a poll is due earlier. */
  const schedulePoll = (afterMs: number): void => {
    const delayMs = Math.min(Math.max(0, afterMs), pollIntervalMs)
    const time = clock.elapsed() + delayMs
    if (isClosed || time >= nextPollAt) return
    nextPollAt = time
    clearTimeout(pollTimer)
    pollTimer = setTimeout(() => {
      runWithTrace(undefined, poll)
        .catch((cause: unknown) => onFault(cause, ''))
        .finally(() => void pollLater())
    }, delayMs)
  }

  const heartbeat = async (): Promise<void> => {
    const activeRuns = [...active.values()]
    const leaseStates = await leases.heartbeat(activeRuns)
    await queue.heartbeat(activeRuns.flatMap(({ job }) => job ?? []))
    for (const run of activeRuns) {
      const leaseState = leaseStates.get(run.id)
      if (!leaseState) run.attempt?.release()
      else if (leaseState.isCancelled) cancel(run)
    }
  }
  const heartbeatTimer = setInterval(
    () => void heartbeat().catch((cause: unknown) => onFault(cause, '')),
    heartbeatIntervalMs,
  )

  const unlisten = notifications.listen({
    onWork: fill,
    onCommand: () => schedulePoll(0),
    onCancel(id) {
      if (active.has(id)) cancel(active.get(id))
      // A canceled run without a worker is ended regardless of the concurrency limit, because this needs no capacity.
      // A run that is just being claimed here is canceled afterwards.
      else {
        claim([id], new Map()).then(
          () => cancel(active.get(id)),
          (cause: unknown) => onFault(cause, id),
        )
      }
    },
    onMissed: () => schedulePoll(0),
  })
  await poll()
  await fillPromise
  void pollLater()
  return {
    active: () => [...active.keys()],
    async close() {
      isClosed = true
      clearTimeout(pollTimer)
      clearInterval(heartbeatTimer)
      unlisten()
      writer.close()
      for (const { attempt } of active.values()) attempt?.release()
      await fillPromise
      await Promise.all([...active.values()].map(({ done }) => done))
      await Promise.all(pendingCompletions)
      await executor.close()
    },
  }
}

/** Whether a run was resumed and interrupted again at the same point, so that it may be the cause. */
function resumedWithoutProgress(record: readonly RunEvent[]): boolean {
  const last = record.findLastIndex(({ type }) => type.startsWith('node-') && type !== 'node-started')
  return record.slice(last + 1).some(({ type }) => type === 'run-resumed')
}
