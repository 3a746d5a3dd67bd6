import type { CountedValue } from '@aw-flow/schema/internal'
import { isCodeName, isIdName, splitNameWords } from '../../column-meaning.ts'
import { isNullWord, isPlainNullWord } from '../../loading/columns/null-words.ts'
import { clusterSpellings } from '../../profiling/cluster-spellings.ts'
import { computeEditDistance } from '../../profiling/edit-distance.ts'
import { applyChanges, countCells, groupBy, ValueChanges, type ValueChange } from './value-change.ts'

/** Columns with more distinct values or longer values are free text, not names of things. */
const maxNames = 1000
const maxNameLength = 60
/** Maximum number of distinct values in a column of names, as a fraction of its cells. */
const maxDistinctFraction = 0.8
/** Maximum number of distinct values in a closed list of names, in which a rare neighbor of a frequent value is a typo. */
const maxClosedNames = 12

/**
 * Finds the changes that give equal things in a text column the same spelling: letter case, typos, abbreviations, and
 * words for a missing value. Only differences in case, spaces and punctuation, and typos in a closed list that sound
 * like the frequent value, are certain.
 */
export function unifyTexts(name: string, values: readonly CountedValue[]): ValueChange[] {
  if (values.length > maxNames || values.some(({ value }) => value.length > maxNameLength)) return []
  const changes = new ValueChanges()
  const present = values.filter(({ value }) => {
    if (!isNullWord(value)) return true
    // "NA" may be Namibia and "None" a category.
    const isCertain = isPlainNullWord(value) || !/\p{L}{3}|^\p{L}+$/u.test(value)
    if (values.length > 1) changes.add('missing', isCertain ? 0.9 : 0.6, value, null)
    return !isCertain
  })
  if (isIdName(name) || present.length < 2) return changes.list()
  mergeCases(present, changes)
  const merged = applyChanges(present, changes.list())
  unifyLetterCase(merged, changes)
  const hasRepeats = merged.length <= maxDistinctFraction * countCells(merged)
  if (hasRepeats && !isCodeName(name)) mergeSimilar(name, merged, changes)
  return changes.list()
}

