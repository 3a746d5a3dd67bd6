import type { Problem } from '@aw-flow/schema'
import type { Answer } from './worker/engine-api.ts'

/** A rejection that carries its problem: what a promise of the session rejects with. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** What was answered; throws the reason of a signal that was aborted meanwhile, else the problem as a `ProblemError`. */
export function valueOf<T>(answer: Answer<T>, signal?: AbortSignal): T {
  if (answer.ok) return answer.value
  signal?.throwIfAborted()
  throw new ProblemError(answer.problem)
}
