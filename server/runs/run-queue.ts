import { nodeDigest } from '@aw-flow/data/node'
import {
  createTableLedger,
  resumeRun,
  runWorkflow,
  type Catalogue,
  type Clock,
  type Decision,
  type Outside,
  type RunControl,
  type Sandbox,
  type Tables,
} from '@aw-flow/engine'
import {
  error,
  foldRun,
  interruptedTooOften,
  isEnded,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
} from '@aw-flow/schema'
import type { RunRequest, RunSummary } from '../store/runs.ts'
import type { Store } from '../store/open-store.ts'
import { endOfInterrupted } from './end-interrupted-run.ts'
import { keepResultTables } from './keep-result-tables.ts'
import { createRunJournal } from './run-journal.ts'

/** Runs of this process: started, waited for, cancelled. What is known of a run is in the store. */
export interface RunQueue {
  /** Records a run and begins it as soon as there is room. */
  start(id: string, workflowId: string, request: RunRequest): Promise<RunSummary>
  /** Asks a run to stop. False where it is not under way here. */
  cancel(id: string): Promise<boolean>
  /** Decides an approval; answers why the decision does not count, where it does not. */
  decide(id: string, decision: Decision): Promise<Problem | undefined>
  /** Goes on with a run whose node types are gone with those that are here; answers why not, where it does not. */
  migrate(id: string): Promise<Problem | undefined>
  /** How far the running nodes are, by node id. */
  progress(id: string): Readonly<Record<string, RunProgress>>
  /** Why a run that an earlier process left does not go on here; its record stays as it is. */
  problem(id: string): Problem | undefined
  /** Lets go of everything at once: runs under way go on at the next start. */
  close(): Promise<void>
}

export interface RunQueueOptions {
  store: Store
  catalogue: Catalogue
  /** The world outside, as far as runs may reach it. */
  outside?: Outside
  /** Where the code of code nodes runs; without it they fail. */
  sandbox?: Sandbox
  /** Tables of one run; closed when it has ended. */
  openTables(): Promise<Tables>
  clock: Clock
  /** Runs at a time; the others wait in the order in which they came. */
  concurrency: number
  /** Told of what goes wrong on our side, outside the run's own record. */
  onFault(cause: unknown, run: string): void
}

interface ActiveRun {
  aborting: AbortController
  progress: Record<string, RunProgress>
  /** How to reach it while it is at work. */
  control?: RunControl
  /** What it has been gone on with for. */
  decision?: { made: Decision; answered(problem: Problem | undefined): void }
  /** It is gone on with the node types that are here. */
  migrate?: { answered(problem: Problem | undefined): void }
  problem?: Problem
  /** Set when it has left, since all that is left of it waits. */
  waits?: RunView
  done: Promise<void>
}

/** When a run that waits has something to do of itself; nothing where it waits for people or events alone. */
function wakesAt({ waiting = {} }: RunView): number | undefined {
  const times = Object.values(waiting).flatMap(({ waitFor }) =>
    waitFor.kind === 'time' ? [waitFor.until] : waitFor.deadline === undefined ? [] : [waitFor.deadline],
  )
  return times.length > 0 ? Math.min(...times) : undefined
}

