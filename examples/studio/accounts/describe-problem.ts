import { ProblemError, type Problem } from '@aw-flow/schema'
import { formatProblem } from '../language/format-problem.ts'
import { strings } from '../language/strings.ts'

/** Returns the text of a problem with the account, in the user's language. */
export function describeAccountProblem(problem: Problem): string {
  const { signIn } = strings()
  const text = Object.hasOwn(signIn.problems, problem.code) ? signIn.problems[problem.code] : undefined
  return text ?? formatProblem(problem)
}

/** Like `describeAccountProblem`, for pages of the signed-in user, where a wrong password belongs to this account. */
export const describeSignedInProblem = (problem: Problem): string =>
  problem.code === 'account.password' ? strings().account.wrongPassword : describeAccountProblem(problem)

/** Runs an action. Returns the problem that it fails with; other errors are thrown. */
export async function catchProblem(action: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    await action()
    return undefined
  } catch (cause) {
    if (cause instanceof ProblemError) return cause.problem
    throw cause
  }
}
