import type { SourceRecord } from '../records/read-records.ts'

/** Matches labels of totals in several languages, with an optional colon or period. */
const totalLabelPattern =
  /^(?:(?:grand|overall|sub)?[ -]?totals?|totals?|total general|total général|sum|summe|gesamt(?:summe|ergebnis)?|insgesamt|totaal|totale?|totales|totaux|ensemble|suma|soma|razem|celkem|összesen|итого|всего|合计|合計|總計|计|計)\s*[:.]?$/iu
/** Matches labels of totals with a prefix, such as "State Total" or "24h total". */
const prefixedTotalPattern = /^\S{2,20} totals?\s*:?$/i
/** Matches labels of means, deviations, counts, minimums and maximums in several languages. */
const statisticLabelPattern =
  /^(?:(?:overall )?(?:mean|average)|mean|average|avg|median|std|sd|s\.d\.|rsd|stdev|std\.? ?dev\.?|standard deviation|cv|min(?:imum)?|max(?:imum)?|n|count|mittelwert|mittel|durchschnitt|standardabweichung|moyenne|écart[- ]type|media|promedio|gemiddelde)\s*(?:\(?%\)?)?[:.]?$/iu
const roundingTolerance = 0.006

/** Returns whether a record's label denotes a total, a mean or another statistic. */
export const isSummary = (record: SourceRecord): boolean =>
  totalLabelPattern.test(getLabel(record)) || isStatisticsRecord(record)

/** Returns whether a record's label denotes a mean, a deviation, a count, a minimum or a maximum. */
export const isStatisticsRecord = (record: SourceRecord): boolean => statisticLabelPattern.test(getLabel(record))

/** Returns a record's label, which is its first non-empty cell, trimmed. */
export const getLabel = ({ cells }: SourceRecord): string => cells.find((cell) => cell.trim() !== '')?.trim() ?? ''

/**
 * Returns whether a record is labeled as a total of the records above it and its numbers confirm this. At least half of
 * its numbers must be the sums (or, for a mean, the means) of their columns within rounding. Alternatively, it is the
 * only total, and at least half of its numbers are at least the maximum of their columns; this accepts totals of
 * weighted or hidden figures.
 */
export function isTotal(
  record: SourceRecord,
  recordsAbove: readonly SourceRecord[],
  recordsBelow: readonly SourceRecord[],
): boolean {
  const label = getLabel(record)
  if (!isTotalLabel(label) || recordsAbove.length < 2) return false
  const column = record.cells.findIndex((cell) => cell.trim() !== '')
  const otherLabels = [...recordsAbove, ...recordsBelow].map(({ cells }) => cells[column]?.trim() ?? '')
  const isOnlyTotal =
    recordsAbove.length >= 3 &&
    !otherLabels.some((cell) => totalLabelPattern.test(cell) || prefixedTotalPattern.test(cell))
  // A column that mostly contains numbers is not a column of labels.
  const hasLabels = otherLabels.filter((cell) => parseNumber(cell) !== undefined).length < otherLabels.length / 2
  const { numberCount, maximumCount } = compareWithColumns(record, recordsAbove)
  return (
    isTotalOfRecords(record, recordsAbove) ||
    (!meanLabelPattern.test(label) &&
      numberCount > 0 &&
      isOnlyTotal &&
      (hasLabels || column > 0) &&
      maximumCount >= numberCount / 2)
  )
}

/**
 * Returns whether a record is labeled as the total (or mean) of at least two records above it, and at least half of its
 * numbers are the sums (or means) of their columns within rounding.
 */
export function isTotalOfRecords(record: SourceRecord, recordsAbove: readonly SourceRecord[]): boolean {
  const label = getLabel(record)
  if (!isTotalLabel(label) || recordsAbove.length < 2) return false
  const { numberCount, sumCount, meanCount } = compareWithColumns(record, recordsAbove)
  return numberCount > 0 && (meanLabelPattern.test(label) ? meanCount : sumCount) >= numberCount / 2
}

const meanLabelPattern = /^(?:overall )?(?:mean|average|avg|mittel|durchschnitt|moyenne|media|promedio|gemiddelde)/i

const isTotalLabel = (label: string): boolean =>
  totalLabelPattern.test(label) || meanLabelPattern.test(label) || prefixedTotalPattern.test(label)

/**
 * Counts the numbers in a record, and how many of them are the sum, the mean, or at least the maximum of their column.
 */
function compareWithColumns(record: SourceRecord, recordsAbove: readonly SourceRecord[]) {
  const counts = { numberCount: 0, sumCount: 0, meanCount: 0, maximumCount: 0 }
  record.cells.forEach((cell, column) => {
    const value = parseNumber(cell)
    if (value === undefined) return
    const values = recordsAbove.flatMap(({ cells }) => parseNumber(cells[column] ?? '') ?? [])
    if (values.length === 0) return
    const sum = values.reduce((total, number) => total + number, 0)
    const isNear = (expected: number): boolean =>
      Math.abs(expected - value) <= roundingTolerance * Math.max(1, Math.abs(value))
    counts.numberCount++
    if (isNear(sum)) counts.sumCount++
    if (isNear(sum / values.length)) counts.meanCount++
    if (value >= values.reduce((max, number) => Math.max(max, number), 0)) counts.maximumCount++
  })
  return counts
}

/**
 * Parses a number in any notation. The last `.` or `,` is the decimal separator unless exactly three digits follow it.
 */
function parseNumber(cell: string): number | undefined {
  // Two values in one cell ("1,204   47.9%") are not a number.
  if (/\S\s\s/.test(cell.trim())) return undefined
  const digits = cell.replace(/[\s\u00A0\u202F'’\p{Sc}%]/gu, '')
  if (!/^[-+]?[\d.,]+$/.test(digits) || !/\d/.test(digits)) return undefined
  const separatorIndex = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  const isDecimal = separatorIndex >= 0 && (digits.length - separatorIndex - 1 !== 3 || /^[-+]?0[.,]/.test(digits))
  const integerPart = (isDecimal ? digits.slice(0, separatorIndex) : digits).replace(/[.,]/g, '')
  return Number(isDecimal ? `${integerPart}.${digits.slice(separatorIndex + 1)}` : integerPart)
}
