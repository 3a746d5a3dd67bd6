import type { Problem, RunEvent } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import type { NodeRunner } from './node-runner.ts'
import { placeOf } from './outcome-event.ts'
import { instanceKey } from './record/instance-key.ts'
import type { RunInbox } from './run-inbox.ts'
import type { Effect } from './scheduler/step.ts'

export interface EffectPerformerOptions {
  inbox: RunInbox
  clock: Clock
  runner: NodeRunner
  startNode(effect: Extract<Effect, { type: 'start-node' }>): void
  /** Aborts nodes in progress. */
  aborting: AbortController
}

/** Performs the effects that `step` returns. */
export interface EffectPerformer {
  /** Performs an effect that depends only on the state. Its events are added to the current batch. */
  performSync(effect: Effect): boolean
  /** Performs an effect outside the engine, after all events that it depends on were recorded. */
  perform(effect: Effect): void
  /** Processes an event of the run; call it for each one. */
  handleEvent(event: RunEvent): void
}

/** Creates a run's effect performer. */
export function createEffectPerformer(options: EffectPerformerOptions): EffectPerformer {
  const { inbox, clock, runner, startNode, aborting } = options
  const { post, background } = inbox
  const lastByKey = new Map<string, Promise<void>>()
  const timers = new Map<string, AbortController>()
  let limitProblem: Problem | undefined

  /** A mutex by derivation key: nodes with equal keys would create the same tables at the same time. */
  const serialize = (key: string, work: () => Promise<void>): Promise<void> => {
    const previous = lastByKey.get(key)
    const pending = previous ? previous.then(work) : work()
    lastByKey.set(key, pending)
    return pending
  }

  /** Runs an iteration, or a node after its wait; a retry is delayed. */
  const runContinuation = async (effect: Extract<Effect, { type: 'run-node' }>): Promise<void> => {
    // If the run is canceled during the delay, `runNode` reports it.
    if (effect.again) await clock.sleep(effect.again.delayMs, aborting.signal).catch(() => undefined)
    return runner.runNode(effect)
  }

  /** Wakes a waiting node at a time, which may be far in the future. */
  const wakeAt = ({ at, reason, ...place }: Extract<Effect, { type: 'wake-at' }>): void => {
    const timer = new AbortController()
    const key = instanceKey(place)
    timers.get(key)?.abort()
    if (at <= clock.now()) {
      timers.delete(key)
      return post({ type: 'wait-ended', ...placeOf(place), reason })
    }
    timers.set(key, timer)
    const stop = AbortSignal.any([aborting.signal, timer.signal])
    const wake = async (): Promise<void> => {
      await clock.sleep(Math.max(0, at - clock.now()), stop)
      timers.delete(key)
      post({ type: 'wait-ended', ...placeOf(place), reason })
    }
    wake().catch(() => undefined)
  }

  const performSync = (effect: Effect): boolean => {
    // The run was stopped by a limit, not by a person.
    if (effect.type === 'emit' && effect.event.type === 'run-cancelled' && limitProblem) {
      post({ type: 'run-failed', failed: [], problem: limitProblem })
    } else if (effect.type === 'emit') post(effect.event)
    else if (effect.type === 'start-node') startNode(effect)
    else return false
    return true
  }

  return {
    performSync,
    perform(effect) {
      switch (effect.type) {
        case 'emit':
        case 'start-node':
          performSync(effect)
          return
        case 'run-node':
          return background(
            effect.continuation ? runContinuation(effect) : serialize(effect.key, () => runner.runNode(effect)),
          )
        case 'start-later':
          return background(
            clock.sleep(effect.delayMs, aborting.signal).then(
              () => startNode({ ...effect, type: 'start-node' }),
              () => post({ type: 'node-cancelled', ...placeOf(effect) }),
            ),
          )
        case 'wake-at':
          return wakeAt(effect)
        case 'compensate':
          return background(runner.undoNode(effect))
        case 'abort-nodes':
          return aborting.abort(new Error('The run was cancelled.'))
      }
    },
    handleEvent(event) {
      if (event.type === 'cancel-requested') limitProblem ??= event.problem
      if (event.type === 'approval-given' || event.type === 'wait-ended' || event.type === 'node-cancelled') {
        const key = instanceKey(event)
        timers.get(key)?.abort()
        timers.delete(key)
      }
    },
  }
}
