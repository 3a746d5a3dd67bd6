import type { Problem, RunEvent } from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import type { NodeRunner } from './node/node-runner.ts'
import { toInstanceFields } from './outcome-event.ts'
import { createInstanceKey } from './record/instance-key.ts'
import type { RunInbox } from './run-inbox.ts'
import type { Effect } from './scheduler/step.ts'

export interface EffectPerformerOptions {
  inbox: RunInbox
  clock: Clock
  runner: NodeRunner
  startNode(effect: Extract<Effect, { type: 'start-node' }>): void
  /** Aborts running nodes. */
  abortController: AbortController
}

/** Performs the effects that the scheduler's `step` returns. */
export function createEffectPerformer(options: EffectPerformerOptions) {
  const { inbox, clock, runner, startNode, abortController } = options
  const { post, trackWork } = inbox
  const pendingByKey = new Map<string, Promise<void>>()
  const timers = new Map<string, AbortController>()
  let limitProblem: Problem | undefined

  /**
   * Runs work under a mutex per derivation key. Otherwise, nodes with the same key would create the same tables
   * concurrently.
   */
  const runExclusively = (key: string, work: () => Promise<void>): Promise<void> => {
    const previous = pendingByKey.get(key)
    const pending = previous ? previous.then(work) : work()
    pendingByKey.set(key, pending)
    return pending
  }

  /** Runs an iteration, or a node that resumes after a wait. Delays retries. */
  const runContinuation = async (effect: Extract<Effect, { type: 'run-node' }>): Promise<void> => {
    // If the run is canceled during the delay, `runNode` reports the cancellation.
    if (effect.retry) await clock.sleep(effect.retry.delayMs, abortController.signal).catch(() => undefined)
    return runner.runNode(effect)
  }

  /** Wakes a waiting node at a given time, which may be far in the future. */
  const scheduleWake = ({ time, reason, ...instanceFields }: Extract<Effect, { type: 'wake-at' }>): void => {
    const timerController = new AbortController()
    const key = createInstanceKey(instanceFields)
    timers.get(key)?.abort()
    if (time <= clock.now()) {
      timers.delete(key)
      return post({ type: 'wait-ended', ...toInstanceFields(instanceFields), reason })
    }
    timers.set(key, timerController)
    const stopSignal = AbortSignal.any([abortController.signal, timerController.signal])
    const wake = async (): Promise<void> => {
      await clock.sleep(Math.max(0, time - clock.now()), stopSignal)
      timers.delete(key)
      post({ type: 'wait-ended', ...toInstanceFields(instanceFields), reason })
    }
    wake().catch(() => undefined)
  }

  const performSync = (effect: Effect): boolean => {
    // The run was stopped by a limit, not by a user.
    if (effect.type === 'emit' && effect.event.type === 'run-cancelled' && limitProblem) {
      post({ type: 'run-failed', failed: [], problem: limitProblem })
    } else if (effect.type === 'emit') post(effect.event)
    else if (effect.type === 'start-node') startNode(effect)
    else return false
    return true
  }

  return {
    /**
     * Performs an effect that depends only on the state and adds its events to the current batch. Returns false for any
     * other effect.
     */
    performSync,
    /** Performs an effect outside the scheduler. All events that it depends on must already be recorded. */
    perform(effect: Effect): void {
      switch (effect.type) {
        case 'emit':
        case 'start-node':
          performSync(effect)
          return
        case 'run-node':
          return trackWork(
            effect.continuation ? runContinuation(effect) : runExclusively(effect.key, () => runner.runNode(effect)),
          )
        case 'start-later':
          return trackWork(
            clock.sleep(effect.delayMs, abortController.signal).then(
              () => startNode({ ...effect, type: 'start-node' }),
              () => post({ type: 'node-cancelled', ...toInstanceFields(effect) }),
            ),
          )
        case 'wake-at':
          return scheduleWake(effect)
        case 'compensate':
          return trackWork(runner.compensateNode(effect))
        case 'abort-nodes':
          return abortController.abort(new Error('The run was canceled.'))
      }
    },
    /** Processes an event of the run. Must be called for every event. */
    handleEvent(event: RunEvent): void {
      if (event.type === 'cancel-requested') limitProblem ??= event.problem
      if (event.type === 'approval-given' || event.type === 'wait-ended' || event.type === 'node-cancelled') {
        const key = createInstanceKey(event)
        timers.get(key)?.abort()
        timers.delete(key)
      }
    },
  }
}
