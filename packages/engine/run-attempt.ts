import { getNodeLabel } from './plan/plan-node.ts'
import { error, defined, type RunError, type RunEventBody, type Values, type WaitCondition } from '@aw-flow/schema'
import { NodeArguments, type Attempt, type AttemptEnvironment } from './node/node-arguments.ts'
import { NodeError } from './node/node-error.ts'
import { createOutcomeEvent, toInstanceFields } from './outcome-event.ts'
import { createGracePeriod } from './grace-period.ts'
import type { PlannedNode } from './plan/workflow-plan.ts'
import { createFailureEvent, toRunError } from './scheduler/create-failure-event.ts'
import type { Continuation } from './scheduler/effects.ts'
import { createNotCompensatedError } from './scheduler/end-scope.ts'

export interface AttemptOutcome {
  /** The event that records the outcome. */
  body: RunEventBody
  /** Whether the outcome depends only on the derivation key. */
  isReusable: boolean
  /** The error that was thrown if the attempt did not complete. */
  cause?: unknown
}

/** Runs an attempt of a node and returns its outcome. Never rejects. */
export async function runAttempt(environment: AttemptEnvironment, attempt: Attempt): Promise<AttemptOutcome> {
  const { planned, instance, continuation } = attempt
  const { clock, signal } = environment
  const { policy } = planned
  const startedAt = clock.elapsed()
  const remainingMs = policy.totalMs === undefined ? undefined : Math.max(0, policy.totalMs - attempt.elapsedMs)
  const limitMs = Math.min(policy.timeoutMs ?? Infinity, remainingMs ?? Infinity)
  const timeoutSignal = limitMs === Infinity ? undefined : AbortSignal.timeout(limitMs)
  const attemptSignal = timeoutSignal ? AbortSignal.any([signal, timeoutSignal]) : signal
  const gracePeriod = timeoutSignal ? createGracePeriod(attemptSignal, clock) : environment.gracePeriod
  let args: NodeArguments | undefined
  try {
    if (attemptSignal.aborted) throw attemptSignal.reason
    const restoration = environment.ensureTables(attempt.inputs)
    if (restoration) {
      await restoration
      attemptSignal.throwIfAborted()
    }
    args = new NodeArguments(environment, attempt, attemptSignal)
    const nodeResult = await gracePeriod.wait(planned.definition!.run(args))
    const { warnings } = planned
    const result =
      warnings.length === 0 ? nodeResult : { ...nodeResult, problems: [...(nodeResult.problems ?? []), ...warnings] }
    if (args.approval) return { body: createWaitingEvent(instance, args.approval), isReusable: false }
    const body = createOutcomeEvent(instance, result, {
      continuation,
      ms: clock.elapsed() - startedAt,
      validatedJson: environment.validatedJson,
    })
    return { body, isReusable: !args.hasEffects && !args.isNondeterministic && !continuation }
  } catch (thrown) {
    const ms = clock.elapsed() - startedAt
    const instanceFields = toInstanceFields(instance)
    if (signal.aborted) {
      return {
        body: createIterationFailure(continuation, instanceFields) ?? { type: 'node-cancelled', ...instanceFields },
        isReusable: false,
        cause: thrown,
      }
    }
    if (args?.approval) return { body: createWaitingEvent(instance, args.approval), isReusable: false, cause: thrown }
    const cause = timeoutSignal?.aborted ? createTimeoutError(planned, remainingMs === limitMs) : thrown
    const failureEvent = createFailureEvent(cause, {
      node: instance.node,
      attempt: attempt.retryAttempt,
      ms,
      // A nested run does not retry nodes: the outer node decides what to do next.
      policy: environment.getEffectScope ? { ...policy, count: 0 } : policy,
      random: (environment.deriveSeed(instance) % 1000) / 1000,
      remainingMs: remainingMs === undefined ? Infinity : remainingMs - ms,
      isHandled: planned.node.onError !== undefined && planned.node.onError !== 'stop',
    })
    const body: RunEventBody =
      failureEvent.type === 'node-retrying'
        ? { ...failureEvent, ...instanceFields, ...(continuation ? { turn: true } : {}) }
        : (createIterationFailure(continuation, instanceFields, toRunError(cause, instance.node)) ?? {
            ...failureEvent,
            ...instanceFields,
          })
    return { body, isReusable: false, cause }
  } finally {
    if (timeoutSignal) gracePeriod.close()
  }
}

const createWaitingEvent = (instance: Attempt['instance'], waitFor: WaitCondition): RunEventBody => ({
  type: 'node-waiting',
  ...toInstanceFields(instance),
  waitFor,
})

/** Creates the event for an iteration that could not start. It has no error if the iteration was canceled. */
function createIterationFailure(
  continuation: Continuation | undefined,
  instanceFields: ReturnType<typeof toInstanceFields>,
  error?: RunError,
): RunEventBody | undefined {
  if (continuation?.kind !== 'next') return undefined
  const state = error ? 'failed' : 'cancelled'
  const errorField = defined({ error })
  return {
    type: 'iteration-ended',
    ...instanceFields,
    iteration: continuation.iteration,
    state,
    values: {},
    ...errorField,
  }
}

/**
 * Creates the error for an attempt that timed out. It is transient unless the time limit for all attempts was reached.
 */
function createTimeoutError({ node, policy }: PlannedNode, isTotalLimit: boolean): NodeError {
  return isTotalLimit
    ? new NodeError(
        'permanent',
        error('node.out-of-time', { node: getNodeLabel({ node }), limit: policy.totalMs ?? 0 }),
      )
    : new NodeError('transient', error('node.timeout', { node: getNodeLabel({ node }), limit: policy.timeoutMs ?? 0 }))
}

/** Undoes a node's effects. Returns an error if that fails. Never rejects. */
export async function runCompensation(
  environment: AttemptEnvironment,
  attempt: Attempt,
  outputs: Values,
): Promise<RunError | undefined> {
  const { signal, gracePeriod } = environment
  try {
    signal.throwIfAborted()
    const restoration = environment.ensureTables({ ...attempt.inputs, ...outputs })
    if (restoration) await restoration
    const args = new NodeArguments(environment, attempt, signal)
    await gracePeriod.wait(attempt.planned.definition!.compensate!(Object.assign(args, { outputs })))
    return undefined
  } catch (thrown) {
    const { node } = attempt.instance
    if (!signal.aborted) return toRunError(thrown, node)
    return createNotCompensatedError(node, 'midway')
  }
}
