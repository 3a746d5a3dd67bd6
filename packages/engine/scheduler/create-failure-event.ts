import { error, type RetryPolicy, type RunError, type RunEventBody } from '@aw-flow/schema'
import { NodeError, TablesError } from '../node/node-error.ts'

/** The default retry policy, unless the node or the workflow overrides it (requirements §1). */
export const defaultRetryPolicy: RetryPolicy = { count: 3, delaysMs: [5_000, 30_000, 120_000] }

/** Converts any value that a node throws to the error in the record. Plain exceptions are bugs of the node type. */
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

/**
 * Returns the event for a failed attempt. Transient errors are retried according to the policy, with a jitter of up to
 * a fifth of the delay (`random` in 0–1), or after the delay that the service requested if that is longer. Other errors
 * fail the node.
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
    /** The remaining time for all attempts and delays, in ms. */
    remainingMs?: number
    isHandled?: boolean
  },
): RunEventBody {
  const runError = toRunError(thrown, node)
  if (runError.kind === 'transient' && attempt <= policy.count) {
    const delay = policy.delaysMs[Math.min(attempt, policy.delaysMs.length) - 1] ?? 0
    const requested = thrown instanceof NodeError ? (thrown.retryAfterMs ?? 0) : 0
    const delayMs = Math.max(requested, Math.round(delay * (1 + 0.2 * random)))
    if (delayMs < remainingMs) return { type: 'node-retrying', node, attempt, error: runError, delayMs }
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
