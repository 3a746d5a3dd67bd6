import { createTypoIndex } from '../repairs/typo-index.ts'
import { countCells, groupTexts, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCanonicalShare = 0.5
const minCells = 5
/** Minimum share of cells in a letter case. Rarer letter cases are errors in individual cells. */
const minShare = 0.01
/** Minimum share of cells in a letter case whose value also occurs in the canonical case. */
const minCounterpartShare = 0.5
const minLetters = 4
/** Minimum ratio of occurrences of a single letter in the canonical case to its occurrences in the other case. */
const minLetterRatio = 4

type LetterCase = 'upper' | 'lower' | 'title' | 'sentence' | 'mixed'

function detectCase(text: string): LetterCase | undefined {
  const letters = text.match(/\p{L}/gu) ?? []
  const cased = letters.filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  if (cased.length < 2 && !isLetter(text)) return undefined
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
export function findCaseInconsistency(texts: readonly DistinctText[]): Inconsistency | undefined {
  const total = countCells(texts)
  const groups = groupTexts(texts, detectCase)
  const [main] = groups
  if (!main) return undefined
  const getShare = (letterCase: LetterCase | undefined): number =>
    (groups.find(({ key }) => key === letterCase)?.cells ?? 0) / total
  // Upper and lower case are canonical only if most of the column's cells use them.
  const isPlausible = (text: string): boolean => {
    const letterCase = detectCase(text)
    return (letterCase !== 'upper' && letterCase !== 'lower') || getShare(letterCase) >= minCanonicalShare
  }
  const isLetterCaseSignificant = isSingleLetterCaseSignificant(texts)
  const canonical = new Map<string, DistinctText>()
  for (const entry of texts) {
    if (isLetterCaseSignificant && isLetter(entry.text)) continue
    const key = entry.text.trim().toLowerCase()
    const best = canonical.get(key)
    if (!best || rank(entry, isPlausible) > rank(best, isPlausible)) canonical.set(key, entry)
  }
  const findCounterpart = (text: string): string | undefined => {
    const counterpart = canonical.get(text.trim().toLowerCase())
    return counterpart && counterpart.text.trim() !== text.trim() && isPlausible(counterpart.text)
      ? counterpart.text
      : undefined
  }
  // A word in a different case may also contain a typo ("amburg"). Repairing the typo then also corrects the case.
  const frequent = createTypoIndex(
    [...canonical.values()].flatMap(({ text, cells }) => (cells >= minCells ? [text.toLowerCase()] : [])),
  )
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const group of groups) {
    const paired = group.texts.filter(({ text }) => findCounterpart(text) !== undefined)
    if (countCells(paired) < Math.max(minCells, minShare * total)) continue
    const isUnusual = (group.key === 'upper' || group.key === 'lower') && getShare(group.key) < minCanonicalShare
    // If values differ only in the case of inner words, both are often correct.
    if (!isUnusual && countCells(paired) < 0.02 * total) continue
    const canConvert =
      isUnusual && countCells(paired) >= minCounterpartShare * group.cells && main.cells >= minCanonicalShare * total
    for (const { text, cells: count } of group.texts) {
      const counterpart = findCounterpart(text)
      const isLong = (text.match(/\p{L}/gu) ?? []).length >= minLetters
      const to = counterpart ?? (canConvert && isLong ? convertCase(text, main.key) : undefined)
      if (to === undefined || to === text) continue
      if (counterpart === undefined && frequent.findSimilar(to.toLowerCase()).length > 0) continue
      rewrites.set(text, counterpart === undefined ? { to, logOdds: 2, isConvention: true } : { to, logOdds: 4 })
      cells += count
    }
  }
  if (cells < minCells) return undefined
  const example = [...rewrites][0] as [string, Rewrite]
  return { kind: 'letter-case', params: { canonical: example[1].to ?? '', example: example[0] }, rewrites }
}

const isLetter = (text: string): boolean => /^\s*\p{L}\s*$/u.test(text)

/**
 * Returns whether the case of single letters is significant, as in "m" for meters and "M" for millions. It is not
 * significant if each letter is much more frequent in one case than in the other, and this is the same case for all
 * letters.
 */
function isSingleLetterCaseSignificant(texts: readonly DistinctText[]): boolean {
  const cells = new Map(
    texts.flatMap(({ text, cells: count }) => (isLetter(text) ? [[text.trim(), count] as const] : [])),
  )
  const isRare = (text: string, other: string): boolean =>
    text === other || (cells.get(text) ?? 0) * minLetterRatio <= (cells.get(other) ?? 0)
  const letters = [...cells.keys()]
  return !(
    letters.every((text) => isRare(text.toLowerCase(), text.toUpperCase())) ||
    letters.every((text) => isRare(text.toUpperCase(), text.toLowerCase()))
  )
}

const rank = ({ text, cells }: DistinctText, isPlausible: (text: string) => boolean): number =>
  (isPlausible(text) ? 1e9 : 0) + cells

function convertCase(text: string, letterCase: LetterCase): string | undefined {
  if (letterCase === 'upper') return text.toUpperCase()
  if (letterCase === 'lower') return text.toLowerCase()
  if (letterCase === 'title') return toTitleCase(text)
  if (letterCase === 'sentence') return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
  return undefined
}
