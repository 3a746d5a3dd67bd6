import { classifyCell, isTyped } from '../columns/cell-kind.ts'
import { isProse } from '../detect/is-prose.ts'
import { countFilledCells, type SourceRecord } from '../detect/read-records.ts'
import { compareRow, type TypedColumn } from './typed-columns.ts'

/** Maximum number of records above a table. */
export const maxPreambleRecords = 60

/**
 * Whether a line names the first columns, and the line below names all others after an empty first cell ("State,
 * Votes" above ", Smith, Jones, All").
 */
export function isFirstPartOfHeader(
  record: SourceRecord,
  width: number,
  [next]: readonly SourceRecord[],
  columns: readonly (TypedColumn | undefined)[],
): boolean {
  const filled = countFilledCells(record)
  if (filled < 2 || filled !== record.cells.length || filled >= width || next?.start !== record.end) return false
  const { cells } = next
  if (cells.length !== width || cells[0]?.trim() !== '' || countFilledCells(next) !== width - 1) return false
  const { mismatches, matches } = compareRow(cells, columns)
  return matches === 0 && mismatches >= 2 && [...record.cells, ...cells].every(canBeName) && !isProse(record)
}

/** Returns the median number of filled cells of records with the table's width. */
export function findTypicalFill(records: readonly SourceRecord[], width: number): number {
  const fills = records.filter((record) => record.cells.length === width).map(countFilledCells)
  fills.sort((a, b) => a - b)
  return fills[Math.floor(fills.length / 2)] ?? width
}

/** Whether a record is a title or a note rather than a row or a header of the table. */
export function isNote(
  record: SourceRecord,
  width: number,
  typical: number,
  nextRecords: readonly SourceRecord[],
  isRagged: boolean,
): boolean {
  const fill = countFilledCells(record)
  if (isNameRow(nextRecords[0], width) && isKeyValueLine(record, fill)) return true
  if (
    isProse(record) &&
    nextRecords[0] &&
    isNameRow(nextRecords[0], width) &&
    !nextRecords[0].cells.slice(1).some((cell) => /^\s/.test(cell))
  )
    return true
  // A title with trailing delimiters, or a line without delimiters.
  if (fill <= (isRagged ? 1 : Math.max(1, Math.floor(0.4 * typical))) && fill < typical)
    return !lacksFirstName(record, width) && !isGroupRow(record, width, nextRecords)
  if (record.cells.length >= width - 1) return record.cells.length > width && precedesNames(nextRecords, width)
  // A note that contains delimiters, unless the records are ragged.
  return !isRagged && nextRecords.some((other) => other.cells.length === width && countFilledCells(other) > fill)
}

/**
 * Whether a line consists of key-value pairs, page numbers or email addresses, or of a key with a colon and its values.
 */
const isKeyValueLine = ({ cells }: SourceRecord, fill: number): boolean =>
  (fill < cells.length / 2 + 1 && cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell))) ||
  (/:\s*$/.test(cells[0] ?? '') &&
    cells.slice(1).some((cell) => isTyped(classifyCell(cell)) && !/^\s*\d{4}\s*$/.test(cell)))

/** Whether the next line that is not wider than the table names the columns. */
const precedesNames = (nextRecords: readonly SourceRecord[], width: number): boolean =>
  isNameRow(
    nextRecords.find(({ cells }) => cells.length <= width),
    width,
  )

/** Whether a row of the table's width names the columns after the first. A title would be in the first cell. */
const lacksFirstName = (record: SourceRecord, width: number): boolean =>
  record.cells.length === width && record.cells[0]?.trim() === '' && countFilledCells(record) > 0 && width <= 3

const canBeName = (cell: string): boolean => !isTyped(classifyCell(cell)) || /^\s*(?:19|20)\d\d\s*$/.test(cell)

/** Whether a row has a name for (nearly) every column. */
export const isNameRow = (record: SourceRecord | undefined, width: number): boolean =>
  record?.cells.length === width && countFilledCells(record) >= 0.7 * width && record.cells.every(canBeName)

/**
 * Whether a row names groups of columns: words, years or dates with gaps between or before them, above a row of names
 * or another group row. Titles and key-value pairs are in the first cells instead.
 */
export function isGroupRow(record: SourceRecord, width: number, [next, ...further]: readonly SourceRecord[]): boolean {
  if (record.cells.length < width - 1 || next?.start !== record.end) return false
  const filled = record.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))
  const first = record.cells[filled[0] ?? 0] ?? ''
  if (filled.length === 0 || (filled.at(-1) as number) < filled.length || /[:=]\s*$/.test(first)) return false
  if (filled.length === 1 && /^\s*\(.*\)\s*$/.test(first)) return false
  if (record.cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell)) && filled.length < record.cells.length / 2 + 1)
    return false
  if (!record.cells.every((cell) => canBeName(cell) || classifyCell(cell) === 'date')) return false
  return isNameRow(next, width) || isGroupRow(next, width, further)
}
