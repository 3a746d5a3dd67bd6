import { message } from '@aw-flow/messages'
import { createTypoIndex } from '../repairs/typo-index.ts'
import { findTypo } from '../repairs/typo.ts'
import type { DistinctValue, Inconsistency, Rewrite } from './inconsistency.ts'

/** Minimum number of cells that contain an established value. */
const minEstablishedCells = 5
/** Minimum ratio between the cells with an established value and the cells with a rare value that may be its typo. */
const minRatio = 10
/** The share of correct values that differ from another one in a letter, by length. Longer values: the last share. */
const similarShareByLength = [0.5, 0.5, 0.3, 0.15, 0.06, 0.02]
/** Weight of the shares above, in number of values. */
const priorValueCount = 5
/** The share of typos among rare values that is assumed before any are counted, and its weight in number of values. */
const assumedTypoShare = 0.02
const assumedValueCount = 3
/** Words of at most this length are often codes, which differ by a letter of the same number. */
const maxCodeLength = 3

/**
 * How a value differs from another one, and the share of each difference among correct values. They rarely differ by
 * swapped or doubled letters, and often by their last letter, as in singular and plural.
 */
const differences = { swapped: 0.1, last: 0.5, inner: 0.4 } as const
type Difference = keyof typeof differences

/** A rare value, the established value next to it, and their difference. */
interface NearValue extends DistinctValue {
  readonly near: DistinctValue
  readonly difference: Difference
  /** The words that the other value does not have. */
  readonly newWords: readonly string[]
  /** Whether a short word has another letter, which is often a different code. */
  readonly isCode: boolean
}

/**
 * Finds rare values that differ from an established value of the column by one typo. The probability that they are
 * typos is the excess of such values over their number in a column without typos, which is estimated from the
 * established values. Values that differ in digits are never compared, because such codes are usually correct.
 */
export function findNearValues(values: readonly DistinctValue[]): Inconsistency | undefined {
  const established = values.filter(({ text, cellCount }) => cellCount >= minEstablishedCells && /\p{L}/u.test(text))
  if (established.length === 0) return undefined
  const byText = new Map(established.map((value) => [value.text, value]))
  const index = createTypoIndex([...byText.keys()])
  const findNearest = (value: DistinctValue, ratio: number): NearValue | undefined =>
    index
      .findSimilar(value.text)
      .map((text) => byText.get(text) as DistinctValue)
      .filter((near) => near.cellCount >= ratio * value.cellCount && mayBeTypo(value.text, near.text))
      .toSorted((a, b) => b.cellCount - a.cellCount)
      .map((near) => ({ ...value, near, ...compare(value.text, near.text) }))[0]
  const maxRareCells = Math.max(...established.map(({ cellCount }) => cellCount)) / minRatio
  const rareValues = values.filter(({ text, cellCount }) => cellCount <= maxRareCells && /\p{L}/u.test(text))
  const candidates = rareValues.flatMap((value) => findNearest(value, minRatio) ?? [])
  if (candidates.length === 0) return undefined
  const wordCounts = countWords(values)
  const codeCount = candidates.filter(({ isCode }) => isCode).length
  const nearValues = candidates.filter(
    ({ cellCount, newWords, isCode }) =>
      // Other letters in short codes are typos only if the codes also have typos that change their length.
      (!isCode || candidates.length >= 2 * codeCount) &&
      // A word that also occurs in other values is correct, such as another month.
      newWords.every((word) => (wordCounts.get(word) ?? 0) <= cellCount),
  )
  const nearTexts = new Set(candidates.map(({ text }) => text))
  const similarCounts = countDifferences(
    established.flatMap((value) => (nearTexts.has(value.text) ? [] : (findNearest(value, 1 / minRatio) ?? []))),
  )
  const nearCounts = countDifferences(nearValues)
  const rewrites = new Map<string, Rewrite>()
  for (const { text, cellCount, near, difference } of nearValues) {
    const share = similarShareByLength[Math.min(text.length, similarShareByLength.length - 1)] as number
    const correctShare =
      (similarCounts[difference] + priorValueCount * share * differences[difference]) /
      (established.length + priorValueCount)
    const nearShare =
      (nearCounts[difference] + assumedValueCount * assumedTypoShare) / (rareValues.length + assumedValueCount)
    const typoShare = Math.max(minTypoShare, (nearShare - correctShare) / (1 - correctShare))
    // A typo rarely repeats.
    const logOdds = Math.log(typoShare / ((1 - typoShare) * correctShare)) - Math.log(cellCount)
    const reason = message('finding.typo', { value: near.text, rows: near.cellCount })
    rewrites.set(text, { replacement: near.text, logOdds, reason })
  }
  return rewrites.size === 0 ? undefined : { rule: 'spelling', params: {}, rewrites }
}

const minTypoShare = 0.001

function compare(text: string, near: string): Pick<NearValue, 'difference' | 'newWords' | 'isCode'> {
  const { typo, position } = findTypo(text, near) ?? { typo: 'replace', position: 0 }
  const isSwapped = typo === 'swap' || typo === 'double'
  const isLast = position >= Math.min(text.length, near.length) - 1
  const nearWords = new Set(listWords(near))
  const newWords = listWords(text).filter((word) => !nearWords.has(word))
  return {
    newWords,
    difference: isSwapped ? 'swapped' : isLast ? 'last' : 'inner',
    isCode: text.length === near.length && newWords.some((word) => word.length <= maxCodeLength),
  }
}

/** Returns whether two values have the same digits and differ in more than their letter case and outer spaces. */
const mayBeTypo = (text: string, near: string): boolean =>
  text.replaceAll(/\D+/g, '') === near.replaceAll(/\D+/g, '') && text.trim().toLowerCase() !== near.trim().toLowerCase()

/** Returns the words of a value, or the value itself if it has none. An ideograph is a word. */
const listWords = (text: string): readonly string[] =>
  text.match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu) ?? [text]

/** Counts the cells that contain each word. */
function countWords(values: readonly DistinctValue[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { text, cellCount } of values)
    for (const word of new Set(listWords(text))) counts.set(word, (counts.get(word) ?? 0) + cellCount)
  return counts
}

function countDifferences(values: readonly NearValue[]): Record<Difference, number> {
  const counts = { swapped: 0, last: 0, inner: 0 }
  for (const { difference } of values) counts[difference]++
  return counts
}
