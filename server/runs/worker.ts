import type { Clock } from '@aw-flow/engine'
import { foldRun, interruptedTooOften, maxInterruptions, isEnded, type Problem, type RunEvent } from '@aw-flow/schema'
import { onBehalfOf, type TraceParent } from '../operation/current-trace.ts'
import { runSpan, type RunSpans, type RunWatch } from '../operation/run-spans.ts'
import type { Store } from '../store/open-store.ts'
import type { ClaimedRun, Held } from '../store/run-leases.ts'
import type { RunControlRow } from '../store/run-controls.ts'
import { together } from '../store/together.ts'
import { untilDatabaseAnswers } from '../store/until-database-answers.ts'
import { endOfCancelled, endOfInterrupted } from './end-interrupted-run.ts'
import type { JobQueue } from './job-queue.ts'
import { createJournalWriter, LostLease } from './journal-writer.ts'
import type { WrittenTable } from './keep-result-tables.ts'
import { notDecided } from './not-at-work.ts'
import type { RunTask } from './perform-run.ts'
import { writtenEvents, type WrittenEvents } from './written-events.ts'
import type { AttemptOutcome, RunAttempt, RunPlaces } from './run-places.ts'
import type { RunNews } from './run-news.ts'

/** Takes runs up and has them performed, as many at a time as it may. */
export interface RunWorker {
  /** The runs that it is at work on. */
  active(): string[]
  /** Lets go of everything at once: others, or the next start, go on with it. */
  close(): Promise<void>
}

export interface RunWorkerOptions {
  store: Store
  queue: JobQueue
  news: RunNews
  places: RunPlaces
  clock: Clock
  /** Of this process, in the database. */
  name: string
  /** Runs at a time. */
  atOnce: number
  /** Told of the runs that it works on. */
  spans?: RunSpans | undefined
  /** Told of what goes wrong on our side, outside the run's own record. */
  onFault(cause: unknown, run: string): void
}

interface Active extends Held {
  job: string | undefined
  attempt: RunAttempt | undefined
  isCancelled: boolean
  /** What its statements stand under, where spans are sent. */
  trace: TraceParent | undefined
  /** Told its events as they are kept, where somebody watches. */
  watch: RunWatch | undefined
  /** What is asked of it, and is being answered. */
  asked: Set<string>
  /** Settled when what it has written so far is kept, or refused. */
  written: Promise<unknown>
  done: Promise<void>
}

/** Between two looks for what nobody told of, and between two signs of life; in milliseconds. */
const lookEvery = 2_000
const beatEvery = 3_000

