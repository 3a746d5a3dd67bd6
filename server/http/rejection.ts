import { error, type Problem, type Result } from '@aw-flow/schema'
import type { ErrorStatus, ProblemDetails } from './error-response.ts'

/** Thrown to reject a request. The app responds with the status and the problem. */
export class Rejection extends Error {
  readonly status: ErrorStatus
  readonly problem: Problem
  readonly details: ProblemDetails | undefined
  readonly retryAfterSeconds: number | undefined

  /**
   * @param details All problems, if there are several. `problem` is the one that the message describes.
   * @param retryAfterSeconds Time after which the client may send the request again.
   */
  constructor(status: ErrorStatus, problem: Problem, details?: ProblemDetails, retryAfterSeconds?: number) {
    super(problem.code)
    this.status = status
    this.problem = problem
    this.details = details
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * Returns a stored value.
 *
 * @param value The value, or `false` or nothing if it does not exist.
 * @throws {Rejection} 404 if the value does not exist.
 */
export function requireFound<T>(value: T, problem: Problem): Exclude<T, undefined | null | false> {
  if (value === undefined || value === null || value === false) throw new Rejection(404, problem)
  return value as Exclude<T, undefined | null | false>
}

/**
 * Returns the value of a successful result.
 *
 * @throws {Rejection} with the status if the result has a problem.
 */
export function requireValue<T>(result: Result<T>, status: ErrorStatus): T {
  if (result.ok) return result.value
  throw new Rejection(status, result.problem)
}

/** Creates the rejection of a request to a route that does not exist on this server. */
export const createRouteNotFound = ({ method, path }: { method: string; path: string }): Rejection =>
  new Rejection(404, error('route.not-found', { method, path }))
