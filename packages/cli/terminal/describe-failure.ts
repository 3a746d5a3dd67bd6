import { NodeError, TablesError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { CommandError } from '../command-error.ts'
import { findFailureCode } from '../exit-codes.ts'
import { describeProblems } from './describe-problem.ts'

/** Returns the text and the exit code for an error that ended a command. */
export function describeFailure(cause: unknown): { text: string; exitCode: number } {
  if (cause instanceof CommandError) return { text: describeProblems(cause.problems), exitCode: cause.exitCode }
  const problems = [toProblem(cause)]
  return { text: describeProblems(problems), exitCode: findFailureCode(problems) }
}

function toProblem(cause: unknown): Problem {
  if (cause instanceof NodeError || cause instanceof TablesError) return cause.problem
  const message = cause instanceof Error ? cause.message : String(cause)
  return error('aw.internal-error', { reason: message })
}
