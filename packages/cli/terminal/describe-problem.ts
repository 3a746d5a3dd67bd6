import { formatProblem } from '@aw-flow/messages/catalogs'
import { type Problem } from '@aw-flow/schema'
import { plainText } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** A problem as one line: how bad, what, where, what to do. */
export const describeProblem = (problem: Problem): string => `${problem.severity}: ${plainText(formatProblem(problem))}`

/** Problems as lines, the same words once. */
export const describeProblems = (problems: readonly Problem[]): string =>
  [...new Set(problems.map(describeProblem))].join('\n')

/** Tells problems, where there are any. */
export function tellProblems(problems: readonly Problem[], terminal: Terminal): void {
  if (problems.length > 0) terminal.tell(describeProblems(problems))
}
