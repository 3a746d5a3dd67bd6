/** Patterns that match runs of characters, and their costs. They are valid in both RE2 and JavaScript. */
export const tokenPatterns: readonly (readonly [pattern: string, cost: number])[] = [
  ['[0-9]+', 0],
  ['\\p{L}+', 0.4],
  ['[^ \\t\\r\\n]+', 0.3],
  ['[\\p{L}0-9]+', 0.6],
  ['\\p{Lu}+', 1],
  ['\\p{Ll}+', 1.2],
  ['\\p{Lu}\\p{Ll}+', 0.9],
  ['[0-9]+(?:[.,][0-9]+)+', 0.6],
  ['[0-9]+(?:[.][0-9]+)?', 0.5],
  ['\\p{L}*[0-9][\\p{L}0-9]*', 1.2],
]

export const spacePattern = '[ \\t\\r\\n]+'

/** Returns whether a string contains letters or digits, rather than only punctuation. */
export const hasWordCharacter = (text: string): boolean => /[\p{L}0-9]/u.test(text)

/**
 * Returns the cost of a delimiter. It is lower for longer runs of punctuation, because they are more specific. It is
 * higher for words, because they are less likely to be delimiters.
 */
export const getDelimiterCost = (delimiter: string): number =>
  hasWordCharacter(delimiter) ? 0.8 + 0.1 * delimiter.length : 0.3 - 0.05 * Math.min(3, delimiter.length)

const maxIndex = 9

/** Lists the indexes of items, counted from the start and from the end. */
export function listIndexes(count: number, max = maxIndex): number[] {
  const indexes: number[] = []
  for (let index = 1; index <= Math.min(count, max); index++) indexes.push(index, -index)
  return indexes
}

export const getIndexCost = (index: number): number => 0.7 * (Math.abs(index) - 1) + (index < 0 ? 0.25 : 0)
