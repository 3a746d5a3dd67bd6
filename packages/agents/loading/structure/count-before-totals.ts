import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isSeparatorRow } from './special-rows.ts'
import { isStatisticsRecord, isSummary, isTotal, getLabel } from './is-total.ts'
import { isBlank, type SourceRecord } from '../records/read-records.ts'

/** Maximum number of lines below a total, such as percentages of the total. */
const maxLinesBelowTotal = 3

/**
 * Counts the records that precede the summaries at the end of a table. Summaries are totals and percentages of them,
 * means, minimums and maximums, and lines below a separator line.
 */
export function countRecordsBeforeTotals(records: readonly SourceRecord[]): number {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  const starts = [
    findTotal(nonBlankRecords),
    findStatistics(nonBlankRecords),
    findSeparatorAboveSums(nonBlankRecords),
  ].filter((index) => index !== undefined)
  const first = nonBlankRecords[Math.min(...starts)]
  return first ? records.indexOf(first) : records.length
}

/**
 * Finds a total near the end of a table. Only other summaries, percentages of the total, and lines with an empty first
 * cell may follow it.
 */
function findTotal(nonBlankRecords: readonly SourceRecord[]): number | undefined {
  const recordsAbove = nonBlankRecords.slice(0, -maxLinesBelowTotal)
  const hasLabels = recordsAbove.length > 2 && recordsAbove.every(({ cells }) => cells[0]?.trim() !== '')
  const isTotalAt = (index: number): boolean =>
    index > 0 &&
    isTotal(nonBlankRecords[index] as SourceRecord, nonBlankRecords.slice(0, index), nonBlankRecords.slice(index + 1))
  let index = nonBlankRecords.length - 1
  while (index > nonBlankRecords.length - 1 - maxLinesBelowTotal && index > 0 && !isTotalAt(index)) {
    const record = nonBlankRecords[index] as SourceRecord
    if (!isSummary(record) && !isPercentageOfTotal(record) && !(hasLabels && record.cells[0]?.trim() === '')) break
    index--
  }
  return isTotalAt(index) ? index : undefined
}

/** Returns whether a record's label contains a percent sign, as the labels of percentages of a total do. */
const isPercentageOfTotal = ({ cells: [first = ''] }: SourceRecord): boolean =>
  /%/.test(first) && !/^\s*[\d.,]+\s*%/.test(first)

/**
 * Finds means, deviations, minimums and maximums at the end of a table: at least two of them, or one that matches the
 * numbers above it.
 */
function findStatistics(nonBlankRecords: readonly SourceRecord[]): number | undefined {
  let index = nonBlankRecords.length
  const labels = new Set<string>()
  while (index > 1 && isStatisticsRecord(nonBlankRecords[index - 1] as SourceRecord)) {
    index--
    labels.add(getLabel(nonBlankRecords[index] as SourceRecord).toLowerCase())
  }
  const count = nonBlankRecords.length - index
  if (count === 0 || count > 8 || labels.size < count || index < 3) return undefined
  const hasNoStatisticsAbove = nonBlankRecords.slice(0, index).every((record) => !isStatisticsRecord(record))
  return hasNoStatisticsAbove &&
    (count > 1 || isTotal(nonBlankRecords[index] as SourceRecord, nonBlankRecords.slice(0, index), []))
    ? index
    : undefined
}

/** Finds a separator line that is below the last record and above at most three lines of sums. */
function findSeparatorAboveSums(nonBlankRecords: readonly SourceRecord[]): number | undefined {
  for (
    let index = nonBlankRecords.length - 1;
    index > 1 && index >= nonBlankRecords.length - 1 - maxLinesBelowTotal;
    index--
  ) {
    const { cells } = nonBlankRecords[index] as SourceRecord
    if (!isSeparatorRow(cells)) continue
    const first = nonBlankRecords[index + 1]?.cells[0]?.trim() ?? ''
    const areSumsLabeled = nonBlankRecords
      .slice(index + 1)
      .every((record) => !hasDistinctiveFormat(classifyCell(record.cells[0] ?? '')))
    return index + 1 === nonBlankRecords.length ||
      first === '' ||
      (areSumsLabeled && isSummary(nonBlankRecords[index + 1] as SourceRecord))
      ? index
      : undefined
  }
  return undefined
}
