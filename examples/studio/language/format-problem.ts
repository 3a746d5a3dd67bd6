import { renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { strings } from './strings.ts'

/** Formats a problem's message and hint in the user's language. */
export function formatProblem(problem: Problem): string {
  const { message, hint = '' } = renderProblem(problem, strings().editor.renderText)
  return `${message} ${hint}`.trim()
}
