import { formatProblem, type Problem } from '@aw-flow/schema'

/** Something that we depend on (database, storage) does not answer at present. Routes answer 503 with the problem. */
export class Unavailable extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(formatProblem(problem), { cause })
    this.problem = problem
  }
}
