import { renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { getStrings } from './strings.ts'

/** Formats a problem's message and hint in the user's language. */
export function formatProblem(problem: Problem): string {
  const { message, hint = '' } = renderProblem(problem, getStrings().editor.renderText)
  return `${message} ${hint}`.trim()
}
