import { message } from '@aw-flow/messages'
import { groupByLength, maxTypoRatio, classifyTypo, type ColumnModel } from '../scoring/column-model.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import { computeLogErrorLikelihood, type ErrorRates } from '../scoring/error-rates.ts'
import { createTypoIndex, type TypoIndex } from './typo-index.ts'
import type { Proposal } from './propose-repairs.ts'

/**
 * Where and how a word differs from a similar one. Two correct words often differ at their ends or if they are short.
 * They less often differ inside long words, and rarely by swapped or doubled letters.
 */
type TypoLocation = 'short' | 'end' | 'inside' | 'swap' | 'double'

const minLongWordLength = 7

function locateTypo(observed: string, intended: string): TypoLocation {
  const kind = classifyTypo(observed, intended)
  if (kind === 'swap' || kind === 'double') return kind
  if (intended.length < minLongWordLength) return 'short'
  return observed.slice(0, intended.length - 1) === intended.slice(0, -1) ? 'end' : 'inside'
}

/** Statistics about a column's words, which are runs of letters. */
export interface WordModel {
  /** Number of cells, keyed by word. */
  counts: ReadonlyMap<string, number>
  total: number
  /** Share of words that occur only once. */
  novelty: number
  established: TypoIndex
  establishedCount: number
  /** Established words, keyed by length. */
  byLength: ReadonlyMap<number, readonly string[]>
  /** Share of established words that differ from another one by a single typo, keyed by the typo's location. */
  similar: Readonly<Record<TypoLocation, number>>
}

const wordPattern = /\p{L}+/gu
const minLength = 4
const minEstablished = 4
const maxCompared = 400
/** Maximum length of values in which spaces are moved, because each space is tried. */
const maxLength = 400
/** Values that occur in more cells are not considered misspelled. */
const maxOccurrences = 2
/**
 * Log likelihood penalty for a letter that is added or missing at the end of a word, because it may be an inflection.
 */
const inflectionPenalty = 1.5

/** Builds a column's word model. */
export function buildWordModel(column: EncodedColumn): WordModel {
  const counts = new Map<string, number>()
  let total = 0
  column.values.forEach((text, code) => {
    const cells = column.counts[code] as number
    if (code === 0 || cells === 0) return
    for (const wordText of text.match(wordPattern) ?? []) {
      counts.set(wordText, (counts.get(wordText) ?? 0) + cells)
      total += cells
    }
  })
  const established = [...counts].flatMap(([text, count]) =>
    count >= minEstablished && text.length >= minLength ? [text] : [],
  )
  const index = createTypoIndex(established)
  const singles = [...counts.values()].filter((count) => count === 1).length
  const step = Math.max(1, Math.floor(established.length / maxCompared))
  const compared = established.filter((_, position) => position % step === 0)
  const measureSimilarShare = (location: TypoLocation): number => {
    const isAnywhere = location === 'swap' || location === 'double'
    const words = compared.filter((text) => isAnywhere || (location === 'short') === text.length < minLongWordLength)
    const similar = words.filter((text) =>
      index.findSimilar(text).some((other) => locateTypo(other, text) === location),
    )
    return (similar.length + 0.04) / (words.length + 1)
  }
  return {
    counts,
    total,
    novelty: Math.max(0.5, singles) / Math.max(1, total),
    established: index,
    establishedCount: established.length,
    byLength: groupByLength(established),
    similar: {
      short: measureSimilarShare('short'),
      end: measureSimilarShare('end'),
      inside: measureSimilarShare('inside'),
      swap: measureSimilarShare('swap'),
      double: measureSimilarShare('double'),
    },
  }
}

/**
 * Replaces a rare word in a value with a frequent word that differs by one typo, or moves a misplaced space. Returns
 * `undefined` if neither applies.
 */
