import { message } from '@aw-flow/messages'
import { emptyRunView, foldRun, type RunView } from './fold-run.ts'
import { issueMessage } from '../wire/issue-message.ts'
import { error, type Problem } from '../wire/problem.ts'
import { createAttemptFold, type AttemptFold } from './run-attempts.ts'
import { runEventSchema, type RunEvent } from './run-event.ts'

/** A run after some of its events. */
export interface RunMoment {
  /** How many events it is the fold of. */
  readonly events: number
  readonly view: RunView
  readonly attempts: AttemptFold['attempts']
  readonly turns: AttemptFold['turns']
  /** When the last of these events happened, in ms since 1970. */
  readonly time: number | undefined
}

/**
 * A run's record from which every moment can be told: `at(n)` is exactly the fold of the first n events. Moments are found
 * from views kept on the way, so that any of 10,000 events is a millisecond or two away.
 */
export interface RunHistory {
  readonly events: readonly RunEvent[]
  /** Set where the record is not whole: everything before the fault is told, nothing behind it. */
  readonly problem: Problem | undefined
  readonly now: RunMoment
  at(events: number): RunMoment
}

const stride = 512

/**
 * The history of a record. `before`: the history of a shorter state of the same record, from which it goes on; only what
 * has come since is folded. Damaged events (a gap, a shape that nobody knows) end what is told, with a problem.
 */
export function createRunHistory(record: readonly unknown[], before?: RunHistory): RunHistory {
  const grown = before && takeOver(record, before)
  const state: State = grown ?? { events: [], kept: [start()], live: start() }
  const from = state.events.length
  let problem: Problem | undefined
  const added: RunEvent[] = []
  for (let index = from; index < record.length; index++) {
    const read = readEvent(record[index], index)
    if (read.problem) {
      problem = read.problem
      break
    }
    added.push(read.event)
  }
  const events = from === 0 ? added : [...state.events, ...added]
  const kept = [...state.kept]
  let { view } = state.live
  const { fold } = state.live
  for (let done = from; done < events.length;) {
    const next = Math.min(events.length, kept.length * stride)
    const some = events.slice(done, next)
    view = foldRun(some, view)
    fold.add(some)
    if (next === kept.length * stride) kept.push({ view, fold: fold.copy() })
    done = next
  }
  const { attempts, turns } = fold
  const now: RunMoment = { events: events.length, view, attempts, turns, time: events.at(-1)?.time }
  let last = now

  const at = (wanted: number): RunMoment => {
    const n = Math.max(0, Math.min(events.length, Math.trunc(wanted)))
    if (n === events.length) return now
    if (n === last.events) return last
    const place = Math.floor(n / stride)
    const near = kept[place]!
    const some = events.slice(place * stride, n)
    const there = near.fold.copy()
    there.add(some)
    last = {
      events: n,
      view: foldRun(some, near.view),
      attempts: there.attempts,
      turns: there.turns,
      time: events[n - 1]?.time,
    }
    return last
  }
  const history: RunHistory = { events, problem, now, at }
  states.set(history, { events, kept, live: { view, fold } })
  return history
}

interface Stand {
  view: RunView
  fold: AttemptFold
}
interface State {
  events: readonly RunEvent[]
  /** After 0, 512, 1,024, … events. */
  kept: readonly Stand[]
  /** After all of them; this one goes on. */
  live: Stand
}
const start = (): Stand => ({ view: emptyRunView(), fold: createAttemptFold() })
const states = new WeakMap<RunHistory, State>()

/** The fold of a history goes on once, with its newest state; whoever goes on from an older one begins anew. */
function takeOver(record: readonly unknown[], before: RunHistory): State | undefined {
  const { events, problem } = before
  const state = states.get(before)
  states.delete(before)
  if (problem || record.length < events.length) return undefined
  const isSame = (index: number): boolean => {
    const [was, is] = [events[index], record[index] as RunEvent | undefined]
    if (was === undefined || was === is) return true
    const isOfRun = was.type !== 'run-started' || (is?.type === 'run-started' && is.run === was.run)
    return isOfRun && was.seq === is?.seq && was.time === is.time && was.type === is.type
  }
  return isSame(0) && isSame(events.length - 1) ? state : undefined
}

type ReadEvent = { event: RunEvent; problem?: undefined } | { problem: Problem; event?: undefined }

function readEvent(value: unknown, index: number): ReadEvent {
  const parsed = runEventSchema.safeParse(value)
  if (!parsed.success) {
    const type = typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : typeof value
    const [issue] = parsed.error.issues
    return { problem: error('run.damaged-event', { index, type, reason: issue ? issueMessage(issue, value) : '' }) }
  }
  const event = value as RunEvent
  if (event.seq !== index) {
    const reason = message('run.wrong-event', { found: event.seq, expected: index })
    return { problem: error('run.broken-record', { reason }) }
  }
  if ((event.type === 'run-started') !== (index === 0)) {
    const reason = index === 0 ? message('run.no-first-event', {}) : message('run.second-start', { index })
    return { problem: error('run.broken-record', { reason }) }
  }
  return { event }
}
