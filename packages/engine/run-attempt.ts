import { labelOf } from './plan/plan-node.ts'
import { error, type RunError, type RunEventBody, type Values, type WaitFor } from '@aw-flow/schema'
import { NodeArguments, type Attempt, type AttemptShell } from './node-arguments.ts'
import { NodeError } from './node-error.ts'
import { outcomeEvent, placeOf } from './outcome-event.ts'
import { openPatience } from './patience.ts'
import type { PlannedNode } from './plan/workflow-plan.ts'
import { afterFailure, toRunError } from './scheduler/after-failure.ts'
import type { Turn } from './scheduler/effects.ts'
import { notUndone } from './scheduler/end-scope.ts'

export interface AttemptOutcome {
  /** The event that it came to. */
  body: RunEventBody
  /** Whether the outcome follows from the node's key alone. */
  isReusable: boolean
  /** What was thrown, where it was not completed. */
  cause?: unknown
}

/** One attempt of a node: runs it through the ports that it is given, and answers what it came to. Never rejects. */
export async function runAttempt(shell: AttemptShell, attempt: Attempt): Promise<AttemptOutcome> {
  const { planned, instance, turn } = attempt
  const { clock, signal } = shell
  const { policy } = planned
  const begin = clock.elapsed()
  const leftMs = policy.totalMs === undefined ? undefined : Math.max(0, policy.totalMs - attempt.spentMs)
  const limitMs = Math.min(policy.timeoutMs ?? Infinity, leftMs ?? Infinity)
  const limit = limitMs === Infinity ? undefined : AbortSignal.timeout(limitMs)
  const nodeSignal = limit ? AbortSignal.any([signal, limit]) : signal
  const patience = limit ? openPatience(nodeSignal, clock) : shell.patience
  let args: NodeArguments | undefined
  try {
    if (nodeSignal.aborted) throw nodeSignal.reason
    const missing = shell.ready(attempt.inputs)
    if (missing) {
      await missing
      nodeSignal.throwIfAborted()
    }
    args = new NodeArguments(shell, attempt, nodeSignal)
    const result = await patience.for(planned.definition!.run(args))
    if (args.asks) return { body: asking(instance, args.asks), isReusable: false }
    const body = outcomeEvent(instance, result, { turn, ms: clock.elapsed() - begin, json: shell.json })
    return { body, isReusable: !args.hasEffects && !args.hasDrawn && !turn }
  } catch (thrown) {
    const ms = clock.elapsed() - begin
    const place = placeOf(instance)
    if (signal.aborted) {
      return { body: notBegun(turn, place) ?? { type: 'node-cancelled', ...place }, isReusable: false, cause: thrown }
    }
    if (args?.asks) return { body: asking(instance, args.asks), isReusable: false, cause: thrown }
    const cause = limit?.aborted ? tookTooLong(planned, leftMs === limitMs) : thrown
    const after = afterFailure(cause, {
      node: instance.node,
      attempt: attempt.tries,
      ms,
      policy,
      random: (shell.seedOf(instance) % 1000) / 1000,
      leftMs: leftMs === undefined ? Infinity : leftMs - ms,
      isHandled: planned.node.onError !== undefined && planned.node.onError !== 'stop',
    })
    const body: RunEventBody =
      after.type === 'node-retrying'
        ? { ...after, ...place, ...(turn ? { turn: true } : {}) }
        : (notBegun(turn, place, toRunError(cause, instance.node)) ?? { ...after, ...place })
    return { body, isReusable: false, cause }
  } finally {
    if (limit) patience.close()
  }
}

const asking = (instance: Attempt['instance'], waitFor: WaitFor): RunEventBody => ({
  type: 'node-waiting',
  ...placeOf(instance),
  waitFor,
})

/** A loop's turn that could not begin; without an error, because it was cancelled. */
function notBegun(
  turn: Turn | undefined,
  place: ReturnType<typeof placeOf>,
  error?: RunError,
): RunEventBody | undefined {
  if (turn?.kind !== 'next') return undefined
  const state = error ? 'failed' : 'cancelled'
  const more = error ? { error } : {}
  return { type: 'iteration-ended', ...place, iteration: turn.iteration, state, values: {}, ...more }
}

/** A single attempt is retried; after the time limit of all attempts the node fails. */
function tookTooLong({ node, policy }: PlannedNode, isAll: boolean): NodeError {
  return isAll
    ? new NodeError('permanent', error('node.out-of-time', { node: labelOf({ node }), limit: policy.totalMs ?? 0 }))
    : new NodeError('transient', error('node.timeout', { node: labelOf({ node }), limit: policy.timeoutMs ?? 0 }))
}

/** Undoes what a node did. Answers the error where that failed; never rejects. */
export async function runCompensation(
  shell: AttemptShell,
  attempt: Attempt,
  outputs: Values,
): Promise<RunError | undefined> {
  const { signal, patience } = shell
  try {
    signal.throwIfAborted()
    const missing = shell.ready({ ...attempt.inputs, ...outputs })
    if (missing) await missing
    const args = new NodeArguments(shell, attempt, signal)
    await patience.for(attempt.planned.definition!.compensate!(Object.assign(args, { outputs })))
    return undefined
  } catch (thrown) {
    const { node } = attempt.instance
    if (!signal.aborted) return toRunError(thrown, node)
    return notUndone(node, 'midway')
  }
}
