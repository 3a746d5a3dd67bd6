import { formatProblem } from '@aw-flow/messages/catalogs'
import { error, type Problem } from '@aw-flow/schema'
import { isDatabaseDown } from '../store/database/database-down.ts'

/**
 * Thrown if a dependency, such as the database or storage, does not respond. Routes respond with 503 and the problem.
 */
export class UnavailableError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(formatProblem(problem), { cause })
    this.problem = problem
  }
}

/** Converts a temporary failure of the disk, database or storage to a problem. Returns `undefined` for other errors. */
export function toUnavailableProblem(cause: unknown): Problem | undefined {
  if (cause instanceof UnavailableError) return cause.problem
  if (isDiskFull(cause)) return error('storage.full', {})
  return isDatabaseDown(cause) ? error('database.unavailable', {}) : undefined
}

/** Returns whether a full disk caused an error of the file system or the database (code 53100). */
function isDiskFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  return /^(ENOSPC|EDQUOT|53100)$/.test(code) || (cause.cause instanceof Error && isDiskFull(cause.cause))
}
