import { countCells, groupTexts, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCells = 5
/** Minimum share of cells that consist of several words. */
const minPhraseShare = 0.5
/** Minimum ratio of cells that end with a word to cells that end with its abbreviation. */
const minRatio = 3
/** Number of most frequent last words that must account for most cells. */
const maxCommonWords = 30
/** Minimum share of cells that end with one of the most frequent last words. */
const minCommonShare = 0.8
const maxAbbreviationLength = 4
const minWordLength = 4

const lastWordPattern = /^(\S.*\s)(\p{Lu}\p{L}+)(\.?)$/u

/**
 * Returns whether `short` abbreviates a word: it is the start of the word, or its letters occur in the word in the same
 * order and both end with the same letter.
 */
function isAbbreviation(short: string, word: string): boolean {
  const [from, to] = [short.toLowerCase(), word.toLowerCase()]
  if (from.length >= to.length || from[0] !== to[0] || to === `${from}s`) return false
  if (to.startsWith(from)) return true
  let index = 0
  for (const letter of to) if (letter === from[index]) index++
  return index === from.length && from.at(-1) === to.at(-1)
}

/**
 * Finds abbreviations of the last word, such as "12 Oak St." in a column with "7 Elm Street". The word must be more
 * frequent than its abbreviation, and the abbreviation must match no other word.
 */
export function findAbbreviatedWords(texts: readonly DistinctText[]): Inconsistency | undefined {
  const phrases = texts.filter(({ text }) => lastWordPattern.test(text))
  if (countCells(phrases) < minPhraseShare * countCells(texts)) return undefined
  const words = groupTexts(phrases, (text) => lastWordPattern.exec(text)?.slice(2).join(''))
  // Addresses have few, frequent last words, whereas those of names are diverse.
  if (words.slice(0, maxCommonWords).reduce((sum, { cells }) => sum + cells, 0) < minCommonShare * countCells(phrases))
    return undefined
  const cellsByWord = new Map<string, number>()
  for (const { key, cells } of words) {
    const word = key.replace(/\.$/, '')
    cellsByWord.set(word, (cellsByWord.get(word) ?? 0) + cells)
  }
  const rewrites = new Map<string, Rewrite>()
  for (const { key, cells, texts: shortTexts } of words) {
    const short = key.replace(/\.$/, '')
    if (cells < minCells || short.length > maxAbbreviationLength) continue
    const matching = words.filter(
      (word) => word.key.length >= minWordLength && !word.key.endsWith('.') && isAbbreviation(short, word.key),
    )
    const [word] = matching
    if (!word || matching.length > 1 || word.cells < minRatio * (cellsByWord.get(short) ?? 0)) continue
    for (const { text } of shortTexts)
      rewrites.set(text, {
        to: text.replace(lastWordPattern, (_, start: string) => `${start}${word.key}`),
        logOdds: 3,
        isConvention: true,
      })
  }
  const [example] = rewrites
  if (!example) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: example[1].to ?? '' }, rewrites }
}
