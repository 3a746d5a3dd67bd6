import type { Text } from '@aw-flow/messages'
import { getHint, getProblemText, type Problem } from '@aw-flow/schema'

/** A problem with its message and hint rendered in the user's language. @internal */
export interface RenderedProblem extends Omit<Problem, 'message' | 'hint'> {
  message: string
  hint?: string
}

/**
 * Renders a problem's message and hint as a single string. A message can end with a text of another program, which has no
 * period.
 *
 * @internal
 */
export function renderProblemSentences(problem: Problem, renderText: (text: Text) => string): string {
  const { message, hint } = renderProblem(problem, renderText)
  return hint === undefined ? message : `${message}${/[\p{L}\p{N}]$/u.test(message) ? '.' : ''} ${hint}`
}

/** Renders a problem's message and, if present, its hint. @internal */
export function renderProblem(problem: Problem, renderText: (text: Text) => string): RenderedProblem {
  const { message: _, hint: __, ...rest } = problem
  const hint = renderText(getHint(problem))
  return { ...rest, message: renderText(getProblemText(problem)), ...(hint === '' ? {} : { hint }) }
}