/** Opens the queue: runs that an earlier process left, under way or waiting, go on in the order in which they came. */
export async function openRunQueue(options: RunQueueOptions): Promise<RunQueue> {
  const { store, clock, concurrency } = options
  const waiting: string[] = []
  const active = new Map<string, ActiveRun>()
  const stopped = new Map<string, Problem>()
  const timers = new Map<string, AbortController>()
  let closed = false

  const begin = (id: string, more: Partial<Pick<ActiveRun, 'aborting' | 'decision' | 'migrate'>> = {}): void => {
    timers.get(id)?.abort()
    const run: ActiveRun = {
      aborting: new AbortController(),
      progress: Object.create(null),
      done: Promise.resolve(),
      ...more,
    }
    active.set(id, run)
    run.done = execute(id, run, options, () => closed)
      .catch((cause: unknown) => options.onFault(cause, id))
      .finally(() => {
        active.delete(id)
        if (run.problem) stopped.set(id, run.problem)
        run.decision?.answered(run.problem ?? notDecided(id))
        run.migrate?.answered(run.problem ?? notStuck(id))
        if (run.waits && !closed) wakeLater(id, run.waits)
        fill()
      })
  }
  /** A run that waits holds nothing here but a timer, where it waits for a time. */
  const wakeLater = (id: string, view: RunView): void => {
    const at = wakesAt(view)
    if (at === undefined) return
    const timer = new AbortController()
    timers.set(id, timer)
    const wake = async (): Promise<void> => {
      // Timers take at most 24 days.
      for (let left = at - clock.now(); left > 0; left = at - clock.now()) {
        await clock.sleep(Math.min(left, 86_400_000), timer.signal)
      }
      timers.delete(id)
      waiting.push(id)
      fill()
    }
    wake().catch(() => undefined)
  }
  const fill = (): void => {
    while (active.size < concurrency) {
      const id = closed ? undefined : waiting.shift()
      if (id === undefined) return
      begin(id)
    }
  }

  for (const { id } of await store.runs.open()) {
    const events = await store.runs.events(id)
    const view = foldRun(events)
    if (view.state === 'waiting') wakeLater(id, view)
    else if (interruptedTooOften(events)) {
      await store.runs.append(id, endOfInterrupted(events, clock.now), { status: 'failed' })
    } else waiting.push(id)
  }
  fill()
  return {
    async start(id, workflowId, request) {
      const summary = await store.runs.add(id, workflowId, request)
      waiting.push(id)
      fill()
      return summary
    },
    async cancel(id) {
      const place = waiting.indexOf(id)
      const isBegun = place >= 0 && (await store.runs.events(id)).length > 0
      const now = waiting.indexOf(id)
      if (now >= 0) waiting.splice(now, 1)
      const isWaiting = (await store.runs.find(id))?.status === 'waiting'
      const isIdle = isWaiting && !active.has(id)
      if (isBegun || stopped.delete(id) || isIdle) {
        // Its record says what was under way: the engine ends it.
        const aborting = new AbortController()
        aborting.abort()
        begin(id, { aborting })
        return true
      }
      if (now >= 0) {
        const time = clock.now()
        const events: RunEvent[] = [
          { seq: 0, time, type: 'cancel-requested' },
          { seq: 1, time, type: 'run-cancelled' },
        ]
        await store.runs.append(id, events, { status: 'cancelled' })
        return true
      }
      const run = active.get(id)
      run?.aborting.abort()
      return run !== undefined
    },
    async decide(id, made) {
      for (;;) {
        const run = active.get(id)
        if (!run) {
          const status = (await store.runs.find(id))?.status
          if (active.has(id)) continue
          if (status !== 'waiting' || closed) return notDecided(id)
          return new Promise((answered) => begin(id, { decision: { made, answered } }))
        }
        if (!run.control && !run.decision) return new Promise((answered) => (run.decision = { made, answered }))
        const problem = await run.control?.decide(made)
        if (run.control && problem?.code !== 'run.not-here') return problem
        // It is just leaving, or about to be told of another decision.
        await run.done
      }
    },
    async migrate(id) {
      if (closed || active.has(id) || !stopped.delete(id)) return notStuck(id)
      return new Promise((answered) => begin(id, { migrate: { answered } }))
    },
    progress: (id) => active.get(id)?.progress ?? {},
    problem: (id) => stopped.get(id),
    async close() {
      closed = true
      for (const timer of timers.values()) timer.abort()
      for (const { aborting } of active.values()) aborting.abort()
      await Promise.all([...active.values()].map(({ done }) => done))
    },
  }
}

const notDecided = (id: string): Problem =>
  error('approval.not-waiting', `Run "${id}" waits for no approval.`, { hint: 'Look at the run as it stands now.' })

