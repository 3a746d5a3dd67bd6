import { classifyCell, isTyped } from '../columns/cell-kind.ts'
import { isRuleLine } from './is-rule-line.ts'
import { isStatistic, isSummary, isTotal, isUnlabeledTotal, getLabel } from './is-total.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** Maximum number of lines after a total, such as shares of it. */
const maxLinesBelowTotal = 3

/**
 * Counts the records before summaries at the end: a total with its shares, means and extremes, sums without a label,
 * and lines below a rule.
 */
export function countBeforeTotals(records: readonly SourceRecord[]): number {
  const filled = records.filter((record) => !isBlank(record))
  const starts = [findTotal(filled), findStatistics(filled), findRuleAboveSums(filled)].filter(
    (index) => index !== undefined,
  )
  const first = filled[Math.min(...starts)]
  return first ? records.indexOf(first) : records.length
}

/**
 * Finds a total near the end; below it, only other summaries, shares, and lines with an empty first cell may follow.
 */
function findTotal(filled: readonly SourceRecord[]): number | undefined {
  const recordsAbove = filled.slice(0, -maxLinesBelowTotal)
  const areLabeled = recordsAbove.length > 2 && recordsAbove.every(({ cells }) => cells[0]?.trim() !== '')
  const isTotalAt = (index: number): boolean =>
    index > 0 && isTotal(filled[index] as SourceRecord, filled.slice(0, index), filled.slice(index + 1))
  let index = filled.length - 1
  while (index > filled.length - 1 - maxLinesBelowTotal && index > 0 && !isTotalAt(index)) {
    const record = filled[index] as SourceRecord
    if (!isSummary(record) && !isShare(record) && !(areLabeled && record.cells[0]?.trim() === '')) break
    index--
  }
  if (isTotalAt(index)) return index
  const last = filled.length - 1
  return last > 0 && isUnlabeledTotal(filled[last] as SourceRecord, filled.slice(0, last)) ? last : undefined
}

/** Whether the label of a record contains a percent sign, as for shares of a total. */
const isShare = ({ cells: [first = ''] }: SourceRecord): boolean => /%/.test(first) && !/^\s*[\d.,]+\s*%/.test(first)

/** Finds means, deviations and extremes at the end: at least two, or one that matches the numbers above it. */
function findStatistics(filled: readonly SourceRecord[]): number | undefined {
  let index = filled.length
  const words = new Set<string>()
  while (index > 1 && isStatistic(filled[index - 1] as SourceRecord)) {
    index--
    words.add(getLabel(filled[index] as SourceRecord).toLowerCase())
  }
  const count = filled.length - index
  if (count === 0 || count > 8 || words.size < count || index < 3) return undefined
  const areOnlyStatistics = filled.slice(0, index).every((record) => !isStatistic(record))
  return areOnlyStatistics && (count > 1 || isTotal(filled[index] as SourceRecord, filled.slice(0, index), []))
    ? index
    : undefined
}

/** Finds a ruled line below the last record, followed by at most three lines of sums. */
function findRuleAboveSums(filled: readonly SourceRecord[]): number | undefined {
  for (let index = filled.length - 1; index > 1 && index >= filled.length - 1 - maxLinesBelowTotal; index--) {
    const { cells } = filled[index] as SourceRecord
    if (!isRuleLine(cells)) continue
    const first = filled[index + 1]?.cells[0]?.trim() ?? ''
    const isSum = filled.slice(index + 1).every((record) => !isTyped(classifyCell(record.cells[0] ?? '')))
    return index + 1 === filled.length || first === '' || (isSum && isSummary(filled[index + 1] as SourceRecord))
      ? index
      : undefined
  }
  return undefined
}
