import type { Problem } from '@aw-flow/schema'

/** A rejection that carries its problem: what a promise of the session rejects with. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'ProblemError'
    this.problem = problem
  }
}
