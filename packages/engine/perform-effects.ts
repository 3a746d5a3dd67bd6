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
  /** Stops what is in flight. */
  aborting: AbortController
}

/** Performs what `step` asks for. */
export interface EffectPerformer {
  /** Performs what follows from the state alone, whose events join those that are about to be recorded. */
  performAtOnce(effect: Effect): boolean
  /** Performs what reaches outside. Everything that it follows from is recorded. */
  perform(effect: Effect): void
  /** To be told of every event. */
  event(event: RunEvent): void
}

export function createEffectPerformer(options: EffectPerformerOptions): EffectPerformer {
  const { inbox, clock, runner, startNode, aborting } = options
  const { post, background } = inbox
  const turns = new Map<string, Promise<void>>()
  const timers = new Map<string, AbortController>()
  let stopped: Problem | undefined

  /** Two nodes of equal derivation would make the same tables at the same time: one after the other. */
  const inTurn = (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key)
    const turn = before ? before.then(work) : work()
    turns.set(key, turn)
    return turn
  }

  /** A turn of a loop, or what comes after waiting; one that has failed is tried again after a while. */
  const runTurn = async (effect: Extract<Effect, { type: 'run-node' }>): Promise<void> => {
    // Where the run is cancelled meanwhile, running it says so.
    if (effect.again) await clock.sleep(effect.again.delayMs, aborting.signal).catch(() => undefined)
    return runner.runNode(effect)
  }

  /** Wakes a node when its time has come, however far off that is. */
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
    const woken = async (): Promise<void> => {
      await clock.sleep(Math.max(0, at - clock.now()), stop)
      timers.delete(key)
      post({ type: 'wait-ended', ...placeOf(place), reason })
    }
    woken().catch(() => undefined)
  }

  const performAtOnce = (effect: Effect): boolean => {
    // A limit has stopped the run, and no person.
    if (effect.type === 'emit' && effect.event.type === 'run-cancelled' && stopped) {
      post({ type: 'run-failed', failed: [], problem: stopped })
    } else if (effect.type === 'emit') post(effect.event)
    else if (effect.type === 'start-node') startNode(effect)
    else return false
    return true
  }

  return {
    performAtOnce,
    perform(effect) {
      switch (effect.type) {
        case 'emit':
        case 'start-node':
          performAtOnce(effect)
          return
        case 'run-node':
          return background(effect.turn ? runTurn(effect) : inTurn(effect.key, () => runner.runNode(effect)))
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
    event(event) {
      if (event.type === 'cancel-requested') stopped ??= event.problem
      if (event.type === 'approval-given' || event.type === 'wait-ended' || event.type === 'node-cancelled') {
        const key = instanceKey(event)
        timers.get(key)?.abort()
        timers.delete(key)
      }
    },
  }
}
