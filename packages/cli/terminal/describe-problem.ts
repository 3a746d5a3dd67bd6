import { english, formatProblem } from '@aw-flow/messages/catalogs'
import type { Problem } from '@aw-flow/schema'
import { toPlainText } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** Maximum number of codes in the hint. */
const maxCodes = 3

/** Formats a problem on one line: severity, message, location and hint. */
export const describeProblem = (problem: Problem): string =>
  `${problem.severity}: ${toPlainText(formatProblem(problem))}`

/** Formats problems as lines without duplicates, followed by the command that explains their codes. */
export function describeProblems(problems: readonly Problem[]): string {
  const codes = [...new Set(problems.map(({ code }) => code))].filter((code) => Object.hasOwn(english, code))
  const details = codes.length > 0 ? [`For details: aw explain ${codes.slice(0, maxCodes).join(' ')}`] : []
  return [...new Set(problems.map(describeProblem)), ...details].join('\n')
}

export function reportProblems(problems: readonly Problem[], terminal: Terminal): void {
  if (problems.length > 0) terminal.report(describeProblems(problems))
}
