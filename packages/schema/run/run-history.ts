import { message } from '@aw-flow/messages'
import { createEmptyRunView, foldRun, type RunView } from './fold-run.ts'
import { toIssueMessage } from '../wire/issue-message.ts'
import { error, type Problem } from '../wire/problem.ts'
import { failed, ok, type Result } from '../wire/result.ts'
import { createAttemptFold, type AttemptFold } from './run-attempts.ts'
import { runEventSchema, type RunEvent } from './run-event.ts'

/** The state of a run after a number of events. @public */
export interface RunSnapshot {
  /** The number of folded events. */
  readonly events: number
  /** The state of the run and of its nodes. */
  readonly view: RunView
  /** All attempts that had started, in start order. */
  readonly attempts: AttemptFold['attempts']
  /** The start values of iterations, keyed by scope and iteration. */
  readonly startValues: AttemptFold['startValues']
  /** The time of the last of these events, in ms since the Unix epoch. */
  readonly time: number | undefined
}

/**
 * A run record with access to every past state: `at(n)` equals the fold of the first n events. States are computed from
 * cached snapshots, so computing the state after any of 10,000 events takes a millisecond or two.
 *
 * @public
 */
export interface RunHistory {
  /** All events of the record, in order. */
  readonly events: readonly RunEvent[]
  /** The problem with the record, if it is damaged. Only events before the damage are included. */
  readonly problem: Problem | undefined
  /** The state after all events. */
  readonly now: RunSnapshot
  /** Returns the state after the first `eventCount` events. The number is clamped to the length of the record. */
  at(eventCount: number): RunSnapshot
}

const snapshotInterval = 512

/**
 * Creates the history of a record. If an event is damaged, for example because of a gap or an unknown format, the
 * history ends before it and has a `problem`.
 *
 * @param earlierHistory The history of an earlier state of the same record. If passed, only newer events are folded.
 * @internal
 */
export function createRunHistory(record: readonly unknown[], earlierHistory?: RunHistory): RunHistory {
  const claimedState = earlierHistory && claimState(record, earlierHistory)
  const state: State = claimedState ?? { events: [], snapshots: [createSnapshot()], latest: createSnapshot() }
  const foldedCount = state.events.length
  let problem: Problem | undefined
  const newEvents: RunEvent[] = []
  for (let index = foldedCount; index < record.length; index++) {
    const parsed = readEvent(record[index], index)
    if (!parsed.ok) {
      problem = parsed.problem
      break
    }
    newEvents.push(parsed.value)
  }
  const events = foldedCount === 0 ? newEvents : [...state.events, ...newEvents]
  const snapshots = [...state.snapshots]
  let { view } = state.latest
  const { fold } = state.latest
  for (let position = foldedCount; position < events.length;) {
    const next = Math.min(events.length, snapshots.length * snapshotInterval)
    const slice = events.slice(position, next)
    view = foldRun(slice, view)
    fold.add(slice)
    if (next === snapshots.length * snapshotInterval) snapshots.push({ view, fold: fold.copy() })
    position = next
  }
  const { attempts, startValues } = fold
  const current: RunSnapshot = { events: events.length, view, attempts, startValues, time: events.at(-1)?.time }
  let lastSnapshot = current

  const getSnapshotAt = (requestedCount: number): RunSnapshot => {
    const eventCount = Math.max(0, Math.min(events.length, Math.trunc(requestedCount)))
    if (eventCount === events.length) return current
    if (eventCount === lastSnapshot.events) return lastSnapshot
    const snapshotIndex = Math.floor(eventCount / snapshotInterval)
    const snapshot = snapshots[snapshotIndex]!
    const slice = events.slice(snapshotIndex * snapshotInterval, eventCount)
    const foldCopy = snapshot.fold.copy()
    foldCopy.add(slice)
    lastSnapshot = {
      events: eventCount,
      view: foldRun(slice, snapshot.view),
      attempts: foldCopy.attempts,
      startValues: foldCopy.startValues,
      time: events[eventCount - 1]?.time,
    }
    return lastSnapshot
  }
  const history: RunHistory = { events, problem, now: current, at: getSnapshotAt }
  states.set(history, { events, snapshots, latest: { view, fold } })
  return history
}

interface Snapshot {
  view: RunView
  fold: AttemptFold
}
interface State {
  events: readonly RunEvent[]
  /** Snapshots after 0, 512, 1,024, … events. */
  snapshots: readonly Snapshot[]
  /** The fold of all events, to which later events can be added. */
  latest: Snapshot
}
const createSnapshot = (): Snapshot => ({ view: createEmptyRunView(), fold: createAttemptFold() })
const states = new WeakMap<RunHistory, State>()

/**
 * Returns the state of an earlier history if the record starts with the same events. Returns `undefined` if the record
 * must be folded again. A fold can be continued only once, from its latest state.
 */
function claimState(record: readonly unknown[], earlierHistory: RunHistory): State | undefined {
  const { events, problem } = earlierHistory
  const state = states.get(earlierHistory)
  states.delete(earlierHistory)
  if (problem || record.length < events.length) return undefined
  const isSameEvent = (index: number): boolean => {
    const [previous, current] = [events[index], record[index] as RunEvent | undefined]
    if (previous === undefined || previous === current) return true
    const isSameRun =
      previous.type !== 'run-started' || (current?.type === 'run-started' && current.run === previous.run)
    return (
      isSameRun && previous.seq === current?.seq && previous.time === current.time && previous.type === current.type
    )
  }
  return isSameEvent(0) && isSameEvent(events.length - 1) ? state : undefined
}

function readEvent(value: unknown, index: number): Result<RunEvent> {
  const parsed = runEventSchema.safeParse(value)
  if (!parsed.success) {
    const type = typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : typeof value
    const [issue] = parsed.error.issues
    return failed(error('run.damaged-event', { index, type, reason: issue ? toIssueMessage(issue, value) : '' }))
  }
  const event = value as RunEvent
  if (event.seq !== index) {
    const reason = message('run.wrong-event', { found: event.seq, expected: index })
    return failed(error('run.invalid-record', { reason }))
  }
  if ((event.type === 'run-started') !== (index === 0)) {
    const reason = index === 0 ? message('run.no-first-event', {}) : message('run.second-start', { index })
    return failed(error('run.invalid-record', { reason }))
  }
  return ok(event)
}
