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
  if (!main || main.cells < minCanonical * all) return undefined
  const canonical = new Map<string, WrittenText>()
  for (const one of texts) {
    const key = one.text.toLowerCase()
    const known = canonical.get(key)
    const isMain = caseOf(one.text) === main.key
    const isKnownMain = known !== undefined && caseOf(known.text) === main.key
    if (!known || (isMain && !isKnownMain) || (isMain === isKnownMain && one.cells > known.cells))
      canonical.set(key, one)
  }
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const group of groups.slice(1)) {
    const odd = group.texts.filter(({ text }) => (text.match(/\p{L}/gu) ?? []).length >= minLetters)
    const twinned = group.texts.filter(({ text }) => canonical.get(text.toLowerCase())?.text !== text)
    const hasTwins = cellsOf(twinned) >= minTwins * group.cells
    if (group.cells < Math.max(minCells, minShare * all)) continue
    // Values of another case that never occur in the canonical one are values of their own.
    if (
      !hasTwins &&
      cellsOf(twinned) < 0.1 * group.cells &&
      !(main.key !== 'mixed' && main.cells >= 0.8 * all && texts.length > 30)
    )
      continue
    for (const one of group.texts) {
      const twin = canonical.get(one.text.toLowerCase())?.text
      const to =
        twin !== undefined && twin !== one.text
          ? twin
          : hasTwins && odd.includes(one)
            ? recase(one.text, main.key)
            : undefined
      if (to === undefined || to === one.text) continue
      rewrites.set(one.text, { to, odds: twin !== undefined && twin !== one.text ? 4 : 2 })
      cells += one.cells
    }
  }
  if (cells < minCells) return undefined
  return {
    kind: 'letter-case',
    params: { canonical: main.texts[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}

function recase(text: string, letterCase: LetterCase): string | undefined {
  if (letterCase === 'upper') return text.toUpperCase()
  if (letterCase === 'lower') return text.toLowerCase()
  if (letterCase === 'title') return toTitle(text)
  if (letterCase === 'sentence') return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
  return undefined
}
