import type { Problem } from './problem.ts'

/** The result of an operation that can fail because of user input: its value, or the problem to show. @public */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** Creates a successful result. @internal */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

/** Creates a failed result. @internal */
export const failed = (problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem })

/** An error that carries a problem, for callers that use exceptions. @internal */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message ?? problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/**
 * Returns the value of a successful result.
 *
 * @param signal The signal that was passed to the operation.
 * @throws The reason of `signal` if the operation was aborted.
 * @throws {ProblemError} If the operation failed for another reason.
 * @internal
 */
export function unwrap<T>(result: Result<T>, signal?: AbortSignal): T {
  if (result.ok) return result.value
  signal?.throwIfAborted()
  throw new ProblemError(result.problem)
}

/** Converts a promise to a result. `toProblem` converts the reason of a rejection to a problem. @internal */
export const settle = <T>(promise: Promise<T>, toProblem: (cause: unknown) => Problem): Promise<Result<T>> =>
  promise.then(ok, (cause: unknown) => failed(toProblem(cause)))

/** Returns the value of a successful result, or `undefined` if the result is failed. @internal */
export const getValue = <T>(result: Result<T>): T | undefined => (result.ok ? result.value : undefined)

/** Returns the problem of a failed result, or `undefined` if the result is successful. @internal */
export const getProblem = (result: Result<unknown>): Problem | undefined => (result.ok ? undefined : result.problem)
