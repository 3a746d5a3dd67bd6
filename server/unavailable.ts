import { formatProblem } from '@aw-flow/messages/catalogs'
import { error, type Problem } from '@aw-flow/schema'
import { isDatabaseGone } from './store/database-gone.ts'

/** Something that we depend on (database, storage) does not answer at present. Routes answer 503 with the problem. */
export class Unavailable extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(formatProblem(problem), { cause })
    this.problem = problem
  }
}

/** What is said of a failure that passes without a change of ours; nothing of any other. */
export function unavailableProblem(cause: unknown): Problem | undefined {
  if (cause instanceof Unavailable) return cause.problem
  if (isDiskFull(cause)) {
    return error('storage.full', 'There is no room left on the disk of the server.', {
      hint: 'Nothing was kept. Make room (`aw purge`, or a larger disk), then try again.',
    })
  }
  if (isDatabaseGone(cause)) {
    return error('database.unavailable', 'The database does not answer at present.', {
      hint: 'Try again in a moment. If you changed something, look first whether it was done.',
    })
  }
  return undefined
}

/** Of the file system, or of the database (53100). */
function isDiskFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  return /^(ENOSPC|EDQUOT|53100)$/.test(code) || (cause.cause instanceof Error && isDiskFull(cause.cause))
}
