import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isStatistic, isSummary, isTotal, isUnlabelledTotal } from './is-total.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** No more lines than these follow a total as shares of it and the like. */
const mostBelowTotal = 3

/**
 * How many records come before what sums up the others at the end: a total with its shares, means and extremes, a line
 * of sums without a label, and what stands below a rule.
 */
export function withoutTotal(records: readonly SourceRecord[]): number {
  const filled = records.filter((record) => !isBlank(record))
  const found = [totalOf(filled), statisticsOf(filled), belowRule(filled)].filter((at) => at !== undefined)
  const first = filled[Math.min(...found)]
  return first ? records.indexOf(first) : records.length
}

/** The total at the end: above it nothing, below it other summaries, shares, and lines that leave the first column open. */
function totalOf(filled: readonly SourceRecord[]): number | undefined {
  const labelled = filled.slice(0, -mostBelowTotal)
  const isLabelled = labelled.length > 2 && labelled.every(({ cells }) => cells[0]?.trim() !== '')
  const isTotalAt = (at: number): boolean =>
    at > 0 && isTotal(filled[at] as SourceRecord, filled.slice(0, at), filled.slice(at + 1))
  let at = filled.length - 1
  while (at > filled.length - 1 - mostBelowTotal && at > 0 && !isTotalAt(at)) {
    const record = filled[at] as SourceRecord
    if (!isSummary(record) && !isShare(record) && !(isLabelled && record.cells[0]?.trim() === '')) break
    at--
  }
  if (isTotalAt(at)) return at
  const last = filled.length - 1
  return last > 0 && isUnlabelledTotal(filled[last] as SourceRecord, filled.slice(0, last)) ? last : undefined
}

/** Shares of a total are told by a percent sign in their label. */
const isShare = ({ cells: [first = ''] }: SourceRecord): boolean => /%/.test(first) && !/^\s*[\d.,]+\s*%/.test(first)

/** Means, deviations and extremes at the end: two of them and more, or one that is proved by the numbers above. */
function statisticsOf(filled: readonly SourceRecord[]): number | undefined {
  let at = filled.length
  const words = new Set<string>()
  while (at > 1 && isStatistic(filled[at - 1] as SourceRecord)) {
    at--
    words.add(labelOf(filled[at] as SourceRecord))
  }
  const count = filled.length - at
  if (count === 0 || count > 8 || words.size < count || at < 3) return undefined
  const isAlone = filled.slice(0, at).every((record) => !isStatistic(record))
  return isAlone && (count > 1 || isTotal(filled[at] as SourceRecord, filled.slice(0, at), [])) ? at : undefined
}

const labelOf = ({ cells }: SourceRecord): string =>
  cells
    .find((cell) => cell.trim() !== '')
    ?.trim()
    .toLowerCase() ?? ''

/** A line drawn below the last record, with at most three lines of sums below it. */
function belowRule(filled: readonly SourceRecord[]): number | undefined {
  for (let at = filled.length - 1; at > 1 && at >= filled.length - 1 - mostBelowTotal; at--) {
    const { cells } = filled[at] as SourceRecord
    const isRule = cells.some((cell) => /[-=_]{3}/.test(cell)) && cells.every((cell) => /^[\s\-=_+|]*$/.test(cell))
    if (!isRule) continue
    const first = filled[at + 1]?.cells[0]?.trim() ?? ''
    const isSum = filled.slice(at + 1).every((record) => !isTyped(cellKind(record.cells[0] ?? '')))
    return at + 1 === filled.length || first === '' || (isSum && isSummary(filled[at + 1] as SourceRecord))
      ? at
      : undefined
  }
  return undefined
}
