import { findNearestName } from '@aw-flow/engine'
import { explainProblem, problemReference, type ExplainedProblem } from '@aw-flow/messages/reference'
import { error } from '@aw-flow/schema'
import { createUsageError } from '../../command-error.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/**
 * `aw explain [CODE…]`: prints the entries of problem codes in the error reference or, without arguments, a list of all
 * codes.
 */
export function explainCommand(codes: readonly string[], terminal: Terminal): number {
  const entries = codes.map((code) => {
    const entry = explainProblem(code)
    if (!entry) {
      const nearest = findNearestName(code, Object.keys(problemReference)) ?? ''
      throw createUsageError(error('explain.unknown-code', { code, nearest }))
    }
    return entry
  })
  terminal.print(
    entries.length > 0 ? entries.map(describeEntry).join('\n\n') : Object.keys(problemReference).sort().join('\n'),
  )
  return 0
}

const describeEntry = ({ code, meaning, example, solution }: ExplainedProblem): string =>
  `${code}\n\n${meaning}\n\n  Example: ${example}\n\n${solution}`
