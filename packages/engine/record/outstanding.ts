import { describeProblem } from '../node-error.ts'
import { error, type Problem, type RunEventBody } from '@aw-flow/schema'
import { step, type Effect, type SchedulerState } from '../scheduler/step.ts'
import { instanceKey } from './instance-key.ts'

/**
 * Follows which effects have been asked for and not yet answered. An `emit` is answered by its event; what is asked of a
 * node instance by the next event of that instance that tells of its attempt.
 */
export interface Outstanding {
  /** To be told of every event before its own effects. */
  answered(event: RunEventBody): void
  asked(effects: readonly Effect[]): void
  /** What nobody has answered, in the order in which it was asked. */
  list(): Effect[]
}

export function createOutstanding(): Outstanding {
  const open = new Map<string, Effect>()
  return {
    answered(event) {
      for (const key of answeredBy(event, open)) open.delete(key)
    },
    asked(effects) {
      for (const effect of effects) open.set(effectKey(effect), effect)
    },
    list: () => [...open.values()],
  }
}

/** Which effects an event answers: an emit, and what was asked of its node instance. */
function answeredBy(event: RunEventBody, open: ReadonlyMap<string, Effect>): string[] {
  const emitted = emitKey(event)
  if (!('node' in event)) return [emitted]
  const instance = instanceKey(event)
  switch (event.type) {
    case 'node-logged':
    case 'effect-started':
    case 'effect-ended':
      return []
    case 'iteration-started':
    case 'iterations-done':
      return [`turn ${instance}`]
    case 'iteration-ended':
      // A turn that could not begin answers the question for it.
      return [open.has(emitted) ? emitted : `turn ${instance}`]
    case 'approval-given':
    case 'wait-ended':
      return [`wake ${instance}`]
    case 'compensation-started':
      return [emitted]
    case 'compensation-ended':
      // One that never began, since the run was cancelled, follows from the state alone.
      return [emitted, `compensate ${instance}`]
    default:
      return [emitted, `node ${instance}`, `turn ${instance}`, `wake ${instance}`]
  }
}

const emitKey = (event: RunEventBody): string => {
  const instance = 'node' in event ? instanceKey(event) : ''
  return event.type === 'iteration-ended'
    ? `emit ${event.type} ${instance} ${event.iteration}`
    : `emit ${event.type} ${instance}`
}

function effectKey(effect: Effect): string {
  switch (effect.type) {
    case 'emit':
      return emitKey(effect.event)
    case 'run-node':
      return `${effect.turn && effect.turn.kind !== 'resumed' ? 'turn' : 'node'} ${instanceKey(effect)}`
    case 'start-node':
    case 'start-later':
      return `node ${instanceKey(effect)}`
    case 'wake-at':
      return `wake ${instanceKey(effect)}`
    case 'compensate':
      return `compensate ${instanceKey(effect)}`
    case 'abort-nodes':
      return effect.type
  }
}

/** A record that does not belong to its workflow: events of others, or some are missing, double or in another order. */
export class ForeignRecordError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(describeProblem(problem))
    this.problem = problem
  }
}

function stepOf(state: SchedulerState, body: RunEventBody, seq: number): ReturnType<typeof step> {
  try {
    return step(state, body)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ForeignRecordError(error('record.foreign', { index: seq, type: body.type, reason }))
  }
}

/**
 * The state after a record, calling nothing; and what was asked for within it and never answered: what a process that
 * goes on with the run must do now. `onEffects` is told what each event asked for. Throws a `ForeignRecordError`.
 */
export function replayRecord(
  initial: SchedulerState,
  bodies: Iterable<RunEventBody>,
  onEffects?: (event: RunEventBody, effects: readonly Effect[]) => void,
): { state: SchedulerState; outstanding: Effect[] } {
  const outstanding = createOutstanding()
  let state = initial
  let seq = 0
  for (const body of bodies) {
    const [next, effects] = stepOf(state, body, seq++)
    state = next
    outstanding.answered(body)
    outstanding.asked(effects)
    onEffects?.(body, effects)
  }
  return { state, outstanding: outstanding.list() }
}
