import { classifyCell, hasDistinctiveFormat, toCellShape } from '../columns/cell-kind.ts'
import { isProse } from '../records/is-prose.ts'
import { countNonBlankCells, type SourceRecord } from '../records/read-records.ts'
import { compareRow, type TypedColumn } from './typed-columns.ts'

/** Maximum number of records in a preamble. */
export const maxPreambleRecords = 60

/**
 * Returns whether a line is the first of two header lines: it names the first columns, and the line below, whose first
 * cell is empty, names all other columns ("State, Votes" above ", Smith, Jones, All").
 */
export function isFirstPartOfHeader(
  record: SourceRecord,
  width: number,
  [next]: readonly SourceRecord[],
  columns: readonly (TypedColumn | undefined)[],
): boolean {
  const nonBlankCount = countNonBlankCells(record)
  if (
    nonBlankCount < 2 ||
    nonBlankCount !== record.cells.length ||
    nonBlankCount >= width ||
    next?.start !== record.end
  )
    return false
  const { cells } = next
  if (cells.length !== width || cells[0]?.trim() !== '' || countNonBlankCells(next) !== width - 1) return false
  const { mismatches, matches } = compareRow(cells, columns)
  return matches === 0 && mismatches >= 2 && [...record.cells, ...cells].every(canBeHeaderCell) && !isProse(record)
}

const minNamedColumns = 3

/**
 * Returns whether a short line directly above records names their first columns. It must consist of at least three
 * distinct words above typed columns. For example, "Date,North,South" may be above a date column and columns that
 * alternate between values and their errors.
 */
export function namesFirstColumns(
  { cells, end }: SourceRecord,
  width: number,
  nextRecords: readonly SourceRecord[],
  columns: readonly (TypedColumn | undefined)[],
): boolean {
  const isWord = (cell: string): boolean => /^\p{L}[\p{L}\p{N}_.]*$/u.test(cell.trim())
  return (
    cells.length >= minNamedColumns &&
    cells.length < width &&
    cells.every(isWord) &&
    new Set(cells.map((cell) => cell.trim())).size === cells.length &&
    compareRow(cells, columns).mismatches === cells.length &&
    nextRecords[0]?.start === end &&
    nextRecords.every((next) => next.cells.length === width && compareRow(next.cells, columns).mismatches === 0)
  )
}

/** Returns the median number of non-blank cells among records that have the table's width. */
export function computeTypicalCellCount(records: readonly SourceRecord[], width: number): number {
  const nonBlankCounts = records.filter((record) => record.cells.length === width).map(countNonBlankCells)
  nonBlankCounts.sort((a, b) => a - b)
  return nonBlankCounts[Math.floor(nonBlankCounts.length / 2)] ?? width
}

/** Returns whether a record is a title or a note, rather than data or a header of the table. */
export function isNote(
  record: SourceRecord,
  width: number,
  typicalCellCount: number,
  nextRecords: readonly SourceRecord[],
  isRagged: boolean,
): boolean {
  const nonBlankCount = countNonBlankCells(record)
  if (isHeaderRow(nextRecords[0], width) && isKeyValueLine(record, nonBlankCount)) return true
  if (
    isProse(record) &&
    nextRecords[0] &&
    isHeaderRow(nextRecords[0], width) &&
    !nextRecords[0].cells.slice(1).some((cell) => /^\s/.test(cell))
  )
    return true
  // The record is a title with trailing delimiters, or a line without delimiters.
  if (
    nonBlankCount <= (isRagged ? 1 : Math.max(1, Math.floor(0.4 * typicalCellCount))) &&
    nonBlankCount < typicalCellCount
  )
    return !hasBlankFirstHeaderCell(record, width) && !isGroupHeaderRow(record, width, nextRecords)
  if (record.cells.length >= width - 1)
    return record.cells.length > width && precedesHeader(nextRecords, width) && !hasSameShapes(record, nextRecords[0])
  // The record is a note that contains delimiters, unless the records are ragged.
  return (
    !isRagged &&
    nextRecords.some(
      (nextRecord) => nextRecord.cells.length === width && countNonBlankCells(nextRecord) > nonBlankCount,
    )
  )
}

/**
 * Returns whether a line contains key-value pairs, page numbers or email addresses, or consists of a key with a colon
 * and its values.
 */
const isKeyValueLine = ({ cells }: SourceRecord, nonBlankCount: number): boolean =>
  (nonBlankCount < cells.length / 2 + 1 && cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell))) ||
  (/:\s*$/.test(cells[0] ?? '') &&
    cells.slice(1).some((cell) => hasDistinctiveFormat(classifyCell(cell)) && !/^\s*\d{4}\s*$/.test(cell)))

/**
 * Returns whether the cells of a record have the same shapes as those below. In that case, it is a record with extra
 * cells.
 */
const hasSameShapes = ({ cells }: SourceRecord, next: SourceRecord | undefined): boolean =>
  next?.cells.every((cell, column) => /\d/.test(cell) && toCellShape(cell) === toCellShape(cells[column] ?? '')) ??
  false

/** Returns whether the first following record that is not wider than the table is a header row. */
const precedesHeader = (nextRecords: readonly SourceRecord[], width: number): boolean =>
  isHeaderRow(
    nextRecords.find(({ cells }) => cells.length <= width),
    width,
  )

/**
 * Returns whether a record of a narrow table may be a header with a blank first cell. It is not a title, because a
 * title would be in the first cell.
 */
const hasBlankFirstHeaderCell = (record: SourceRecord, width: number): boolean =>
  record.cells.length === width && record.cells[0]?.trim() === '' && countNonBlankCells(record) > 0 && width <= 3

const canBeHeaderCell = (cell: string): boolean =>
  !hasDistinctiveFormat(classifyCell(cell)) || /^\s*(?:19|20)\d\d\s*$/.test(cell)

/**
 * Returns whether a record may be a header row, in which nearly all cells are non-blank and all can be column names.
 */
export const isHeaderRow = (record: SourceRecord | undefined, width: number): boolean =>
  record?.cells.length === width && countNonBlankCells(record) >= 0.7 * width && record.cells.every(canBeHeaderCell)

/**
 * Returns whether a row contains names of column groups, that is, words, years or dates with gaps between or before
 * them, above a header row or another group row. Titles and key-value pairs have no such gaps.
 */
export function isGroupHeaderRow(
  record: SourceRecord,
  width: number,
  [next, ...laterRecords]: readonly SourceRecord[],
): boolean {
  if (record.cells.length < width - 1 || next?.start !== record.end) return false
  const nonBlankColumns = record.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))
  const firstNonBlankCell = record.cells[nonBlankColumns[0] ?? 0] ?? ''
  if (
    nonBlankColumns.length === 0 ||
    (nonBlankColumns.at(-1) as number) < nonBlankColumns.length ||
    /[:=]\s*$/.test(firstNonBlankCell)
  )
    return false
  if (nonBlankColumns.length === 1 && /^\s*\(.*\)\s*$/.test(firstNonBlankCell)) return false
  if (
    record.cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell)) &&
    nonBlankColumns.length < record.cells.length / 2 + 1
  )
    return false
  if (!record.cells.every((cell) => canBeHeaderCell(cell) || classifyCell(cell) === 'date')) return false
  return isHeaderRow(next, width) || isGroupHeaderRow(next, width, laterRecords)
}
