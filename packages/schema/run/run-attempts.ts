import type { Text } from '@aw-flow/messages'
import { toRunNodeKey } from './fold-run.ts'
import type { RunError } from './run-error.ts'
import type { NodeReport, RunEvent } from './run-event.ts'
import type { Problem } from '../wire/problem.ts'
import type { Values } from '../wire/value.ts'
import type { WaitCondition } from './wait-for.ts'
import type { Config } from '../document/workflow.ts'

/** An external effect of a node. Times are in ms since the Unix epoch. @public */
export interface AttemptEffect {
  /** The effect's id within its node instance. */
  effect: string
  /** The kind of the effect, such as `email` or `database-query`. */
  kind: string
  /** The request as recorded, without secrets. */
  request?: unknown
  /** The start of the effect. */
  startedAt: number
  /** The end of the effect. Absent while it is active. */
  endedAt?: number
  /** The recorded result. */
  outcome?: unknown
  /** The error. Set if the effect failed. */
  error?: RunError
  /** Whether the process exited during the effect. The result of the effect is then unknown. */
  unknown?: true
}

/** A period in which a node waited. @public */
export interface AttemptWait {
  /** The condition that the node is waiting for. */
  waitFor: WaitCondition
  /** The start of the wait. */
  since: number
  /** The end of the wait. Absent while the node is waiting. */
  until?: number
  /** For approvals: the decision, with the edited value, reviewer and comment. */
  decision?: { decision: 'approve' | 'reject' | 'done'; edited?: unknown; by?: string; comment?: string }
  /** The cause that ended the wait, if it was not a decision. */
  endReason?: 'time' | 'event' | 'deadline'
}

/**
 * An attempt of a node instance, derived from the run record. Times are in ms since the Unix epoch. An attempt in the
 * state `retrying` failed and was retried. `cached` and `skipped` attempts take no time.
 *
 * @public
 */
export interface RunAttempt {
  /** The node's key in a `RunView`: its id, or "sub/load" inside a sub-workflow. */
  key: string
  /** The id of the node. */
  node: string
  /** The path of loops and sub-workflows, outermost first. Absent at the top level. */
  scope?: readonly string[]
  /** The attempt number, starting at 1, or 0 if the node did not run. */
  attempt: number
  /** The state of the attempt. */
  state: 'running' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'cancelled' | 'cached' | 'skipped'
  /** The start of the attempt. */
  startedAt: number
  /** The end of the attempt. Absent while it is active. */
  endedAt?: number
  /** The duration as in `NodeRun.ms`, without waits. For a retried attempt, the time from start to end. */
  ms?: number
  /** The index of the attempt's first event in the record. */
  firstEventIndex: number
  /** The index of the attempt's last event in the record. */
  lastEventIndex?: number
  /** The settings after `{{…}}` was evaluated. Absent if they do not contain `{{…}}`. */
  resolvedConfig?: Config
  /** The output values, keyed by port name. */
  outputs?: Values
  /** The number of rows in the first table output. */
  rows?: number
  /** The data agent's report. */
  report?: NodeReport
  /** Warnings and notes. */
  problems?: Problem[]
  /** The error of a failed attempt. */
  error?: RunError
  /** The delay before the next attempt, in ms. */
  delayMs?: number
  /** Why the node was skipped. */
  reason?: Text
  /** Where a cached node's outputs come from. */
  reusedFrom?: 'pin' | 'result' | 'fork' | 'part'
  /** Whether the process exited during the attempt. */
  interrupted?: true
  /** The waits, in order. */
  waits: AttemptWait[]
  /** The external effects, in start order. */
  effects: AttemptEffect[]
  /** Failed iterations that were retried. */
  iterationErrors: { error: RunError; at: number }[]
  /** The compensation of the attempt's effects after the run failed. */
  compensation?: { startedAt: number; endedAt?: number; error?: RunError }
}