export function repairWord(
  text: string,
  { column }: ColumnModel,
  words: WordModel,
  rates: ErrorRates,
): Proposal | undefined {
  const cells = column.observedCounts[column.codes.get(text) ?? -1] ?? 1
  if (cells > maxOccurrences) return undefined
  let best: Proposal | undefined
  for (const match of text.matchAll(wordPattern)) {
    const [observed] = match
    if (isPartOfCode(match)) continue
    if (observed.length < minLength - 1 || (observed === observed.toUpperCase() && observed.length < minLength))
      continue
    const observedCount = words.counts.get(observed) ?? 0
    const { placeholder } = rates
    const candidates = words.established.findSimilar(observed)
    if (placeholder && observed.includes(placeholder.character))
      candidates.push(...(words.byLength.get(observed.length) ?? []))
    for (const intended of candidates) {
      const frequency = words.counts.get(intended) ?? 0
      if (isSentenceStart(observed, intended)) continue
      const logError = computeLogErrorLikelihood(observed, intended, rates)
      if (observedCount > Math.max(cells, maxTypoRatio * frequency) || frequency < 4 * cells || logError === -Infinity)
        continue
      const logShare = Math.log(observed.length / text.length)
      const logWrong = Math.log(frequency / words.total) + logError + logShare
      const newWordProbability = Math.exp(-2.3 * observed.length)
      const location = locateTypo(observed, intended)
      const typoRate = location === 'swap' || location === 'double' ? rates[location] : rates.replace
      const similarWordProbability =
        ((words.similar[location] / words.establishedCount) * Math.exp(logError)) / typoRate
      const penalty = location === 'end' && observed.length !== intended.length ? inflectionPenalty : 0
      const logOdds = logWrong - Math.log(words.novelty * (newWordProbability + similarWordProbability)) - penalty
      if (best && best.logOdds >= logOdds) continue
      const value = text.slice(0, match.index) + intended + text.slice(match.index + observed.length)
      best = {
        value,
        rule: 'spelling',
        reason: message('finding.typo-in-word', { word: observed, value: intended, cells: frequency }),
        logOdds,
      }
    }
  }
  // Two known words are stronger evidence than a single similar word.
  const movedSpace = moveSpace(text, words, cells)
  return movedSpace ? { ...movedSpace, logOdds: Math.max(movedSpace.logOdds, best?.logOdds ?? -Infinity) } : best
}

/**
 * Returns whether a run of capital letters is adjacent to a digit and is therefore part of a code, as in "GENODEFF120".
 */
const isPartOfCode = ({ 0: letters, index, input = '' }: RegExpMatchArray): boolean =>
  letters === letters.toUpperCase() &&
  /\d/.test(`${input.charAt((index ?? 0) - 1)}${input.charAt((index ?? 0) + letters.length)}`)

/** Returns whether a word differs from a known word only in its initial capital, as at the start of a sentence. */
const isSentenceStart = (observed: string, intended: string): boolean =>
  observed !== intended && observed.charAt(0).toLowerCase() + observed.slice(1) === intended

/** Moves a space by one character if both adjacent words are known afterwards but not before. */
function moveSpace(text: string, { counts }: WordModel, cells: number): Proposal | undefined {
  if (text.length > maxLength) return undefined
  // The more spaces there are, the more likely known words are to result by chance.
  const spaces = Math.max(1, text.split(' ').length - 1)
  for (let spaceIndex = 1; spaceIndex + 1 < text.length; spaceIndex++) {
    if (text[spaceIndex] !== ' ' || text[spaceIndex - 1] === ' ' || text[spaceIndex + 1] === ' ') continue
    for (const from of [spaceIndex - 1, spaceIndex]) {
      const value = text.slice(0, from) + text[from + 1] + text[from] + text.slice(from + 2)
      const originalWords = findWordsAround(text, spaceIndex)
      const movedWords = findWordsAround(value, from === spaceIndex ? spaceIndex + 1 : spaceIndex - 1)
      const isKnown =
        movedWords.length === 2 && movedWords.every((wordText) => (counts.get(wordText) ?? 0) > Math.max(2, 2 * cells))
      if (!isKnown || originalWords.every((wordText) => (counts.get(wordText) ?? 0) > cells)) continue
      const reason = message('finding.moved-space', { words: movedWords.join(' ') })
      return { value, rule: 'spelling', reason, logOdds: 2 - Math.log(spaces) }
    }
  }
  return undefined
}

/** Returns the words on both sides of a space. */
function findWordsAround(text: string, space: number): string[] {
  const before = text.slice(0, space)
  const previousWord = before.slice(before.lastIndexOf(' ') + 1)
  const nextWord = /^[^ ]+/.exec(text.slice(space + 1))?.[0] ?? ''
  return [previousWord, nextWord].filter((wordText) => wordText !== '')
}
