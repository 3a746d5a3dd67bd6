import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isRuleLine } from './is-rule-line.ts'
import { isStatistic, isSummary, isTotal, isUnlabeledTotal, labelOf } from './is-total.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** Maximum number of lines after a total, such as shares of it. */
const maxLinesBelowTotal = 3

/**
 * Counts the records before summaries at the end: a total with its shares, means and extremes, sums without a label,
 * and lines below a rule.
 */
export function countBeforeTotals(records: readonly SourceRecord[]): number {
  const filled = records.filter((record) => !isBlank(record))
  const found = [findTotal(filled), findStatistics(filled), findRuleAboveSums(filled)].filter((at) => at !== undefined)
  const first = filled[Math.min(...found)]
  return first ? records.indexOf(first) : records.length
}

/**
 * Finds a total near the end; below it, only other summaries, shares, and lines with an empty first cell may follow.
 */
function findTotal(filled: readonly SourceRecord[]): number | undefined {
  const recordsAbove = filled.slice(0, -maxLinesBelowTotal)
  const areLabeled = recordsAbove.length > 2 && recordsAbove.every(({ cells }) => cells[0]?.trim() !== '')
  const isTotalAt = (at: number): boolean =>
    at > 0 && isTotal(filled[at] as SourceRecord, filled.slice(0, at), filled.slice(at + 1))
  let at = filled.length - 1
  while (at > filled.length - 1 - maxLinesBelowTotal && at > 0 && !isTotalAt(at)) {
    const record = filled[at] as SourceRecord
    if (!isSummary(record) && !isShare(record) && !(areLabeled && record.cells[0]?.trim() === '')) break
    at--
  }
  if (isTotalAt(at)) return at
  const last = filled.length - 1
  return last > 0 && isUnlabeledTotal(filled[last] as SourceRecord, filled.slice(0, last)) ? last : undefined
}

/** Whether the label of a record contains a percent sign, as for shares of a total. */
const isShare = ({ cells: [first = ''] }: SourceRecord): boolean => /%/.test(first) && !/^\s*[\d.,]+\s*%/.test(first)

/** Finds means, deviations and extremes at the end: at least two, or one that matches the numbers above. */
function findStatistics(filled: readonly SourceRecord[]): number | undefined {
  let at = filled.length
  const words = new Set<string>()
  while (at > 1 && isStatistic(filled[at - 1] as SourceRecord)) {
    at--
    words.add(labelOf(filled[at] as SourceRecord).toLowerCase())
  }
  const count = filled.length - at
  if (count === 0 || count > 8 || words.size < count || at < 3) return undefined
  const areOnlyStatistics = filled.slice(0, at).every((record) => !isStatistic(record))
  return areOnlyStatistics && (count > 1 || isTotal(filled[at] as SourceRecord, filled.slice(0, at), []))
    ? at
    : undefined
}

/** Finds a ruled line below the last record, followed by at most three lines of sums. */
function findRuleAboveSums(filled: readonly SourceRecord[]): number | undefined {
  for (let at = filled.length - 1; at > 1 && at >= filled.length - 1 - maxLinesBelowTotal; at--) {
    const { cells } = filled[at] as SourceRecord
    if (!isRuleLine(cells)) continue
    const first = filled[at + 1]?.cells[0]?.trim() ?? ''
    const isSum = filled.slice(at + 1).every((record) => !isTyped(cellKind(record.cells[0] ?? '')))
    return at + 1 === filled.length || first === '' || (isSum && isSummary(filled[at + 1] as SourceRecord))
      ? at
      : undefined
  }
  return undefined
}
