import { isNullWord, isPlainNullWord } from '../../loading/columns/null-words.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { findMax, findMin } from '../large-lists.ts'

/** Minimum number of cells that contain a null marker. Rarer null markers are errors in individual cells. */
const minCells = 3
const minShare = 0.004
/** Maximum share of cells that contain a null marker. A more frequent null marker is not reported. */
const maxShare = 0.75
/** If "unknown" is more frequent than this in a text column, it is considered a category. */
const maxUnknownShare = 0.1
/**
 * A column is considered to contain numbers, dates, times or codes if at least this share of its cells contains digits,
 * and to contain words if at least this share contains letters.
 */
const minMajorityShare = 0.8
/** A null marker is the column's convention if it accounts for at least this share of missing values. */
const minConventionShare = 0.9
/** Matches dashes and question marks, which cannot be categories in a column of words. */
const punctuationPattern = /^(?:-+|\?+)$/
/** Maximum number of distinct sentinels, including different spellings of the same number ("-999", "-999.0"). */
const maxSentinels = 4
/** Matches phrases for a pending or missing value. They are never categories. */
const placeholderPattern =
  /^(?:tb[ac]|tbd|to be (?:announced|confirmed|decided|defined|determined)|not (?:provided|specified|given|stated|known|recorded)(?: .{1,40})?|no (?:data|information|value)(?: .{1,40})?|x{3,}|lorem ipsum.{0,40})\.?$/i
const abbreviatedPlaceholderPattern = /^tb[acd]\.?$/i
const isPlaceholder = (text: string): boolean => placeholderPattern.test(text.trim())
/** Matches numbers that are used as null values: -1 and numbers that consist of nines. */
const sentinelPattern = /^(?:-1|-?9{2,6}(?:\.0+)?|-?9{2,4}\.9+)$/

/**
 * Finds missing values that are written as words ("N/A", "-", "unknown") or as implausible numbers (9999 in a column of
 * ages). In a text column, words that may be a category are not reported.
 */
export function findNullInconsistency(
  distinctValues: readonly DistinctValue[],
  rowCount: number,
): Inconsistency | undefined {
  const isNull = (text: string): boolean => isNullWord(text) || isPlaceholder(text)
  const nullMarkers = distinctValues.filter(({ text }) => isNull(text))
  const values = distinctValues.filter(({ text }) => !isNull(text))
  const total = countCells(values)
  if (total === 0) return undefined
  const hasDigits = countCells(values.filter(({ text }) => /\d/.test(text))) >= minMajorityShare * total
  const hasWords = countCells(values.filter(({ text }) => /\p{L}{2}/u.test(text))) >= minMajorityShare * total
  const hasManyOrLongValues =
    values.length > 30 || countCells(values.filter(({ text }) => text.length > 12)) > 0.5 * total
  const rewrites = new Map<string, Rewrite>()
  const missingCellCount = countCells(nullMarkers) + rowCount - countCells(distinctValues)
  // If abbreviations are the only null markers, they may be categories, such as contracts of the type "TBD".
  const hasOnlyAbbreviations = nullMarkers.every(({ text }) => abbreviatedPlaceholderPattern.test(text.trim()))
  for (const { text, cellCount } of nullMarkers) {
    if (!hasDigits && hasOnlyAbbreviations) continue
    // If almost all missing values are written with this null marker, it may be intentional.
    const convention = cellCount >= minConventionShare * missingCellCount ? ({ mayBeConvention: true } as const) : {}
    if (cellCount < Math.max(minCells, minShare * rowCount) || cellCount > maxShare * rowCount) continue
    if (hasDigits) rewrites.set(text, { replacement: '', logOdds: 4, ...convention })
    else if (isPlainNullWord(text) || isPlaceholder(text))
      rewrites.set(text, { replacement: '', logOdds: 3, ...convention })
    else if (
      (hasManyOrLongValues || (hasWords && punctuationPattern.test(text))) &&
      cellCount <= maxUnknownShare * rowCount &&
      /^(?:n\.?a\.?|nan|-+|\?+|not available|missing|unknown)$/i.test(text.trim()) &&
      text.length !== 2
    )
      rewrites.set(text, { replacement: '', logOdds: 1.5, ...convention })
  }
  const numbers = values.filter(({ text }) => isNumber(text))
  if (countCells(numbers) >= 0.9 * total)
    for (const text of findSentinels(numbers, rowCount)) rewrites.set(text, { replacement: '', logOdds: 2.5 })
  if (rewrites.size === 0) return undefined
  return { kind: 'missing-word', params: { words: [...rewrites.keys()].slice(0, 5).join(', ') }, rewrites }
}

/** Finds repeated numbers that look like a placeholder and are far outside the range of the other numbers. */
function findSentinels(numbers: readonly DistinctValue[], rowCount: number): string[] {
  const candidates = numbers.filter(
    ({ text, cellCount }) =>
      sentinelPattern.test(text) &&
      cellCount >= Math.max(minCells, minShare * rowCount) &&
      cellCount <= maxShare * rowCount,
  )
  if (candidates.length === 0 || candidates.length > maxSentinels) return []
  const others = numbers.filter((number) => !candidates.includes(number)).map(({ text }) => Number(text))
  if (others.length < 10) return []
  const min = findMin(others)
  const max = findMax(others)
  return candidates.flatMap(({ text }) => {
    const value = Number(text)
    const isOutlier =
      value > max + 2 * (max - min) || value < min - 2 * (max - min) || (value < 0 && min >= 0 && value <= -9)
    return isOutlier || (value === -1 && min >= 0 && others.every((other) => Number.isInteger(other)) && max > 20)
      ? [text]
      : []
  })
}
