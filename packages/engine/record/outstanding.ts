import type { RunEventBody } from '@aw-flow/schema'
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
      open.delete(emitKey(event))
      if ('node' in event && !isAside(event)) open.delete(`node ${instanceKey(event)}`)
    },
    asked(effects) {
      for (const effect of effects) open.set(effectKey(effect), effect)
    },
    list: () => [...open.values()],
  }
}

/** What a node tells while its attempt goes on. */
const isAside = ({ type }: RunEventBody): boolean =>
  type === 'node-logged' || type === 'effect-started' || type === 'effect-ended'

const emitKey = (event: RunEventBody): string => `emit ${event.type} ${'node' in event ? instanceKey(event) : ''}`

const effectKey = (effect: Effect): string =>
  effect.type === 'emit' ? emitKey(effect.event) : 'node' in effect ? `node ${instanceKey(effect)}` : effect.type

/**
 * The state after a record, calling nothing; and what was asked for within it and never answered: what a process that
 * goes on with the run must do now. `onEffects` is told what each event asked for.
 */
export function replayRecord(
  initial: SchedulerState,
  bodies: Iterable<RunEventBody>,
  onEffects?: (event: RunEventBody, effects: readonly Effect[]) => void,
): { state: SchedulerState; outstanding: Effect[] } {
  const outstanding = createOutstanding()
  let state = initial
  for (const body of bodies) {
    const [next, effects] = step(state, body)
    state = next
    outstanding.answered(body)
    outstanding.asked(effects)
    onEffects?.(body, effects)
  }
  return { state, outstanding: outstanding.list() }
}
