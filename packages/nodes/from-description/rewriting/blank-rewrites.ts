import type { Rewrite } from './read-rewrites.ts'

const connectorsBefore = /(?:[\s,;:]|\b(?:and|und|so|then|dann|but)\b)*$/
const connectorsAfter = /^(?:[\s,;:)]|\b(?:and|und|then|dann|but)\b)*/

/** Marks the place of a rewrite in a text, in which the words before it can be replaced. */
export const rewriteMark = '\uE000'

/** Returns the text with spaces in place of the parts that rewrite cells. The text after each is a new clause. */
export function blankRewrites(
  text: string,
  rewrites: readonly Pick<Rewrite, 'start' | 'end'>[],
  marker = rewriteMark,
): string {
  let result = text
  for (const { start, end } of rewrites) {
    const from = start - connectorsBefore.exec(result.slice(0, start))![0].length
    const to = end + connectorsAfter.exec(result.slice(end))![0].length
    const mark = `;${marker}`.padEnd(to - from)
    result = result.slice(0, from) + mark + result.slice(from + mark.length)
  }
  return result
}
