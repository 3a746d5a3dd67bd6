import { renderProblemSentences } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { getStrings } from './strings.ts'

/** Formats a problem's message and hint in the user's language. The problem may be part of a server's response. */
export const formatProblem = (problem: Problem | Readonly<Record<string, unknown>>): string =>
  renderProblemSentences(problem as Problem, getStrings().editor.renderText)
