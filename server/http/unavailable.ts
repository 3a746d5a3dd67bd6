import { formatProblem } from '@aw-flow/messages/catalogs'
import { error, type Problem } from '@aw-flow/schema'
import { isDatabaseDown } from '../store/database/database-down.ts'

/** Thrown when a dependency (database, storage) does not respond. Routes respond with 503 and the problem. */
export class UnavailableError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(formatProblem(problem), { cause })
    this.problem = problem
  }
}

/** Returns the problem for a temporary failure (disk, database, storage); `undefined` for other errors. */
export function toUnavailableProblem(cause: unknown): Problem | undefined {
  if (cause instanceof UnavailableError) return cause.problem
  if (isDiskFull(cause)) return error('storage.full', {})
  return isDatabaseDown(cause) ? error('database.unavailable', {}) : undefined
}

/** Returns whether an error of the file system or of the database (53100) means that the disk is full. */
function isDiskFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  return /^(ENOSPC|EDQUOT|53100)$/.test(code) || (cause.cause instanceof Error && isDiskFull(cause.cause))
}
