/** Patterns of character runs, with their costs. They are valid in RE2 and in JavaScript. */
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

/** Matches strings with letters or digits, not punctuation. */
export const isWord = (text: string): boolean => /[\p{L}0-9]/u.test(text)

/**
 * Returns the cost of a delimiter: lower for longer runs of punctuation, which are more specific, and higher for words,
 * which are less likely to be delimiters.
 */
export const getDelimiterCost = (delimiter: string): number =>
  isWord(delimiter) ? 0.8 + 0.1 * delimiter.length : 0.3 - 0.05 * Math.min(3, delimiter.length)

const maxIndex = 9

/** Lists the indexes of items from the start and from the end. */
export function listIndexes(count: number, max = maxIndex): number[] {
  const indexes: number[] = []
  for (let index = 1; index <= Math.min(count, max); index++) indexes.push(index, -index)
  return indexes
}

export const getIndexCost = (index: number): number => 0.7 * (Math.abs(index) - 1) + (index < 0 ? 0.25 : 0)