/** The attempts in a run record, derived from the events that have been added so far. @public */
export interface AttemptFold {
  /** All attempts, in start order. */
  readonly attempts: readonly RunAttempt[]
  /** The start values of iterations, keyed by scope and iteration: "each#3", or "sub#0/each#3" inside "sub#0". */
  readonly startValues: ReadonlyMap<string, Values>
  /** Returns whether the node with the given key has had iterations. */
  isLoop(key: string): boolean
  /** Adds the next events of the record. */
  add(events: Iterable<RunEvent>): void
  /** Returns an independent copy of the fold. */
  copy(): AttemptFold
}

interface FoldState {
  attempts: RunAttempt[]
  startValues: Map<string, Values>
  loops: Set<string>
  /** The index of the last attempt of each node instance. */
  lastIndexes: Map<string, number>
  openIndexes: Set<number>
  /** The position of each active effect in its attempt, keyed by attempt index and effect id. */
  openEffects: Map<string, number>
  /** The indexes of attempts whose nodes contain other nodes. */
  compositeIndexes: Set<number>
  seq: number
}

/**
 * Creates a fold that derives attempts from events. The result does not depend on how the events are batched. A changed
 * attempt is a new object, so changes can be detected with `===`.
 *
 * @internal
 */
export const createAttemptFold = (): AttemptFold =>
  createFoldFromState({
    attempts: [],
    startValues: new Map(),
    loops: new Set(),
    lastIndexes: new Map(),
    openIndexes: new Set(),
    openEffects: new Map(),
    compositeIndexes: new Set(),
    seq: 0,
  })

function createFoldFromState(state: FoldState): AttemptFold {
  const fold: Fold = { ...state, editableAttempts: new Set() }
  return {
    get attempts() {
      return fold.attempts
    },
    startValues: fold.startValues,
    isLoop: (key) => fold.loops.has(key),
    add(events) {
      fold.attempts = [...fold.attempts]
      fold.editableAttempts.clear()
      for (const event of events) {
        handleEvent(fold, event)
        fold.seq++
      }
    },
    copy: () =>
      createFoldFromState({
        attempts: fold.attempts,
        startValues: new Map(fold.startValues),
        loops: new Set(fold.loops),
        lastIndexes: new Map(fold.lastIndexes),
        openIndexes: new Set(fold.openIndexes),
        openEffects: new Map(fold.openEffects),
        compositeIndexes: new Set(fold.compositeIndexes),
        seq: fold.seq,
      }),
  }
}

/** The state of a fold, and the attempts that the current call of `add` has created or copied and can change in place. */
interface Fold extends FoldState {
  readonly editableAttempts: Set<RunAttempt>
}

type Address = { node: string; scope?: readonly string[] | undefined }

const toInstanceKey = ({ node, scope }: Address): string => (scope?.length ? `${scope.join('/')}/${node}` : node)

const toAttemptKey = ({ loops }: Fold, address: Address): string => toRunNodeKey(address, (key) => loops.has(key))

function startAttempt(
  fold: Fold,
  event: Address & { time: number },
  rest: Pick<RunAttempt, 'attempt' | 'state'> & Partial<RunAttempt>,
): void {
  const { attempts, lastIndexes, openIndexes, editableAttempts } = fold
  const { node, scope, time } = event
  const previousIndex = lastIndexes.get(toInstanceKey(event))
  if (previousIndex !== undefined && openIndexes.has(previousIndex))
    endAttempt(fold, previousIndex, { state: 'cancelled', interrupted: true }, time)
  const index = attempts.length
  const attempt: RunAttempt = {
    key: toAttemptKey(fold, event),
    node,
    ...(scope?.length ? { scope } : {}),
    startedAt: time,
    firstEventIndex: fold.seq,
    waits: [],
    effects: [],
    iterationErrors: [],
    ...rest,
  }
  editableAttempts.add(attempt)
  attempts.push(attempt)
  lastIndexes.set(toInstanceKey(event), index)
  if (rest.endedAt === undefined) openIndexes.add(index)
}

function markComposite({ lastIndexes, compositeIndexes }: Fold, enclosingNode: Address): void {
  const index = lastIndexes.get(toInstanceKey(enclosingNode))
  if (index !== undefined) compositeIndexes.add(index)
}

