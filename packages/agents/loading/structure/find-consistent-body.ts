import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isUnitRow } from './is-unit-row.ts'
import { countNonBlankCells, isBlank, type SourceRecord } from '../records/read-records.ts'
import { compareRow, findTypedColumns } from './typed-columns.ts'

/** Minimum number of consecutive records in a body. */
const minRecords = 6
const maxHeaderLines = 9

/** A table whose records are consistent. */
export interface ConsistentBody {
  /** The index of the table's header, or of its first record if it has no header. */
  start: number
  hasHeader: boolean
}

/** Counts the characters between two records, except those in comments. */
export type MeasureGap = (record: SourceRecord, next: SourceRecord) => number

/**
 * Finds the start of a table based on its body. The body is the longest run of records whose cells match the kinds of
 * their columns (numbers, dates). The header consists of the lines directly above it whose cells have other kinds.
 * Returns `undefined` if there is no such run, or if the lines above it could also be records.
 *
 * @param records Non-blank records.
 * @param mainRecords The part of the records that contains the table.
 */
export function findConsistentBody(
  records: readonly SourceRecord[],
  mainRecords: readonly SourceRecord[],
  width: number,
  measureGap: MeasureGap = (record, next) => next.start - record.end,
): ConsistentBody | undefined {
  const body = mainRecords.filter((record) => !isBlank(record))
  const bodyStart = records.indexOf(body[0] as SourceRecord)
  if (body.length < minRecords || bodyStart < 0) return undefined
  const columns = findTypedColumns(
    body.slice(Math.floor(body.length / 3), 200 + Math.floor(body.length / 3)).map(({ cells }) => cells),
    width,
  )
  const typedCount = columns.filter(Boolean).length
  if (typedCount < Math.min(2, width)) return undefined
  const comparisons = records.map(({ cells }) => compareRow(cells, columns))
  const isData = (index: number): boolean => {
    const { mismatches, matches } = comparisons[index] ?? { mismatches: 1, matches: 0 }
    const { length } = records[index]?.cells ?? []
    return mismatches === 0 && matches >= Math.max(1, typedCount / 3) && length <= width && length > width / 2
  }
  const { start: runStart, length } = findLongestRun(bodyStart, bodyStart + body.length, isData)
  if (length < minRecords || length < body.length / 2 || length < runStart / 2) return undefined
  let start = runStart
  while (start > 0 && isData(start - 1)) start--
  let headerStart = start
  while (headerStart > 0 && start - headerStart < maxHeaderLines && isHeaderLine(headerStart - 1)) headerStart--
  if (headerStart < start)
    while (headerStart > 0 && start - headerStart < maxHeaderLines && isGroupHeaderLine(headerStart - 1)) headerStart--
  const hasHeaderLines = headerStart < start
  const differsFromRecords = (index: number): boolean => {
    const { mismatches, matches } = comparisons[index] ?? { mismatches: 0, matches: 1 }
    const { cells } = records[index] as SourceRecord
    if (cells.length < width) return true
    // A code above numbers ("200C" above "2010") is a value, so without a header, only lines of words differ from
    // records.
    return mismatches > 0 && mismatches >= matches && (hasHeaderLines || classifyCell(cells[0] ?? '') === 'text')
  }
  // Ignore the lines of an earlier part above a blank line, because they do not belong to this table.
  for (let index = hasHeaderLines ? Math.min(bodyStart, headerStart) : 0; index < headerStart; index++)
    if (!differsFromRecords(index)) return undefined
  // Without a header, several lines must differ from the records, because a few could be damaged records.
  return hasHeaderLines || headerStart >= 4 ? { start: headerStart, hasHeader: hasHeaderLines } : undefined

  function isHeaderLine(index: number): boolean {
    const { mismatches, matches } = comparisons[index] ?? { mismatches: 0, matches: 1 }
    const record = records[index] as SourceRecord
    const next = records[index + 1] as SourceRecord
    const { cells } = record
    // A blank line may separate the header from the records, but not one header line from another.
    if (index + 1 < start && next.start !== record.end) return false
    if (measureGap(record, next) > 2 * (width + 1)) return false
    // Lines above a two-column table may be key-value lines. Its header therefore has one line, or several lines of
    // which the last contains units.
    const lastHeaderCells = records[start - 1]?.cells ?? []
    if (
      width === 2 &&
      index + 1 < start &&
      !(isUnitRow(lastHeaderCells) && start - index <= 3 && cells.every(isPlainText))
    )
      return false
    if (matches > 0 || mismatches < Math.max(Math.min(2, width), typedCount / 2) || cells.length > width) return false
    if (
      cells.some(
        (cell, column) => !columns[column] && hasDistinctiveFormat(classifyCell(cell)) && !/^\s*\d{4}\s*$/.test(cell),
      )
    )
      return false
    // Only one header line may be short, because consecutive short lines are key-value lines.
    if (cells.length < width && (index + 1 < start || records[index - 1]?.cells.length === cells.length)) return false
    return countNonBlankCells(record) >= 0.6 * width || (index + 1 < start && countNonBlankCells(record) >= 2)
  }

  /**
   * Returns whether a line directly above the header contains names of column groups, or names of columns that the
   * header lines below leave unnamed.
   */
  function isGroupHeaderLine(index: number): boolean {
    const { cells, end } = records[index] as SourceRecord
    if (end !== records[index + 1]?.start || cells.length > width) return false
    if (!cells.every(canBeHeaderCell) || cells.some((cell) => /:\s+\S|[:=]\s*$|@/.test(cell))) return false
    const namedColumns = cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [column]))
    const first = cells[namedColumns[0] ?? 0]?.trim() ?? ''
    if (namedColumns.length === 0 || (namedColumns.length === 1 && /^\(.*\)$/.test(first))) return false
    const rowsBelow = records.slice(index + 1, start)
    const isUnnamed = (column: number): boolean => rowsBelow.every((row) => (row.cells[column]?.trim() ?? '') === '')
    if (namedColumns.length > 1 && namedColumns.some(isUnnamed)) return true
    return (
      cells.length >= width - 1 &&
      (namedColumns[0] !== 0 || (namedColumns.length > 1 && (namedColumns.at(-1) as number) >= namedColumns.length))
    )
  }
}

/** Returns whether a cell may be a column name: it has no distinctive format, or it is a year or a date. */
const canBeHeaderCell = (cell: string): boolean => {
  const kind = classifyCell(cell)
  return !hasDistinctiveFormat(kind) || kind === 'date' || /^\s*(?:19|20)\d\d\s*$/.test(cell)
}

const isPlainText = (cell: string): boolean => /^\p{L}[^\d:=]*$/u.test(cell.trim())

function findLongestRun(
  start: number,
  end: number,
  isIncluded: (index: number) => boolean,
): { start: number; length: number } {
  let best = { start, length: 0 }
  let runStart = start
  for (let index = start; index <= end; index++) {
    if (index < end && isIncluded(index)) continue
    if (index - runStart > best.length) best = { start: runStart, length: index - runStart }
    runStart = index + 1
  }
  return best
}
