import { classifyCell, hasTypedFormat } from '../columns/cell-kind.ts'
import { isUnitRow } from './is-unit-row.ts'
import { countFilledCells, isBlank, type SourceRecord } from '../detect/read-records.ts'
import { compareRow, findTypedColumns } from './typed-columns.ts'

/** Minimum number of consecutive records. */
const minRecords = 6
const maxHeaderLines = 9

/** Start of a table: its header or, without one, its first record. */
export interface ConsistentBody {
  start: number
  hasHeader: boolean
}

/** Counts the characters between two records apart from comments. */
export type MeasureGap = (record: SourceRecord, next: SourceRecord) => number

/**
 * Finds the start of a table from its body: the longest run of records whose cells have the kinds of their columns
 * (numbers, dates), together with the lines directly above it whose cells have other kinds. Returns `undefined` if
 * it finds no run, or if the lines above could also be records.
 *
 * @param records Records without blank ones.
 * @param main Records of the part that contains the table.
 */
export function findConsistentBody(
  records: readonly SourceRecord[],
  main: readonly SourceRecord[],
  width: number,
  measureGap: MeasureGap = (record, next) => next.start - record.end,
): ConsistentBody | undefined {
  const body = main.filter((record) => !isBlank(record))
  const bodyStart = records.indexOf(body[0] as SourceRecord)
  if (body.length < minRecords || bodyStart < 0) return undefined
  const columns = findTypedColumns(
    body.slice(Math.floor(body.length / 3), 200 + Math.floor(body.length / 3)).map(({ cells }) => cells),
    width,
  )
  const typedCount = columns.filter(Boolean).length
  if (typedCount < Math.min(2, width)) return undefined
  const evidence = records.map(({ cells }) => compareRow(cells, columns))
  const isData = (index: number): boolean => {
    const { mismatches, matches } = evidence[index] ?? { mismatches: 1, matches: 0 }
    const { length } = records[index]?.cells ?? []
    return mismatches === 0 && matches >= Math.max(1, typedCount / 3) && length <= width && length > width / 2
  }
  const { start: first, length } = findLongestRun(bodyStart, bodyStart + body.length, isData)
  if (length < minRecords || length < body.length / 2 || length < first / 2) return undefined
  let start = first
  while (start > 0 && isData(start - 1)) start--
  let headerStart = start
  while (headerStart > 0 && start - headerStart < maxHeaderLines && isHeaderLine(headerStart - 1)) headerStart--
  if (headerStart < start)
    while (headerStart > 0 && start - headerStart < maxHeaderLines && isGroupHeaderLine(headerStart - 1)) headerStart--
  const hasHeaderLines = headerStart < start
  const differsFromRecords = (index: number): boolean => {
    const { mismatches, matches } = evidence[index] ?? { mismatches: 0, matches: 1 }
    const { cells } = records[index] as SourceRecord
    if (cells.length < width) return true
    // A code above numbers ("200C" above "2010") is a value; without a header, only words differ from the records.
    return mismatches > 0 && mismatches >= matches && (hasHeaderLines || classifyCell(cells[0] ?? '') === 'text')
  }
  // Lines of an earlier part, before a blank line, do not belong to this table.
  for (let index = hasHeaderLines ? Math.min(bodyStart, headerStart) : 0; index < headerStart; index++)
    if (!differsFromRecords(index)) return undefined
  // Without a header, several lines must differ from the records, since one or two could be damaged records.
  return hasHeaderLines || headerStart >= 4 ? { start: headerStart, hasHeader: hasHeaderLines } : undefined

  function isHeaderLine(index: number): boolean {
    const { mismatches, matches } = evidence[index] ?? { mismatches: 0, matches: 1 }
    const record = records[index] as SourceRecord
    const next = records[index + 1] as SourceRecord
    const { cells } = record
    // A blank line may separate the header from the records, but not the lines of the header.
    if (index + 1 < start && next.start !== record.end) return false
    if (measureGap(record, next) > 2 * (width + 1)) return false
    // Key-value lines may be above two columns: the header of such a table has one line, or several lines with units in
    // the last.
    const lastHeaderCells = records[start - 1]?.cells ?? []
    if (width === 2 && index + 1 < start && !(isUnitRow(lastHeaderCells) && start - index <= 3 && cells.every(isWord)))
      return false
    if (matches > 0 || mismatches < Math.max(Math.min(2, width), typedCount / 2) || cells.length > width) return false
    if (
      cells.some(
        (cell, column) => !columns[column] && hasTypedFormat(classifyCell(cell)) && !/^\s*\d{4}\s*$/.test(cell),
      )
    )
      return false
    // Consecutive short lines are key-value lines; only one header line may be short.
    if (cells.length < width && (index + 1 < start || records[index - 1]?.cells.length === cells.length)) return false
    return countFilledCells(record) >= 0.6 * width || (index + 1 < start && countFilledCells(record) >= 2)
  }

  /**
   * Returns whether a line directly above the header contains names of column groups, or of columns that the lines
   * below leave unnamed.
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

/** Returns whether a cell may be a column name: not a value, except for years and dates. */
const canBeHeaderCell = (cell: string): boolean => {
  const kind = classifyCell(cell)
  return !hasTypedFormat(kind) || kind === 'date' || /^\s*(?:19|20)\d\d\s*$/.test(cell)
}

const isWord = (cell: string): boolean => /^\p{L}[^\d:=]*$/u.test(cell.trim())

function findLongestRun(
  from: number,
  to: number,
  isIncluded: (index: number) => boolean,
): { start: number; length: number } {
  let best = { start: from, length: 0 }
  let start = from
  for (let index = from; index <= to; index++) {
    if (index < to && isIncluded(index)) continue
    if (index - start > best.length) best = { start, length: index - start }
    start = index + 1
  }
  return best
}