const notStuck = (id: string): Problem =>
  error('run.not-stuck', `Run "${id}" lacks no node type: there is nothing to migrate.`, {
    hint: 'Look at the run as it stands now.',
  })

/** The server lets go: what follows is not recorded, as if the process had ended. */
class Closed extends Error {}

async function execute(
  id: string,
  active: ActiveRun,
  { store, catalogue, openTables, clock, onFault, outside = {}, sandbox }: RunQueueOptions,
  isClosed: () => boolean,
): Promise<void> {
  const { aborting, progress } = active
  const request = await store.runs.request(id)
  const workflowId = (await store.runs.find(id))?.workflowId
  let tables: Tables | undefined
  let broken = false
  const keepTables = async (record: readonly RunEvent[]): Promise<Problem | undefined> => {
    try {
      const kept = tables ? await keepResultTables(foldRun(record), tables, store.resultFolder(id)) : []
      await store.runs.keepTables(id, kept)
      return undefined
    } catch (cause) {
      onFault(cause, id)
      const reason = cause instanceof Error ? cause.message : String(cause)
      const hint = 'Look whether the disk is full, then start the run again.'
      return error('run.result-not-kept', `The result could not be written: ${reason}.`, { hint })
    }
  }
  const stored = createRunJournal(store.runs, id, async (record, end) => {
    const problem = await keepTables(record)
    return problem ? { seq: end.seq, time: end.time, type: 'run-failed', failed: [], problem } : end
  })
  const journal: typeof stored = {
    ...stored,
    async append(events) {
      if (isClosed()) throw new Closed()
      try {
        await stored.append(events)
      } catch (cause) {
        // Without a record the run must not go on; it does at the next start.
        broken = true
        throw cause
      }
    },
  }
  const failed = async (code: string, message: string, cause: unknown): Promise<void> => {
    onFault(cause, id)
    if (broken || isClosed()) return
    const reason = cause instanceof Error ? cause.message : String(cause)
    const problem = error(code, `${message}: ${reason}.`, { hint: 'Start the run again; if it stays, see the log.' })
    const seq = (await store.runs.events(id)).length
    const end: RunEvent = { seq, time: clock.now(), type: 'run-failed', failed: [], problem }
    await store.runs.append(id, [end], { status: 'failed' })
  }
  let opened: Tables
  try {
    opened = await openTables()
    tables = opened
  } catch (cause) {
    return failed('run.no-tables', 'The data engine did not start', cause)
  }
  const ports = {
    catalogue,
    tables: opened,
    ledger: createTableLedger((table) => opened.drop(table)),
    // Nobody looks at the tables on the way.
    hold: 'needed' as const,
    files: store.files,
    outside,
    ...(sandbox ? { sandbox } : {}),
    clock,
    digest: nodeDigest,
    signal: aborting.signal,
    journal,
    // While people, time or events are waited for nothing of the run is held here.
    whenIdle: 'leave' as const,
    onControl(control: RunControl) {
      active.control = control
      active.migrate?.answered(undefined)
      delete active.migrate
      const { decision } = active
      delete active.decision
      if (decision) void control.decide(decision.made).then(decision.answered)
    },
    onProgress: (told: RunProgress) => {
      progress[told.node] = told
    },
  }
  try {
    const { events } = await journal.read()
    let record: readonly RunEvent[]
    if (events.length === 0) {
      record = await runWorkflow({ ...ports, ...request, run: id, ...(workflowId === undefined ? {} : { workflowId }) })
    } else {
      const resumed = await resumeRun({ ...ports, migrate: active.migrate !== undefined })
      if (resumed.problem) {
        active.problem = resumed.problem
        await store.runs.setStatus(id, 'waiting')
        return
      }
      record = resumed.record
    }
    const view = foldRun(record)
    if (!isEnded(view.state)) {
      await store.runs.setStatus(id, 'waiting')
      active.waits = view
    }
  } catch (cause) {
    if (cause instanceof Closed) return
    await failed('run.internal', 'The engine broke off', cause)
  } finally {
    await opened.close()
  }
}
