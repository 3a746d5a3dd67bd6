import { ProblemError, type Problem } from '@aw-flow/schema'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'

/** Returns the message for an account problem in the user's language. */
export function describeAccountProblem(problem: Problem): string {
  const { signIn } = getStrings()
  const text = Object.hasOwn(signIn.problems, problem.code) ? signIn.problems[problem.code] : undefined
  return text ?? formatProblem(problem)
}

/** Like `describeAccountProblem`, but says that the current password is wrong, because the user is signed in. */
export const describeSignedInProblem = (problem: Problem): string =>
  problem.code === 'account.password' ? getStrings().account.wrongPassword : describeAccountProblem(problem)

/** Runs an action and returns the problem it fails with. Rethrows any other error. */
export async function catchProblem(action: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    await action()
    return undefined
  } catch (cause) {
    if (cause instanceof ProblemError) return cause.problem
    throw cause
  }
}
