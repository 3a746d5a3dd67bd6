import { message } from '@aw-flow/messages'
import { groupByLength, maxTypoRatio, classifyTypo, type ColumnModel } from '../scoring/column-model.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import { appendAll } from '../large-lists.ts'
import { computeLogErrorLikelihood, type ErrorRates } from '../scoring/error-rates.ts'
import { createTypoIndex, type TypoIndex } from './typo-index.ts'
import type { Proposal } from './propose-repairs.ts'

/**
 * Where and how a word differs from a similar one. Short correct words often differ by one letter, and so do longer
 * ones at their ends. Differences inside long words are less common, and swapped or doubled letters are rare.
 */
type TypoClass = 'short' | 'end' | 'inside' | 'swap' | 'double'

const minLongWordLength = 7

function findTypoClass(observed: string, intended: string): TypoClass {
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
  /** Share of words that occur only once, which estimates the probability that a word is new. */
  unseenProbability: number
  establishedWords: TypoIndex
  establishedCount: number
  /** Established words, keyed by length. */
  wordsByLength: ReadonlyMap<number, readonly string[]>
  /** Share of established words that differ from another one by a single typo, keyed by the class of the typo. */
  similarShares: Readonly<Record<TypoClass, number>>
}

const wordPattern = /\p{L}+/gu
const minLength = 4
const minEstablishedCount = 4
const maxComparedWords = 400
/** Longer values are not checked for misplaced spaces, because each space must be tried. */
const maxLength = 400
/** A value that occurs in more cells than this is not considered misspelled. */
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
    const cellCount = column.counts[code] as number
    if (code === 0 || cellCount === 0) return
    for (const wordText of text.match(wordPattern) ?? []) {
      counts.set(wordText, (counts.get(wordText) ?? 0) + cellCount)
      total += cellCount
    }
  })
  const establishedWords = [...counts].flatMap(([text, count]) =>
    count >= minEstablishedCount && text.length >= minLength ? [text] : [],
  )
  const typoIndex = createTypoIndex(establishedWords)
  const singletonCount = [...counts.values()].filter((count) => count === 1).length
  const step = Math.max(1, Math.floor(establishedWords.length / maxComparedWords))
  const comparedWords = establishedWords.filter((_, position) => position % step === 0)
  const measureSimilarShare = (typoClass: TypoClass): number => {
    const ignoresLength = typoClass === 'swap' || typoClass === 'double'
    const words = comparedWords.filter(
      (text) => ignoresLength || (typoClass === 'short') === text.length < minLongWordLength,
    )
    const similarWords = words.filter((text) =>
      typoIndex.findSimilar(text).some((other) => findTypoClass(other, text) === typoClass),
    )
    return (similarWords.length + 0.04) / (words.length + 1)
  }
  return {
    counts,
    total,
    unseenProbability: Math.max(0.5, singletonCount) / Math.max(1, total),
    establishedWords: typoIndex,
    establishedCount: establishedWords.length,
    wordsByLength: groupByLength(establishedWords),
    similarShares: {
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
  wordModel: WordModel,
  rates: ErrorRates,
): Proposal | undefined {
  const occurrences = column.observedCounts[column.codes.get(text) ?? -1] ?? 1
  if (occurrences > maxOccurrences) return undefined
  let best: Proposal | undefined
  for (const match of text.matchAll(wordPattern)) {
    const [observed] = match
    if (isPartOfCode(match)) continue
    if (observed.length < minLength - 1 || (observed === observed.toUpperCase() && observed.length < minLength))
      continue
    const observedCount = wordModel.counts.get(observed) ?? 0
    const { placeholder } = rates
    const candidates = wordModel.establishedWords.findSimilar(observed)
    if (placeholder && observed.includes(placeholder.character))
      appendAll(candidates, wordModel.wordsByLength.get(observed.length) ?? [])
    for (const intended of candidates) {
      const frequency = wordModel.counts.get(intended) ?? 0
      if (isSentenceStart(observed, intended)) continue
      const logError = computeLogErrorLikelihood(observed, intended, rates)
      if (
        observedCount > Math.max(occurrences, maxTypoRatio * frequency) ||
        frequency < 4 * occurrences ||
        logError === -Infinity
      )
        continue
      const logLengthFraction = Math.log(observed.length / text.length)
      const logErrorProbability = Math.log(frequency / wordModel.total) + logError + logLengthFraction
      const newWordProbability = Math.exp(-2.3 * observed.length)
      const typoClass = findTypoClass(observed, intended)
      const typoRate = typoClass === 'swap' || typoClass === 'double' ? rates[typoClass] : rates.replace
      const similarWordProbability =
        ((wordModel.similarShares[typoClass] / wordModel.establishedCount) * Math.exp(logError)) / typoRate
      const penalty = typoClass === 'end' && observed.length !== intended.length ? inflectionPenalty : 0
      const logOdds =
        logErrorProbability -
        Math.log(wordModel.unseenProbability * (newWordProbability + similarWordProbability)) -
        penalty
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
  const movedSpace = moveSpace(text, wordModel, occurrences)
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
function moveSpace(text: string, { counts }: WordModel, occurrences: number): Proposal | undefined {
  if (text.length > maxLength) return undefined
  // The more spaces there are, the more likely known words are to result by chance.
  const spaceCount = Math.max(1, text.split(' ').length - 1)
  for (let spaceIndex = 1; spaceIndex + 1 < text.length; spaceIndex++) {
    if (text[spaceIndex] !== ' ' || text[spaceIndex - 1] === ' ' || text[spaceIndex + 1] === ' ') continue
    for (const swapIndex of [spaceIndex - 1, spaceIndex]) {
      const value = text.slice(0, swapIndex) + text[swapIndex + 1] + text[swapIndex] + text.slice(swapIndex + 2)
      const originalWords = findAdjacentWords(text, spaceIndex)
      const movedWords = findAdjacentWords(value, swapIndex === spaceIndex ? spaceIndex + 1 : spaceIndex - 1)
      const hasKnownWords =
        movedWords.length === 2 &&
        movedWords.every((wordText) => (counts.get(wordText) ?? 0) > Math.max(2, 2 * occurrences))
      if (!hasKnownWords || originalWords.every((wordText) => (counts.get(wordText) ?? 0) > occurrences)) continue
      const reason = message('finding.misplaced-space', { words: movedWords.join(' ') })
      return { value, rule: 'spelling', reason, logOdds: 2 - Math.log(spaceCount) }
    }
  }
  return undefined
}

/** Returns the words on both sides of a space. */
function findAdjacentWords(text: string, spaceIndex: number): string[] {
  const textBefore = text.slice(0, spaceIndex)
  const previousWord = textBefore.slice(textBefore.lastIndexOf(' ') + 1)
  const nextWord = /^[^ ]+/.exec(text.slice(spaceIndex + 1))?.[0] ?? ''
  return [previousWord, nextWord].filter((wordText) => wordText !== '')
}
