import { describeProblem } from '../node/node-error.ts'
import { error, type Problem, type RunEventBody } from '@aw-flow/schema'
import { step, type Effect, type SchedulerState } from '../scheduler/step.ts'
import { createInstanceKey } from './instance-key.ts'

/**
 * Tracks requested effects that have no outcome yet. An `emit` effect is resolved by its own event. Any other effect is
 * resolved by the next event of its node instance that is neither a log line nor about an external effect.
 */
export function createOutstandingEffects() {
  const unresolvedEffects = new Map<string, Effect>()
  return {
    /** Processes an event. Must be called for every event, before `request` is called with the event's own effects. */
    resolve(event: RunEventBody): void {
      for (const key of findResolvedKeys(event, unresolvedEffects)) unresolvedEffects.delete(key)
    },
    request(effects: readonly Effect[]): void {
      for (const effect of effects) unresolvedEffects.set(toEffectKey(effect), effect)
    },
    /** Returns the unresolved effects in request order, oldest first. */
    list: (): Effect[] => [...unresolvedEffects.values()],
  }
}

/** Returns the keys of the effects that an event resolves: its own `emit` effect and effects of its node instance. */
function findResolvedKeys(event: RunEventBody, unresolvedEffects: ReadonlyMap<string, Effect>): string[] {
  const emitKey = toEmitKey(event)
  if (!('node' in event)) return [emitKey]
  const instance = createInstanceKey(event)
  switch (event.type) {
    case 'node-logged':
    case 'effect-started':
    case 'effect-ended':
      return []
    case 'iteration-started':
    case 'iterations-done':
      return [`continuation ${instance}`]
    case 'iteration-ended':
      // If the iteration could not start, the event resolves its own `emit` effect.
      return [unresolvedEffects.has(emitKey) ? emitKey : `continuation ${instance}`]
    case 'approval-given':
    case 'wait-ended':
      return [`wake ${instance}`]
    case 'compensation-started':
      return [emitKey]
    case 'compensation-ended':
      // If the run is canceled before a compensation starts, the end of the compensation is an `emit` effect.
      return [emitKey, `compensate ${instance}`]
    default:
      return [emitKey, `node ${instance}`, `continuation ${instance}`, `wake ${instance}`]
  }
}

const toEmitKey = (event: RunEventBody): string => {
  const instance = 'node' in event ? createInstanceKey(event) : ''
  return event.type === 'iteration-ended'
    ? `emit ${event.type} ${instance} ${event.iteration}`
    : `emit ${event.type} ${instance}`
}

function toEffectKey(effect: Effect): string {
  switch (effect.type) {
    case 'emit':
      return toEmitKey(effect.event)
    case 'run-node':
      return `${effect.continuation && effect.continuation.kind !== 'resumed' ? 'continuation' : 'node'} ${createInstanceKey(effect)}`
    case 'start-node':
    case 'start-later':
      return `node ${createInstanceKey(effect)}`
    case 'wake-at':
      return `wake ${createInstanceKey(effect)}`
    case 'compensate':
      return `compensate ${createInstanceKey(effect)}`
    case 'abort-nodes':
      return effect.type
  }
}

/** Thrown if a record does not match its workflow: events are missing, duplicated, reordered or from another run. */
export class RecordMismatchError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(describeProblem(problem))
    this.problem = problem
  }
}

function applyEvent(state: SchedulerState, body: RunEventBody, seq: number): ReturnType<typeof step> {
  try {
    return step(state, body)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RecordMismatchError(error('record.mismatch', { index: seq, type: body.type, reason }))
  }
}

/**
 * Replays a record without performing any effects.
 *
 * @param onEffects Called with each event and the effects that it causes.
 * @returns The final state, and the unresolved effects that a process must perform to resume the run.
 * @throws RecordMismatchError If the record does not match the workflow.
 */
export function replayRecord(
  initialState: SchedulerState,
  bodies: Iterable<RunEventBody>,
  onEffects?: (event: RunEventBody, effects: readonly Effect[]) => void,
): { state: SchedulerState; outstanding: Effect[] } {
  const outstanding = createOutstandingEffects()
  let state = initialState
  let seq = 0
  for (const body of bodies) {
    const [nextState, effects] = applyEvent(state, body, seq++)
    state = nextState
    outstanding.resolve(body)
    outstanding.request(effects)
    onEffects?.(body, effects)
  }
  return { state, outstanding: outstanding.list() }
}
