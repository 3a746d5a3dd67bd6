import { error, type RetryPolicy, type RunError, type RunEventBody } from '@aw-flow/schema'
import { NodeError, TablesError } from '../node/node-error.ts'

/** The retry policy that applies unless the node or the workflow overrides it (requirements §1). */
export const defaultRetryPolicy: RetryPolicy = { count: 3, delaysMs: [5_000, 30_000, 120_000] }

/** Converts a value thrown by a node to an error for the record. Plain exceptions indicate bugs in the node type. */
export function toRunError(thrown: unknown, node: string): RunError {
  if (thrown instanceof NodeError) {
    return { kind: thrown.kind, problem: { ...thrown.problem, where: { node, ...thrown.problem.where } } }
  }
  if (thrown instanceof TablesError) {
    return { kind: 'permanent', problem: { ...thrown.problem, where: { node, ...thrown.problem.where } } }
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return { kind: 'internal', problem: error('node.internal', { reason }, { where: { node } }) }
}

/** The longest delay that a service can request. If it requests a longer one, the node fails with its response. */
const maxRequestedDelayMs = 24 * 3_600_000

/**
 * Creates the event for a failed attempt. Transient errors are retried according to the policy, with a jitter of up to
 * a fifth of the delay (`random` is between 0 and 1), or after the delay that the service requested if it is longer.
 * Other errors fail the node.
 */
export function createFailureEvent(
  thrown: unknown,
  {
    node,
    attempt,
    ms,
    policy,
    random,
    remainingMs = Infinity,
    isHandled = false,
  }: {
    node: string
    attempt: number
    ms: number
    policy: RetryPolicy
    random: number
    /** The time left for all further attempts and delays, in milliseconds. */
    remainingMs?: number
    isHandled?: boolean
  },
): RunEventBody {
  const runError = toRunError(thrown, node)
  if (runError.kind === 'transient' && attempt <= policy.count) {
    const delay = policy.delaysMs[Math.min(attempt, policy.delaysMs.length) - 1] ?? 0
    const requestedMs = thrown instanceof NodeError ? (thrown.retryAfterMs ?? 0) : 0
    const delayMs = Math.max(requestedMs, Math.round(delay * (1 + 0.2 * random)))
    if (delayMs < remainingMs && requestedMs <= maxRequestedDelayMs)
      return { type: 'node-retrying', node, attempt, error: runError, delayMs }
  }
  const nodeError = thrown instanceof NodeError ? thrown : undefined
  return {
    type: 'node-failed',
    node,
    error: runError,
    ms,
    ...(isHandled ? { handled: true } : {}),
    ...(nodeError?.agentRetries ? { agentRetries: nodeError.agentRetries } : {}),
    ...(nodeError?.report ? { report: nodeError.report } : {}),
  }
}
