import { NodeError, TablesError } from '@aw-flow/engine'
import { error, failed, ok, type Result } from '@aw-flow/schema'

/** Turns what an operation throws into a problem. An error without a problem is a bug and is reported as one. */
export async function toResult<T>(operation: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return ok(await operation())
  } catch (cause) {
    if (cause instanceof TablesError || cause instanceof NodeError) return failed(cause.problem)
    const message = cause instanceof Error ? cause.message : String(cause)
    return failed(error('engine.failed', `The engine failed: ${message}`, { hint: 'Reload the page and try again.' }))
  }
}
