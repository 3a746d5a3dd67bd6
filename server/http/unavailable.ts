import { formatProblem } from '@aw-flow/messages/catalogs'
import { error, type Problem } from '@aw-flow/schema'
import { isDatabaseDown } from '../store/database/database-down.ts'
import { isDataFault } from '../store/folder/data-fault.ts'
import { isDiskFull } from '../store/folder/disk-full.ts'

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

/**
 * Converts a failure of the files of the server or its database, which only its administrator can repair, to a problem. It has to
 * be logged.
 */
export const toDataProblem = (cause: unknown): Problem | undefined =>
  isDataFault(cause) ? error('storage.unusable', {}) : undefined

/** Converts a temporary failure of the disk, database or storage to a problem. Returns `undefined` for other errors. */
export function toUnavailableProblem(cause: unknown): Problem | undefined {
  if (cause instanceof UnavailableError) return cause.problem
  if (isDiskFull(cause)) return error('storage.full', {})
  return isDatabaseDown(cause) ? error('database.unavailable', {}) : undefined
}
