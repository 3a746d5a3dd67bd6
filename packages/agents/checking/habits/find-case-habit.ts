import { cellsOf, groupTexts, type Habit, type Rewrite, type WrittenText } from './habit.ts'

const minCanonical = 0.5
const minCells = 5
/** Rarer cases are errors of single cells. */
const minShare = 0.01
/** So many of the cells in another case have a twin in the canonical one. */
const minTwins = 0.5
const minLetters = 4

type LetterCase = 'upper' | 'lower' | 'title' | 'sentence' | 'mixed'

function caseOf(text: string): LetterCase | undefined {
  const letters = text.match(/\p{L}/gu) ?? []
  const cased = letters.filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  if (cased.length < 2) return undefined
  if (text === text.toUpperCase()) return 'upper'
  if (text === text.toLowerCase()) return 'lower'
  const words = text.match(/\p{L}[\p{L}\p{N}'’]*/gu) ?? []
  const isCapital = (word: string): boolean => word[0] !== word[0]?.toLowerCase()
  const isSmallBehind = (word: string): boolean => word.slice(1) === word.slice(1).toLowerCase()
  if (words.every((word) => isCapital(word) && isSmallBehind(word))) return 'title'
  if (
    words.length > 1 &&
    isCapital(words[0] as string) &&
    words.every(isSmallBehind) &&
    words.slice(1).every((word) => !isCapital(word))
  )
    return 'sentence'
  return 'mixed'
}

const toTitle = (text: string): string =>
  text.toLowerCase().replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase())

/**
 * Values in several letter cases. A value is rewritten as its twin that the column has in the canonical case; without a twin it is
 * rewritten by the case itself, where it is no abbreviation.
 */
export function findCaseHabit(texts: readonly WrittenText[]): Habit | undefined {
  const all = cellsOf(texts)
  const groups = groupTexts(texts, caseOf)
  const [main] = groups
  if (!main) return undefined
  const shareOf = (letterCase: LetterCase | undefined): number =>
    (groups.find(({ key }) => key === letterCase)?.cells ?? 0) / all
  // A form in capitals or in small letters alone is canonical only where most of the column is written so.
  const isPlausible = (text: string): boolean => {
    const letterCase = caseOf(text)
    return (letterCase !== 'upper' && letterCase !== 'lower') || shareOf(letterCase) >= minCanonical
  }
  const canonical = new Map<string, WrittenText>()
  for (const one of texts) {
    const key = one.text.toLowerCase()
    const known = canonical.get(key)
    if (!known || rankOf(one, isPlausible) > rankOf(known, isPlausible)) canonical.set(key, one)
  }
  const twinOf = (text: string): string | undefined => {
    const twin = canonical.get(text.toLowerCase())
    return twin && twin.text !== text && isPlausible(twin.text) ? twin.text : undefined
  }
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const group of groups) {
    const twinned = group.texts.filter(({ text }) => twinOf(text) !== undefined)
    if (cellsOf(twinned) < Math.max(minCells, minShare * all)) continue
    const isOdd = (group.key === 'upper' || group.key === 'lower') && shareOf(group.key) < minCanonical
    // Values that differ in the case of inner words alone are often both right.
    if (!isOdd && cellsOf(twinned) < 0.02 * all) continue
    const hasTwins = isOdd && cellsOf(twinned) >= minTwins * group.cells && main.cells >= minCanonical * all
    for (const one of group.texts) {
      const twin = twinOf(one.text)
      const isLong = (one.text.match(/\p{L}/gu) ?? []).length >= minLetters
      const to = twin ?? (hasTwins && isLong ? recase(one.text, main.key) : undefined)
      if (to === undefined || to === one.text) continue
      rewrites.set(one.text, { to, odds: twin === undefined ? 2 : 4 })
      cells += one.cells
    }
  }
  if (cells < minCells) return undefined
  const example = [...rewrites][0] as [string, Rewrite]
  return { kind: 'letter-case', params: { canonical: example[1].to ?? '', example: example[0] }, rewrites }
}

const rankOf = ({ text, cells }: WrittenText, isPlausible: (text: string) => boolean): number =>
  (isPlausible(text) ? 1e9 : 0) + cells

function recase(text: string, letterCase: LetterCase): string | undefined {
  if (letterCase === 'upper') return text.toUpperCase()
  if (letterCase === 'lower') return text.toLowerCase()
  if (letterCase === 'title') return toTitle(text)
  if (letterCase === 'sentence') return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
  return undefined
}
