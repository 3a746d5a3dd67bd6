import type { Text } from '@aw-flow/messages'
import { renderProblem } from './render-problem.ts'

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * The strings of an element and of the elements in it, with another renderer of messages: every group that has a
 * `renderText` gets it, and `problem` renders with it.
 */
export function withTextRenderer<Strings extends object>(
  strings: Strings,
  renderText: (text: Text) => string,
): Strings {
  const replaced = Object.entries(strings).map(([key, value]: [string, unknown]) => {
    if (key === 'renderText') return [key, renderText]
    if (key === 'problem' && typeof value === 'function')
      return [key, (problem: Parameters<typeof renderProblem>[0]) => renderProblem(problem, renderText)]
    return [key, isGroup(value) && !Array.isArray(value) ? withTextRenderer(value, renderText) : value]
  })
  return Object.fromEntries(replaced) as Strings
}