/** Returns what remains of a value without case, spaces and punctuation. Marks between digits are kept. */
const toLetterKey = (value: string): string =>
  value
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/(?<!\p{N})[\s.,'’"_/-]+|[\s.,'’"_/-]+(?!\p{N})/gu, '')

/** Merges values that differ only in case, spaces and punctuation. */
function mergeCases(values: readonly CountedValue[], changes: ValueChanges): void {
  for (const group of groupBy(values, ({ value }) => toLetterKey(value)).values()) {
    if (group.length < 2) continue
    const canonical = pickSpelling(group, values)
    // Single letters in both cases can be codes, such as "m" and "M", unless one case is rare.
    const isLetterCode = [...group[0]!.value].length === 1 && Math.min(...group.map(({ count }) => count)) > 1
    for (const { value } of group) {
      const isCode = /\p{L}[\p{N}_]|[\p{N}_]\p{L}/u.test(value)
      if (/\p{L}/u.test(value)) changes.add('letter-case', isCode || isLetterCode ? 0.7 : 0.95, value, canonical)
    }
  }
}

/**
 * Returns the most frequent spelling; of equally frequent ones, one in the letter case of the other values, then the
 * one that clustering prefers.
 */
function pickSpelling(group: readonly CountedValue[], values: readonly CountedValue[]): string {
  const maxCount = Math.max(...group.map(({ count }) => count))
  const frequent = group.filter(({ count }) => count === maxCount).map(({ value }) => value)
  const others = values.filter((entry) => !group.includes(entry))
  const countCase = (value: string): number =>
    countCells(others.filter((other) => readLetterCase(other.value) === readLetterCase(value)))
  const preferred = clusterSpellings(group, { methods: ['writing'] })[0]?.canonicalValue
  return frequent.toSorted(
    (a, b) => countCase(b) - countCase(a) || Number(b === preferred) - Number(a === preferred) || (a < b ? -1 : 1),
  )[0]!
}

type LetterCase = 'upper' | 'lower' | 'title'

function readLetterCase(value: string): LetterCase | undefined {
  const letters = value.replaceAll(/\P{L}/gu, '')
  if (letters.length < 2 || letters.toLowerCase() === letters.toUpperCase()) return undefined
  if (letters === letters.toLowerCase()) return 'lower'
  if (letters === letters.toUpperCase()) return 'upper'
  return /^\P{L}*\p{Lu}/u.test(value) ? 'title' : undefined
}

const toTitleCase = (value: string): string =>
  value.toLowerCase().replaceAll(/(?<![\p{L}'’])\p{L}/gu, (letter) => letter.toUpperCase())

/** Minimum share of the distinct values that must have the same letter case. */
const minCaseShare = 0.75

/** Gives single values that are written in another letter case than all others the case of the column. */
function unifyLetterCase(values: readonly CountedValue[], changes: ValueChanges): void {
  const readable = values.flatMap(({ value }) => {
    const letterCase = readLetterCase(value)
    return letterCase && !/[@/\\]/.test(value) ? [{ value, letterCase }] : []
  })
  for (const letterCase of ['upper', 'lower', 'title'] as const) {
    const fitting = readable.filter((entry) => entry.letterCase === letterCase)
    if (fitting.length < 2 || fitting.length < minCaseShare * readable.length || fitting.length === readable.length)
      continue
    for (const { value, letterCase: ownCase } of readable) {
      if (ownCase === letterCase || (letterCase === 'title' && ownCase === 'upper' && value.length <= 4)) continue
      const to =
        letterCase === 'title' ? toTitleCase(value) : letterCase === 'upper' ? value.toUpperCase() : value.toLowerCase()
      const isWord = /^\p{L}+$/u.test(value)
      changes.add('letter-case', isWord && ownCase !== 'title' && fitting.length >= 3 ? 0.8 : 0.7, value, to)
    }
  }
}

/** Returns the consonants of a word without repetitions, which most typos do not change. */
const toConsonants = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\P{L}|[aeiouyhw]/gu, '')
    .replaceAll('z', 's')
    .replaceAll(/(.)\1+/g, '$1')

const personWords = new Set(
  'name person owner user author member employee customer client donor student runner player team'.split(' '),
)

/** A value of a column of names, as it is compared with all others. */
interface ComparedName extends CountedValue {
  lower: string
  hasDigit: boolean
}

/** Merges rare values with the frequent value that they resemble. */
function mergeSimilar(column: string, values: readonly CountedValue[], changes: ValueChanges): void {
  const isClosed = values.length <= maxClosedNames && !splitNameWords(column).some((word) => personWords.has(word))
  const names: ComparedName[] = values.map((entry) => ({
    ...entry,
    lower: entry.value.toLowerCase(),
    hasDigit: /\p{N}/u.test(entry.value),
  }))
  for (const name of names) {
    const { value, count } = name
    const [first, second] = names.filter((other) => other.count > count && isTypo(name, other))
    if (first && !second) {
      const soundsEqual =
        toConsonants(value) === toConsonants(first.value) && value[0]!.toLowerCase() === first.value[0]!.toLowerCase()
      const isCertain = isClosed && soundsEqual && value.length >= 5 && first.count >= 3 && count === 1
      changes.add('spelling', isCertain ? 0.85 : 0.7, value, first.value)
      continue
    }
    if (count > 1) continue
    const [long, other] = names.filter((candidate) => candidate !== name && isAbbreviation(name, candidate))
    if (long && !other && (long.count > 1 || value.length < long.value.length))
      changes.add('abbreviation', 0.6, value, long.value)
  }
}

/** Returns whether words without digits differ by one letter, or two if they are longer. */
function isTypo(name: ComparedName, other: ComparedName): boolean {
  const [{ length }, { length: otherLength }] = [name.value, other.value]
  if (Math.abs(length - otherLength) > 2 || name.hasDigit || other.hasDigit) return false
  const minLength = Math.min(length, otherLength)
  if (minLength < 4)
    return minLength === 3 && length !== otherLength && computeEditDistance(name.lower, other.lower, 1) <= 1
  const isSameStart = name.lower[0] === other.lower[0]
  const maxDistance = isSameStart && Math.max(length, otherLength) >= 5 ? 2 : 1
  return computeEditDistance(name.lower, other.lower, maxDistance) <= maxDistance
}

/** Returns whether one word begins with the other, such as "Med" and "Medium". */
function isAbbreviation(name: ComparedName, other: ComparedName): boolean {
  const isShorter = name.lower.length <= other.lower.length
  const [{ lower: short }, { lower: long, hasDigit }] = isShorter ? [name, other] : [other, name]
  return (
    long.startsWith(short) &&
    !hasDigit &&
    (short.length === 1 || short.length >= 3 || long.length === short.length + 1) &&
    /^\p{L}/u.test(short)
  )
}