/** Returns the `ms` field of an attempt. A loop or sub-workflow takes as long as the nodes inside it. */
const createDurationField = (
  { attempts, compositeIndexes }: Fold,
  index: number | undefined,
  event: { time: number; ms: number },
): { ms?: number } =>
  index === undefined ? {} : { ms: compositeIndexes.has(index) ? event.time - attempts[index]!.startedAt : event.ms }

/**
 * Returns an attempt that can be changed in place. Its lists are copied only once per batch, because they can be
 * long.
 */
function editAttempt({ attempts, editableAttempts }: Fold, index: number | undefined): RunAttempt | undefined {
  const previous = index === undefined ? undefined : attempts[index]
  if (!previous || editableAttempts.has(previous)) return previous
  const { waits, effects, iterationErrors } = previous
  const next: RunAttempt = {
    ...previous,
    waits: [...waits],
    effects: [...effects],
    iterationErrors: [...iterationErrors],
  }
  editableAttempts.add(next)
  attempts[index!] = next
  return next
}

function endAttempt(fold: Fold, index: number | undefined, changes: Partial<RunAttempt>, time: number): void {
  if (index === undefined || !fold.openIndexes.delete(index)) return
  const attempt = editAttempt(fold, index)!
  endCurrentWait(attempt, time)
  Object.assign(attempt, { endedAt: time, lastEventIndex: fold.seq, ...changes })
}

type EventHandler<Event> = (fold: Fold, event: Event, index: number | undefined) => void

const endOpenAttempts: EventHandler<RunEvent> = (fold, { time }) => {
  for (const openIndex of fold.openIndexes) endAttempt(fold, openIndex, { state: 'cancelled' }, time)
}

/**
 * How an event of each type changes the attempts. `index` is that of the last attempt of the event's node. Events of other
 * types change nothing.
 */
