import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCells = 5
/** Minimum share of cells that consist of several words. */
const minPhraseShare = 0.5
/** Minimum ratio of cells that end with a word to cells that end with its abbreviation. */
const minRatio = 3
/** Maximum number of last words that are considered, most frequent first. They must account for most cells. */
const maxCommonWords = 30
/** Minimum share of cells that end with one of the most frequent last words. */
const minCommonShare = 0.8
const maxAbbreviationLength = 4
const minWordLength = 4

const lastWordPattern = /^(\S.*\s)(\p{Lu}\p{L}+)(\.?)$/u

/**
 * Returns whether a string abbreviates a word: it is the start of the word, or its letters occur in the word in the
 * same order and both end with the same letter.
 */
function isAbbreviation(abbreviation: string, word: string): boolean {
  const [lowerAbbreviation, lowerWord] = [abbreviation.toLowerCase(), word.toLowerCase()]
  if (
    lowerAbbreviation.length >= lowerWord.length ||
    lowerAbbreviation[0] !== lowerWord[0] ||
    lowerWord === `${lowerAbbreviation}s`
  )
    return false
  if (lowerWord.startsWith(lowerAbbreviation)) return true
  let index = 0
  for (const letter of lowerWord) if (letter === lowerAbbreviation[index]) index++
  return index === lowerAbbreviation.length && lowerAbbreviation.at(-1) === lowerWord.at(-1)
}

/**
 * Finds abbreviations of the last word, such as "12 Oak St." in a column with "7 Elm Street". The word must be more
 * frequent than its abbreviation, and the abbreviation must match no other word.
 */
export function findAbbreviatedWords(values: readonly DistinctValue[]): Inconsistency | undefined {
  const phrases = values.filter(({ text }) => lastWordPattern.test(text))
  if (countCells(phrases) < minPhraseShare * countCells(values)) return undefined
  const words = groupValues(phrases, (text) => lastWordPattern.exec(text)?.slice(2).join(''))
  // Addresses have few, frequent last words, whereas the last words of names vary.
  if (
    words.slice(0, maxCommonWords).reduce((sum, { cellCount }) => sum + cellCount, 0) <
    minCommonShare * countCells(phrases)
  )
    return undefined
  const cellCountByWord = new Map<string, number>()
  for (const { key, cellCount } of words) {
    const word = key.replace(/\.$/, '')
    cellCountByWord.set(word, (cellCountByWord.get(word) ?? 0) + cellCount)
  }
  const rewrites = new Map<string, Rewrite>()
  for (const { key, cellCount, values: abbreviatedValues } of words) {
    const abbreviation = key.replace(/\.$/, '')
    if (cellCount < minCells || abbreviation.length > maxAbbreviationLength) continue
    const matchingWords = words.filter(
      (word) => word.key.length >= minWordLength && !word.key.endsWith('.') && isAbbreviation(abbreviation, word.key),
    )
    const [word] = matchingWords
    if (!word || matchingWords.length > 1 || word.cellCount < minRatio * (cellCountByWord.get(abbreviation) ?? 0))
      continue
    for (const { text } of abbreviatedValues)
      rewrites.set(text, {
        replacement: text.replace(lastWordPattern, (_, start: string) => `${start}${word.key}`),
        logOdds: 3,
        mayBeConvention: true,
      })
  }
  const [example] = rewrites
  if (!example) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: example[1].replacement ?? '' }, rewrites }
}
