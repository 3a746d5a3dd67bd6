import { createTypoIndex } from '../repairs/typo-index.ts'
import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCanonicalShare = 0.5
const minCells = 5
/** Minimum share of cells in a letter case. Rarer letter cases are errors in individual cells. */
const minShare = 0.01
/** Among the cells in a letter case, the minimum share whose value also occurs in the canonical case. */
const minCounterpartShare = 0.5
const minLetters = 4
/** Minimum ratio of occurrences of a single letter in the canonical case to its occurrences in the other case. */
const minLetterRatio = 4

type LetterCase = 'upper' | 'lower' | 'title' | 'sentence' | 'mixed'

function detectCase(text: string): LetterCase | undefined {
  const letters = text.match(/\p{L}/gu) ?? []
  const casedLetters = letters.filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  if (casedLetters.length < 2 && !isLetter(text)) return undefined
  if (text === text.toUpperCase()) return 'upper'
  if (text === text.toLowerCase()) return 'lower'
  const words = text.match(/\p{L}[\p{L}\p{N}'’]*/gu) ?? []
  const isCapital = (word: string): boolean => word[0] !== word[0]?.toLowerCase()
  const hasLowerTail = (word: string): boolean => word.slice(1) === word.slice(1).toLowerCase()
  if (words.every((word) => isCapital(word) && hasLowerTail(word))) return 'title'
  if (
    words.length > 1 &&
    isCapital(words[0] as string) &&
    words.every(hasLowerTail) &&
    words.slice(1).every((word) => !isCapital(word))
  )
    return 'sentence'
  return 'mixed'
}

const toTitleCase = (text: string): string =>
  text.toLowerCase().replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase())

/**
 * Finds values that deviate in letter case. If the column contains the same value in the canonical case, the value is
 * rewritten to it. Otherwise, it is converted to the canonical case unless it is so short that it may be an
 * abbreviation.
 */
export function findCaseInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  const groups = groupValues(values, detectCase)
  const [mainGroup] = groups
  if (!mainGroup) return undefined
  const getShare = (letterCase: LetterCase | undefined): number =>
    (groups.find(({ key }) => key === letterCase)?.cellCount ?? 0) / total
  // Upper and lower case are canonical only if most of the column's cells use them.
  const isPlausible = (text: string): boolean => {
    const letterCase = detectCase(text)
    return (letterCase !== 'upper' && letterCase !== 'lower') || getShare(letterCase) >= minCanonicalShare
  }
  const isLetterCaseSignificant = isSingleLetterCaseSignificant(values)
  const canonicalValues = new Map<string, DistinctValue>()
  for (const entry of values) {
    if (isLetterCaseSignificant && isLetter(entry.text)) continue
    const key = entry.text.trim().toLowerCase()
    const best = canonicalValues.get(key)
    if (!best || computeRank(entry, isPlausible) > computeRank(best, isPlausible)) canonicalValues.set(key, entry)
  }
  const findCounterpart = (text: string): string | undefined => {
    const counterpart = canonicalValues.get(text.trim().toLowerCase())
    return counterpart && counterpart.text.trim() !== text.trim() && isPlausible(counterpart.text)
      ? counterpart.text
      : undefined
  }
  // A word in a different case may also contain a typo ("amburg"). Repairing the typo then also corrects the case.
  const frequentValueIndex = createTypoIndex(
    [...canonicalValues.values()].flatMap(({ text, cellCount }) => (cellCount >= minCells ? [text.toLowerCase()] : [])),
  )
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const group of groups) {
    const pairedValues = group.values.filter(({ text }) => findCounterpart(text) !== undefined)
    if (countCells(pairedValues) < Math.max(minCells, minShare * total)) continue
    const isUnusual = (group.key === 'upper' || group.key === 'lower') && getShare(group.key) < minCanonicalShare
    // If values differ only in the case of inner words, both are often correct.
    if (!isUnusual && countCells(pairedValues) < 0.02 * total) continue
    const canConvert =
      isUnusual &&
      countCells(pairedValues) >= minCounterpartShare * group.cellCount &&
      mainGroup.cellCount >= minCanonicalShare * total
    for (const { text, cellCount: count } of group.values) {
      const counterpart = findCounterpart(text)
      const isLong = (text.match(/\p{L}/gu) ?? []).length >= minLetters
      const replacement = counterpart ?? (canConvert && isLong ? convertCase(text, mainGroup.key) : undefined)
      if (replacement === undefined || replacement === text) continue
      if (counterpart === undefined && frequentValueIndex.findSimilar(replacement.toLowerCase()).length > 0) continue
      rewrites.set(
        text,
        counterpart === undefined ? { replacement, logOdds: 2, mayBeConvention: true } : { replacement, logOdds: 4 },
      )
      changedCellCount += count
    }
  }
  if (changedCellCount < minCells) return undefined
  const example = [...rewrites][0] as [string, Rewrite]
  return { kind: 'letter-case', params: { canonical: example[1].replacement ?? '', example: example[0] }, rewrites }
}

const isLetter = (text: string): boolean => /^\s*\p{L}\s*$/u.test(text)

/**
 * Returns whether the case of single letters is significant, as in "m" for meters and "M" for millions. It is not
 * significant if each letter is much more frequent in one case than in the other, and this is the same case for all
 * letters.
 */
function isSingleLetterCaseSignificant(values: readonly DistinctValue[]): boolean {
  const cellCounts = new Map(
    values.flatMap(({ text, cellCount: count }) => (isLetter(text) ? [[text.trim(), count] as const] : [])),
  )
  const isRare = (text: string, other: string): boolean =>
    text === other || (cellCounts.get(text) ?? 0) * minLetterRatio <= (cellCounts.get(other) ?? 0)
  const letters = [...cellCounts.keys()]
  return !(
    letters.every((text) => isRare(text.toLowerCase(), text.toUpperCase())) ||
    letters.every((text) => isRare(text.toUpperCase(), text.toLowerCase()))
  )
}

const computeRank = ({ text, cellCount }: DistinctValue, isPlausible: (text: string) => boolean): number =>
  (isPlausible(text) ? 1e9 : 0) + cellCount

function convertCase(text: string, letterCase: LetterCase): string | undefined {
  if (letterCase === 'upper') return text.toUpperCase()
  if (letterCase === 'lower') return text.toLowerCase()
  if (letterCase === 'title') return toTitleCase(text)
  if (letterCase === 'sentence') return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
  return undefined
}