/** Opens a worker. Fulfilled when it has taken up what was waiting. */
export async function openWorker(options: RunWorkerOptions): Promise<RunWorker> {
  const { store, queue, news, places, clock, name, atOnce, spans, onFault } = options
  const { leases, controls } = store
  const active = new Map<string, Active>()
  /** What a run does while the database is away waits for it, and does not fail. */
  const patiently = <T>(what: () => Promise<T>): Promise<T> =>
    untilDatabaseAnswers(what, { isOver: () => closed, onGone: (cause) => onFault(cause, '') })
  const writer = createJournalWriter({ leases, onKept: news.events, onFault: (cause) => onFault(cause, '') })
  let closed = false
  let filling: Promise<void> | undefined
  let isFilling = false
  let again = false
  let lookTimer: NodeJS.Timeout | undefined
  let lookAt = Infinity
  /** The queue had less than was asked for, and nobody has said since that there is more. */
  let isDrained = false
  /** What was begun and nobody is at work on: it comes before what has not begun, however much of that there is. */
  let left: string[] = []
  const finish = together<string>((jobs) => queue.done(jobs))
  const settling = new Set<Promise<void>>()

  /** Jobs that are done go together; new room is filled at once, where there may be something for it. */
  const settle = (job: string | undefined): void => {
    if (job !== undefined) {
      const settled = finish(job)
        .catch((cause: unknown) => onFault(cause, ''))
        .finally(() => settling.delete(settled))
      settling.add(settled)
    }
    if (!isDrained || left.length > 0 || queue.isLimited) fill()
  }

  const fill = (): void => {
    if (closed) return
    again = true
    isDrained = false
    if (isFilling) return
    isFilling = true
    filling = onBehalfOf(undefined, fillRoom)
  }

  const fillRoom = async (): Promise<void> => {
    try {
      while (again) {
        again = false
        const free = atOnce - active.size
        if (closed || free <= 0) return
        const first = left.splice(0, free)
        if (first.length > 0) {
          await begin(first, new Map())
          again = true
          continue
        }
        const jobs = await queue.take(free)
        if (jobs.length > 0) {
          await begin(
            jobs.map(({ run }) => run),
            new Map(jobs.map(({ run, job }) => [run, job])),
          )
        }
        // Who adds to it says so; meanwhile some may have.
        if (jobs.length < free && !again) isDrained = true
        else again = true
      }
    } catch (cause) {
      onFault(cause, '')
    } finally {
      // In the same turn as the last look at what is asked for.
      isFilling = false
    }
  }

  /** Takes runs up that are free. The jobs of the others say nothing that is true any more. */
  const begin = async (runs: readonly string[], jobs: ReadonlyMap<string, string>): Promise<void> => {
    // One of our own whose signs of life came late, since the database was away, would be taken from ourselves.
    const ours = runs.filter((id) => active.has(id))
    for (const id of ours) active.get(id)!.job ??= jobs.get(id)
    const others = runs.filter((id) => !active.has(id))
    const claimed = closed ? [] : await leases.claim(others, name)
    const held = new Set(claimed.map(({ id }) => id))
    for (const [run, job] of jobs) if (!held.has(run) && active.get(run)?.job !== job) settle(job)
    for (const claim of claimed) {
      const run: Active = {
        id: claim.id,
        lease: claim.lease,
        job: jobs.get(claim.id),
        attempt: undefined,
        isCancelled: claim.isCancelled,
        trace: spans && { ...runSpan(claim.id), sampled: true },
        watch: undefined,
        asked: new Set(),
        written: Promise.resolve(),
        done: Promise.resolve(),
      }
      active.set(claim.id, run)
      run.done = onBehalfOf(run.trace, () => work(run, claim))
        .catch((cause: unknown) => onFault(cause, claim.id))
        .finally(() => {
          if (active.get(claim.id) === run) active.delete(claim.id)
          settle(run.job)
        })
    }
  }

  const write = async (run: Active, events: WrittenEvents): Promise<void> => {
    const kept = onBehalfOf(run.trace, () => writer.append(run, events))
    run.written = Promise.allSettled([run.written, kept]).then(() => undefined)
    await kept
    run.watch?.(events.bodies.map((body) => JSON.parse(body) as RunEvent))
  }
  const append = (run: Active, events: readonly RunEvent[]): Promise<void> => write(run, writtenEvents(events))

  const work = async (run: Active, { workflowId, request, retryOf }: ClaimedRun): Promise<void> => {
    const isFresh = run.lease === 1 && retryOf === undefined
    let inVain = 0
    let before = -1
    for (let attempt = 1; ; attempt++) {
      // Of a process that was given up, too: what comes next stands behind it.
      await run.written
      const record = isFresh && attempt === 1 ? [] : await patiently(() => store.runs.events(run.id))
      inVain = record.length === before ? inVain + 1 : 0
      before = record.length
      run.watch = spans?.watch({ id: run.id, workflowId }, record)
      const open = isFresh && attempt === 1 ? [] : await patiently(() => controls.open([run.id]))
      if (run.isCancelled && attempt > 1) {
        if (isEnded(foldRun(record).state)) return
        await append(run, endOfCancelled(record, clock.now))
        return
      }
      const isIdle = foldRun(record).state === 'waiting'
      // Who dies before the first word of the run does so for ever.
      if (!isIdle && !run.isCancelled && (interruptedTooOften(record) || inVain >= maxInterruptions)) {
        await append(run, endOfInterrupted(record, clock.now))
        return
      }
      const original = retryOf === undefined ? undefined : await patiently(() => store.runs.events(retryOf))
      const task: RunTask = {
        id: run.id,
        workflowId,
        request,
        record,
        isCancelled: run.isCancelled,
        isFirst: run.lease === 1 && attempt === 1,
        migrate: open.some(({ ask }) => ask.kind === 'migrate'),
        ...(original ? { original } : {}),
      }
      if (closed) return leave(run, { kind: 'broken' })
      run.attempt = places.perform(task, hostOf(run), { alone: attempt > 1 || resumedInVain(record) })
      for (const control of open) void answer(run, control)
      if (run.isCancelled) run.attempt.cancel()
      const outcome = await run.attempt.outcome
      if (outcome.kind !== 'died' || closed) return leave(run, outcome)
      if (outcome.problem) {
        await run.written
        const told = await patiently(() => store.runs.events(run.id))
        if (isEnded(foldRun(told).state)) return
        return append(run, endOfInterrupted(told, clock.now, outcome.problem))
      }
    }
  }

  const leave = async (run: Active, outcome: AttemptOutcome): Promise<void> => {
    if (outcome.kind === 'ended') return
    const waits =
      outcome.kind === 'waits'
        ? { wakesAt: outcome.wakesAt }
        : outcome.kind === 'stuck'
          ? { problem: JSON.stringify(outcome.problem) }
          : undefined
    await patiently(() => leases.leave([{ id: run.id, lease: run.lease, ...(waits ? { waits } : {}) }]))
    news.events(run.id, -1)
    // Others need not come upon what is handed over with their next look.
    if (closed) news.asked(run.id)
    active.delete(run.id)
    // It was cancelled while it left, and nobody is told again.
    if (outcome.kind === 'waits' && run.isCancelled) return begin([run.id], new Map())
    if (outcome.kind === 'waits' && outcome.wakesAt !== undefined) lookBefore(outcome.wakesAt)
    // What was asked of it while it left is asked again.
    if (outcome.kind === 'waits' && (await controls.open([run.id])).length > 0) lookBefore(clock.now())
  }

  const hostOf = (run: Active) => ({
    async append(events: WrittenEvents): Promise<void> {
      try {
        await write(run, events)
      } catch (cause) {
        if (!(cause instanceof LostLease)) onFault(cause, run.id)
        throw cause
      }
    },
    async keepTables(tables: readonly WrittenTable[]): Promise<void> {
      const kept = await store.results.keep(run.id, run.lease, tables)
      const isKept = await onBehalfOf(run.trace, () => patiently(() => leases.keepTables(run, kept)))
      if (!isKept) throw new LostLease(`Another worker has taken run ${run.id}.`)
    },
    progress: news.progress,
    fault: (cause: unknown) => onFault(cause, run.id),
  })

  const answer = async (run: Active, { id, ask }: RunControlRow): Promise<void> => {
    if (run.asked.has(id) || !run.attempt) return
    run.asked.add(id)
    const problem = await run.attempt.ask(ask)
    // It has just left: whoever takes it up next is asked.
    if (problem?.code === 'run.not-here' && (await store.runs.find(run.id))?.status === 'waiting') return
    await tell(id, problem?.code === 'run.not-here' ? notDecided(run.id) : problem)
  }
  const tell = async (id: string, problem: Problem | undefined): Promise<void> => {
    await controls.answer(id, problem)
    news.answered(id)
  }

  const cancel = (run: Active | undefined): void => {
    if (!run || run.isCancelled) return
    run.isCancelled = true
    run.attempt?.cancel()
  }

  /** What nobody told of: runs whose worker is gone, whose time has come, of which something is asked. */
  const look = async (): Promise<void> => {
    const due = (await leases.due(200)).filter(({ id }) => !active.has(id))
    // What was begun goes on without a job: that of a worker that is gone may still be held for it.
    const isLeft = ({ isBegun, isWaiting }: (typeof due)[number]): boolean => isBegun && !(isWaiting && queue.isLimited)
    left = due.filter(isLeft).map(({ id }) => id)
    await queue.add(due.filter((run) => !isLeft(run)))
    for (const control of await controls.open([...active.keys()])) {
      const run = active.get(control.run)
      if (run) void answer(run, control).catch((cause: unknown) => onFault(cause, run.id))
    }
    fill()
  }
  const lookLater = async (): Promise<void> => {
    const wake = await leases.nextWake().catch(() => undefined)
    lookAt = Infinity
    lookBefore(Math.min(wake ?? Infinity, clock.now() + lookEvery))
  }
  const lookBefore = (time: number): void => {
    if (closed || time >= lookAt) return
    lookAt = time
    clearTimeout(lookTimer)
    lookTimer = setTimeout(
      () => {
        onBehalfOf(undefined, look)
          .catch((cause: unknown) => onFault(cause, ''))
          .finally(() => void lookLater())
      },
      Math.max(0, time - clock.now()),
    )
  }

  const beat = async (): Promise<void> => {
    const held = [...active.values()]
    const alive = await leases.beat(held)
    await queue.beat(held.flatMap(({ job }) => job ?? []))
    for (const run of held) {
      const found = alive.get(run.id)
      if (!found) run.attempt?.letGo()
      else if (found.isCancelled) cancel(run)
    }
  }
  const beating = setInterval(() => void beat().catch((cause: unknown) => onFault(cause, '')), beatEvery)

  const unlisten = news.listen({
    work: fill,
    asked: () => lookBefore(clock.now()),
    cancelled(id) {
      if (active.has(id)) cancel(active.get(id))
      // One that nobody is at work on is ended beside the others: that takes no place from them.
      // One that is just being taken up here is cancelled when it is.
      else {
        begin([id], new Map()).then(
          () => cancel(active.get(id)),
          (cause: unknown) => onFault(cause, id),
        )
      }
    },
    missed: () => lookBefore(clock.now()),
  })
  await look()
  await filling
  void lookLater()
  return {
    active: () => [...active.keys()],
    async close() {
      closed = true
      clearTimeout(lookTimer)
      clearInterval(beating)
      unlisten()
      writer.close()
      for (const { attempt } of active.values()) attempt?.letGo()
      await filling
      await Promise.all([...active.values()].map(({ done }) => done))
      await Promise.all(settling)
      await places.close()
    },
  }
}

/** Whether a run was gone on with, and interrupted once more at the same place: it may be the reason. */
function resumedInVain(record: readonly RunEvent[]): boolean {
  const last = record.findLastIndex(({ type }) => type.startsWith('node-') && type !== 'node-started')
  return record.slice(last + 1).some(({ type }) => type === 'run-resumed')
}