const handlersByType: { readonly [Type in RunEvent['type']]?: EventHandler<Extract<RunEvent, { type: Type }>> } = {
  'node-started'(fold, event) {
    startAttempt(fold, event, {
      attempt: event.attempt,
      state: 'running',
      ...(event.filled ? { resolvedConfig: event.filled } : {}),
    })
    event.scope?.forEach((segment, depth, scope) =>
      markComposite(fold, { node: segment.slice(0, segment.lastIndexOf('#')), scope: scope.slice(0, depth) }),
    )
  },
  'node-cached'(fold, event) {
    startAttempt(fold, event, {
      attempt: 0,
      state: 'cached',
      endedAt: event.time,
      lastEventIndex: fold.seq,
      reusedFrom: event.from,
      ...createResultFields(event),
      ...(event.filled ? { resolvedConfig: event.filled } : {}),
    })
  },
  'node-skipped'(fold, event, index) {
    if (index !== undefined && fold.openIndexes.has(index))
      endAttempt(fold, index, { state: 'skipped', reason: event.reason }, event.time)
    else
      startAttempt(fold, event, {
        attempt: 0,
        state: 'skipped',
        endedAt: event.time,
        lastEventIndex: fold.seq,
        reason: event.reason,
      })
  },
  'node-completed'(fold, event, index) {
    endAttempt(
      fold,
      index,
      { state: 'completed', ...createDurationField(fold, index, event), ...createResultFields(event) },
      event.time,
    )
  },
  'node-retrying'(fold, event, index) {
    if (event.turn) {
      editAttempt(fold, index)?.iterationErrors.push({ error: event.error, at: event.time })
    } else {
      // The record does not contain the duration of a retried attempt, only its start and end.
      const ms = index === undefined ? {} : { ms: event.time - fold.attempts[index]!.startedAt }
      endAttempt(fold, index, { state: 'retrying', ...ms, error: event.error, delayMs: event.delayMs }, event.time)
    }
  },
  'node-failed'(fold, event, index) {
    endAttempt(
      fold,
      index,
      {
        state: 'failed',
        ...createDurationField(fold, index, event),
        error: event.error,
        ...(event.report ? { report: event.report } : {}),
      },
      event.time,
    )
  },
  'node-cancelled'(fold, event, index) {
    endAttempt(fold, index, { state: 'cancelled' }, event.time)
  },
  'node-waiting'(fold, event, index) {
    const attempt = editAttempt(fold, index)
    if (!attempt) return
    endCurrentWait(attempt, event.time)
    attempt.state = 'waiting'
    attempt.waits.push({ waitFor: event.waitFor, since: event.time })
  },
  'approval-given'(fold, event, index) {
    const { digest, decision, edited, by, comment } = event
    const waitFor = index === undefined ? undefined : fold.attempts[index]?.waits.at(-1)?.waitFor
    if (waitFor?.kind !== 'approval' || waitFor.digest !== digest) return
    const decisionFields = {
      decision,
      ...(edited === undefined ? {} : { edited }),
      ...(by === undefined ? {} : { by }),
      ...(comment === undefined ? {} : { comment }),
    }
    const attempt = editAttempt(fold, index)!
    if (endCurrentWait(attempt, event.time, { decision: decisionFields })) resumeAttempt(attempt)
  },
  'wait-ended'(fold, event, index) {
    const attempt = editAttempt(fold, index)
    if (!attempt) return
    endCurrentWait(attempt, event.time, { endReason: event.reason })
    resumeAttempt(attempt)
  },
  'effect-started'(fold, event, index) {
    const { effect, kind, request } = event
    const attempt = editAttempt(fold, index)
    if (!attempt) return
    fold.openEffects.set(`${index}/${effect}`, attempt.effects.length)
    attempt.effects.push({ effect, kind, startedAt: event.time, ...(request === undefined ? {} : { request }) })
  },
  'effect-ended'(fold, event, index) {
    const { effect, outcome, error, unknown } = event
    const position = fold.openEffects.get(`${index}/${effect}`)
    if (position === undefined) return
    fold.openEffects.delete(`${index}/${effect}`)
    const { effects } = editAttempt(fold, index)!
    effects[position] = {
      ...effects[position]!,
      endedAt: event.time,
      ...(outcome === undefined ? {} : { outcome }),
      ...(error ? { error } : {}),
      ...(unknown ? { unknown } : {}),
    }
  },
  'iteration-started'(fold, event) {
    fold.loops.add(toAttemptKey(fold, event))
    markComposite(fold, event)
    fold.startValues.set([...(event.scope ?? []), `${event.node}#${event.iteration}`].join('/'), event.values)
  },
  'compensation-started'(fold, event, index) {
    const attempt = editAttempt(fold, index)
    if (attempt) attempt.compensation = { startedAt: event.time }
  },
  'compensation-ended'(fold, event, index) {
    const attempt = editAttempt(fold, index)
    if (!attempt) return
    attempt.compensation = {
      startedAt: attempt.compensation?.startedAt ?? event.time,
      endedAt: event.time,
      ...(event.error ? { error: event.error } : {}),
    }
  },
  'run-completed': endOpenAttempts,
  'run-failed': endOpenAttempts,
  'run-cancelled': endOpenAttempts,
}

function handleEvent(fold: Fold, event: RunEvent): void {
  if (!Object.hasOwn(handlersByType, event.type)) return
  const index = 'node' in event ? fold.lastIndexes.get(toInstanceKey(event)) : undefined
  // The table has each handler under the type of its events, which TypeScript cannot express.
  ;(handlersByType[event.type] as EventHandler<RunEvent>)(fold, event, index)
}

/** Ends the current wait, which can only be the last one. Returns whether the attempt was waiting. */
function endCurrentWait(
  { waits }: RunAttempt,
  time: number,
  cause: Pick<AttemptWait, 'decision' | 'endReason'> = {},
): boolean {
  const wait = waits.at(-1)
  if (!wait || wait.until !== undefined) return false
  waits[waits.length - 1] = { ...wait, until: time, ...cause }
  return true
}

const resumeAttempt = (attempt: RunAttempt): void => {
  if (attempt.state === 'waiting') attempt.state = 'running'
}

const createResultFields = ({
  outputs,
  rows,
  report,
  problems,
}: Extract<RunEvent, { type: 'node-completed' | 'node-cached' }>): Partial<RunAttempt> => ({
  outputs,
  problems,
  ...(rows === undefined ? {} : { rows }),
  ...(report ? { report } : {}),
})
