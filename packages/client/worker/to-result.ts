import { NodeError, TablesError } from '@aw-flow/engine'
import { error, failed, ok, ProblemError, type Result } from '@aw-flow/schema'

/**
 * Runs an operation and converts thrown errors to problems. An error that does not carry a problem is a bug, and is
 * reported as `engine.failed`.
 */
export async function toResult<T>(operation: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return ok(await operation())
  } catch (cause) {
    if (cause instanceof TablesError || cause instanceof NodeError || cause instanceof ProblemError)
      return failed(cause.problem)
    return failed(error('engine.failed', { reason: cause instanceof Error ? cause.message : String(cause) }))
  }
}
