import {
  isFirstPartOfHeader,
  isGroupHeaderRow,
  isHeaderRow,
  isNote,
  namesFirstColumns,
  maxPreambleRecords,
  computeTypicalCellCount,
} from './preamble-rows.ts'
import type { SourceRecord } from '../records/read-records.ts'
import { compareRow, findTypedColumns, type TypedColumn } from './typed-columns.ts'

/** Skips titles and notes, starting at `firstIndex`, and returns the index of the next record. */
export function skipNotes(records: readonly SourceRecord[], firstIndex: number, width: number): number {
  const typicalCellCount = computeTypicalCellCount(records, width)
  const isRagged = records.filter(({ cells }) => cells.length === width).length < 0.6 * (records.length - firstIndex)
  const lowerRows = records
    .slice(Math.floor((2 * records.length) / 3), 200 + Math.floor((2 * records.length) / 3))
    .map(({ cells }) => cells)
  const columns = findTypedColumns(lowerRows, width)
  const textColumns = columns.flatMap((typedColumn, column) =>
    !typedColumn && lowerRows.some((cells) => (cells[column]?.trim() ?? '') !== '') ? [column] : [],
  )
  const isAboveTypedHeader = (index: number): boolean =>
    records.slice(index + 1, index + 6).some((record) => {
      const { mismatches, matches } = compareRow(record.cells, columns)
      return isHeaderRow(record, width) && matches === 0 && mismatches >= 2
    })
  const shortLinesEnd = skipShortLines(records, firstIndex, width)
  const hasSingleWords = hasManySingleWords(records.slice(firstIndex))
  let start = firstIndex
  while (start < Math.min(records.length - 1, firstIndex + maxPreambleRecords)) {
    const record = records[start] as SourceRecord
    const isShort = record.cells.length < width && width > 2 && isAboveTypedHeader(start)
    const nextRecords = records.slice(start + 1, start + 6)
    if (isFirstPartOfHeader(record, width, nextRecords, columns)) break
    if (start === firstIndex && namesFirstColumns(record, width, nextRecords, columns)) break
    if (isShort && isGroupHeaderRow(record, width, nextRecords)) break
    if (isSparseRow(record, width, columns) && !isAboveTypedHeader(start)) break
    if (hasSingleWords && isSingleWord(record) && !isAboveTypedHeader(start)) break
    const isAboveNames = isUnlabeled(record, width, columns, textColumns) && isAboveTypedHeader(start)
    if (
      !isShort &&
      !isAboveNames &&
      !isNote(record, width, typicalCellCount, nextRecords, isRagged) &&
      start >= shortLinesEnd
    )
      break
    start++
  }
  // If no record with the full width remains, the supposed notes are the table.
  const rest = records.slice(start)
  return rest.some((record) => record.cells.length === width) ? start : firstIndex
}

const isSingleWord = ({ cells }: SourceRecord): boolean => cells.length === 1 && /^\S+$/.test(cells[0] ?? '')

const minSingleWords = 5
/** Minimum fraction of single-word records among all records. */
const minSingleWordFraction = 0.1
/** Minimum fraction of single-word records that directly follow another one. */
const minAdjacentFraction = 0.3

/**
 * Returns whether many records consist of a single word. In that case, these records are not section titles, which do
 * not follow one another.
 */
function hasManySingleWords(records: readonly SourceRecord[]): boolean {
  const singleWordRecords = records.filter(isSingleWord)
  const adjacentWords = records.filter((record, index) => {
    const previous = records[index - 1]
    return isSingleWord(record) && previous !== undefined && isSingleWord(previous)
  })
  return (
    singleWordRecords.length >= Math.max(minSingleWords, minSingleWordFraction * records.length) &&
    adjacentWords.length >= minAdjacentFraction * singleWordRecords.length
  )
}

/**
 * Returns whether the non-blank cells of a record match the kinds of their columns. In that case, it is a record with
 * gaps rather than a note.
 */
function isSparseRow({ cells }: SourceRecord, width: number, columns: readonly (TypedColumn | undefined)[]): boolean {
  const { mismatches, matches } = compareRow(cells, columns)
  return cells.length === width && width > 2 && matches > 0 && mismatches === 0
}

/**
 * Returns whether a record is empty in all text columns but has values in typed columns, as totals or dimensions above
 * the column names do.
 */
const isUnlabeled = (
  { cells }: SourceRecord,
  width: number,
  columns: readonly (TypedColumn | undefined)[],
  textColumns: readonly number[],
): boolean =>
  cells.length === width &&
  textColumns.length > 0 &&
  textColumns.every((column) => cells[column]?.trim() === '') &&
  compareRow(cells, columns).matches > 0

/**
 * Skips at least two short lines above records that all have the full width. Returns the index of the last short line,
 * which may contain the column names, or `firstIndex` if there are fewer than three short lines.
 */
function skipShortLines(records: readonly SourceRecord[], firstIndex: number, width: number): number {
  const firstFullIndex = records.findIndex(({ cells }, index) => index >= firstIndex && cells.length >= width)
  const recordsBelow = records.slice(firstFullIndex, firstFullIndex + 200)
  const isUniform = recordsBelow.length >= 5 && recordsBelow.every(({ cells }) => cells.length === width)
  return isUniform && firstFullIndex - firstIndex >= 3 && firstFullIndex - firstIndex <= maxPreambleRecords
    ? firstFullIndex - 1
    : firstIndex
}
