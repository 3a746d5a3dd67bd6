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

function createFoldFromState({
  startValues,
  loops,
  lastIndexes,
  openIndexes,
  openEffects,
  compositeIndexes,
  ...state
}: FoldState): AttemptFold {
  let { attempts, seq } = state
  /** Attempts that the current call of `add` has created or copied and can change in place. */
  const editableAttempts = new Set<RunAttempt>()
  const isLoop = (key: string): boolean => loops.has(key)
  const toInstanceKey = ({ node, scope }: { node: string; scope?: readonly string[] | undefined }): string =>
    scope?.length ? `${scope.join('/')}/${node}` : node
  const startAttempt = (
    event: { node: string; scope?: readonly string[] | undefined; time: number },
    rest: Pick<RunAttempt, 'attempt' | 'state'> & Partial<RunAttempt>,
  ): void => {
    const { node, scope, time } = event
    const previousIndex = lastIndexes.get(toInstanceKey(event))
    if (previousIndex !== undefined && openIndexes.has(previousIndex))
      endAttempt(previousIndex, { state: 'cancelled', interrupted: true }, time)
    const index = attempts.length
    const attempt: RunAttempt = {
      key: toRunNodeKey(event, isLoop),
      node,
      ...(scope?.length ? { scope } : {}),
      startedAt: time,
      firstEventIndex: seq,
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
  const markComposite = (enclosingNode: { node: string; scope?: readonly string[] | undefined }): void => {
    const index = lastIndexes.get(toInstanceKey(enclosingNode))
    if (index !== undefined) compositeIndexes.add(index)
  }
  /** Returns the `ms` field of an attempt. A loop or sub-workflow takes as long as the nodes inside it. */
  const createDurationField = (index: number | undefined, event: { time: number; ms: number }): { ms?: number } =>
    index === undefined ? {} : { ms: compositeIndexes.has(index) ? event.time - attempts[index]!.startedAt : event.ms }
  /**
   * Returns an attempt that can be changed in place. Its lists are copied only once per batch, because they can be
   * long.
   */
  const editAttempt = (index: number | undefined): RunAttempt | undefined => {
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
  const endAttempt = (index: number | undefined, changes: Partial<RunAttempt>, time: number): void => {
    if (index === undefined || !openIndexes.delete(index)) return
    const attempt = editAttempt(index)!
    endCurrentWait(attempt, time)
    Object.assign(attempt, { endedAt: time, lastEventIndex: seq, ...changes })
  }

  const handleEvent = (event: RunEvent): void => {
    const { time } = event
    const index = 'node' in event ? lastIndexes.get(toInstanceKey(event)) : undefined
    switch (event.type) {
      case 'node-started':
        startAttempt(event, {
          attempt: event.attempt,
          state: 'running',
          ...(event.filled ? { resolvedConfig: event.filled } : {}),
        })
        event.scope?.forEach((segment, depth, scope) =>
          markComposite({ node: segment.slice(0, segment.lastIndexOf('#')), scope: scope.slice(0, depth) }),
        )
        break
      case 'node-cached':
        startAttempt(event, {
          attempt: 0,
          state: 'cached',
          endedAt: time,
          lastEventIndex: seq,
          reusedFrom: event.from,
          ...createResultFields(event),
          ...(event.filled ? { resolvedConfig: event.filled } : {}),
        })
        break
      case 'node-skipped':
        if (index !== undefined && openIndexes.has(index))
          endAttempt(index, { state: 'skipped', reason: event.reason }, time)
        else
          startAttempt(event, {
            attempt: 0,
            state: 'skipped',
            endedAt: time,
            lastEventIndex: seq,
            reason: event.reason,
          })
        break
      case 'node-completed':
        endAttempt(
          index,
          { state: 'completed', ...createDurationField(index, event), ...createResultFields(event) },
          time,
        )
        break
      case 'node-retrying':
        if (event.turn) {
          editAttempt(index)?.iterationErrors.push({ error: event.error, at: time })
        } else {
          // The record does not contain the duration of a retried attempt, only its start and end.
          const ms = index === undefined ? {} : { ms: time - attempts[index]!.startedAt }
          endAttempt(index, { state: 'retrying', ...ms, error: event.error, delayMs: event.delayMs }, time)
        }
        break
      case 'node-failed':
        endAttempt(
          index,
          {
            state: 'failed',
            ...createDurationField(index, event),
            error: event.error,
            ...(event.report ? { report: event.report } : {}),
          },
          time,
        )
        break
      case 'node-cancelled':
        endAttempt(index, { state: 'cancelled' }, time)
        break
      case 'node-waiting': {
        const attempt = editAttempt(index)
        if (!attempt) break
        endCurrentWait(attempt, time)
        attempt.state = 'waiting'
        attempt.waits.push({ waitFor: event.waitFor, since: time })
        break
      }
      case 'approval-given': {
        const { digest, decision, edited, by, comment } = event
        const waitFor = index === undefined ? undefined : attempts[index]?.waits.at(-1)?.waitFor
        if (waitFor?.kind !== 'approval' || waitFor.digest !== digest) break
        const decisionFields = {
          decision,
          ...(edited === undefined ? {} : { edited }),
          ...(by === undefined ? {} : { by }),
          ...(comment === undefined ? {} : { comment }),
        }
        const attempt = editAttempt(index)!
        if (endCurrentWait(attempt, time, { decision: decisionFields })) resumeAttempt(attempt)
        break
      }
      case 'wait-ended': {
        const attempt = editAttempt(index)
        if (!attempt) break
        endCurrentWait(attempt, time, { endReason: event.reason })
        resumeAttempt(attempt)
        break
      }
      case 'effect-started': {
        const { effect, kind, request } = event
        const attempt = editAttempt(index)
        if (!attempt) break
        openEffects.set(`${index}/${effect}`, attempt.effects.length)
        attempt.effects.push({ effect, kind, startedAt: time, ...(request === undefined ? {} : { request }) })
        break
      }
      case 'effect-ended': {
        const { effect, outcome, error, unknown } = event
        const position = openEffects.get(`${index}/${effect}`)
        if (position === undefined) break
        openEffects.delete(`${index}/${effect}`)
        const { effects } = editAttempt(index)!
        effects[position] = {
          ...effects[position]!,
          endedAt: time,
          ...(outcome === undefined ? {} : { outcome }),
          ...(error ? { error } : {}),
          ...(unknown ? { unknown } : {}),
        }
        break
      }
      case 'iteration-started':
        loops.add(toRunNodeKey(event, isLoop))
        markComposite(event)
        startValues.set([...(event.scope ?? []), `${event.node}#${event.iteration}`].join('/'), event.values)
        break
      case 'compensation-started': {
        const attempt = editAttempt(index)
        if (attempt) attempt.compensation = { startedAt: time }
        break
      }
      case 'compensation-ended': {
        const attempt = editAttempt(index)
        if (!attempt) break
        attempt.compensation = {
          startedAt: attempt.compensation?.startedAt ?? time,
          endedAt: time,
          ...(event.error ? { error: event.error } : {}),
        }
        break
      }
      case 'run-completed':
      case 'run-failed':
      case 'run-cancelled':
        for (const openIndex of openIndexes) endAttempt(openIndex, { state: 'cancelled' }, time)
        break
    }
  }

  return {
    get attempts() {
      return attempts
    },
    startValues,
    isLoop,
    add(events) {
      attempts = [...attempts]
      editableAttempts.clear()
      for (const event of events) {
        handleEvent(event)
        seq++
      }
    },
    copy: () =>
      createFoldFromState({
        attempts,
        startValues: new Map(startValues),
        loops: new Set(loops),
        lastIndexes: new Map(lastIndexes),
        openIndexes: new Set(openIndexes),
        openEffects: new Map(openEffects),
        compositeIndexes: new Set(compositeIndexes),
        seq,
      }),
  }
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
