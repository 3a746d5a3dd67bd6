import { trimEnd } from '../trim-end.ts'
import type { Rewrite } from './read-rewrites.ts'

const connectorBefore = /\b(?:and|und|so|then|dann|but)$/
const connectorsAfter = /^(?:[\s,;:)]|\b(?:and|und|then|dann|but)\b)*/

/** Removes trailing connectors and punctuation: "count them, and" becomes "count them". */
function trimConnectors(text: string): string {
  const trimmed = trimEnd(text, /[\s,;:]/)
  const withoutConnector = trimmed.replace(connectorBefore, '')
  return withoutConnector === trimmed ? trimmed : trimConnectors(withoutConnector)
}

/** Placeholder for a rewrite in the text, so that the words before it can be replaced separately. */
export const rewritePlaceholder = '\uE000'

/** Replaces the parts that rewrite cells with spaces. The text after each part becomes a new clause. */
export function blankRewrites(
  text: string,
  rewrites: readonly Pick<Rewrite, 'start' | 'end'>[],
  marker = rewritePlaceholder,
): string {
  let result = text
  for (const { start, end } of rewrites) {
    const from = trimConnectors(result.slice(0, start)).length
    const to = end + connectorsAfter.exec(result.slice(end))![0].length
    const replacement = `;${marker}`.padEnd(to - from)
    result = result.slice(0, from) + replacement + result.slice(from + replacement.length)
  }
  return result
}
