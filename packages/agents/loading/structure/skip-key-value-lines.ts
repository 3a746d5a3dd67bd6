import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isUnitRow } from './is-unit-row.ts'
import { maxPreambleRecords } from './preamble-rows.ts'
import { countNonBlankCells, type SourceRecord } from '../detect/read-records.ts'
import { compareRow, findTypedColumns } from './typed-columns.ts'

/** Number of characters at the end of a cell that are searched for a line that ends with a colon. */
const maxColonLineLength = 10_000

/**
 * Skips at least two lines that each consist of a key ending with a colon and one or two values. Lines whose values
 * also end with colons are not skipped, because they are text in a table, such as translations. Returns the index of
 * the next record.
 */
export function skipColonLines(records: readonly SourceRecord[], start: number, width: number): number {
  const isColonLine = (record: SourceRecord | undefined): boolean =>
    record !== undefined &&
    endsWithColon(record.cells[0] ?? '') &&
    !record.cells.slice(1).some(endsWithColon) &&
    countNonBlankCells(record) <= Math.min(3, width)
  let index = start
  while (index - start < maxPreambleRecords && isColonLine(records[index])) index++
  const isTable = index < records.length - 1 && !records.slice(index, index + 20).some(isColonLine)
  return index - start >= 2 && isTable ? index : start
}

/**
 * Returns whether the last line of a cell contains a letter and ends with a colon. This does not use a single regular
 * expression, because that would take minutes for a cell of 200 KB.
 */
function endsWithColon(cell: string): boolean {
  const lines = cell
    .trimEnd()
    .slice(-maxColonLineLength)
    .split(/[\n\r\u2028\u2029]/)
  const lastLine = lines.at(-1) ?? ''
  return lastLine.endsWith(':') && /\p{L}/u.test(lastLine)
}

/**
 * Skips lines of text above a single column of numbers, except the last line if it may be the column name. Returns the
 * index of the next record.
 */
export function skipTextAboveNumbers(records: readonly SourceRecord[]): number {
  const isNumber = ({ cells: [cell = '', ...otherCells] }: SourceRecord): boolean =>
    otherCells.length === 0 && hasDistinctiveFormat(classifyCell(cell))
  const firstNumberIndex = records.findIndex(
    (_, index) => index < records.length - 20 && records.slice(index, index + 20).every(isNumber),
  )
  if (
    firstNumberIndex < 2 ||
    firstNumberIndex > maxPreambleRecords ||
    records.slice(0, firstNumberIndex).some(isNumber)
  )
    return 0
  const name = records[firstNumberIndex - 1]?.cells.join('').trim() ?? ''
  return /^\p{L}[\p{L}\d _()/.%°µ-]*$/u.test(name) ? firstNumberIndex - 1 : firstNumberIndex
}

/**
 * Returns whether a row is a key-value pair with a key such as `@radius`. Two such words, as in `@time` and `@value`,
 * are a header.
 */
const isMarkedPair = ([key = '', value = '']: readonly string[]): boolean =>
  /^@\p{L}/u.test(key) && !value.startsWith('@')

/**
 * Skips key-value pairs above a two-column table, and returns the index of the next record. At least three lines are
 * required. The pairs must be above two typed columns, or above one typed column if only the first cells of the records
 * contain digits. Lines with keys such as `@radius` are always pairs.
 */
export function skipPairs(records: readonly SourceRecord[], start: number): number {
  const rows = records.slice(start, start + 200).map(({ cells }) => cells)
  const columns = findTypedColumns(rows.slice(Math.floor(rows.length / 2)), 2)
  if (!columns[1]) return start
  const comparisons = rows.map((row) => compareRow(row, columns))
  const isData = (index: number): boolean =>
    comparisons[index]?.mismatches === 0 && (columns[0] !== undefined || /\d/.test(rows[index]?.[0] ?? ''))
  const firstDataIndex = rows.findIndex((_, index) => isData(index))
  const hasMarkers = firstDataIndex > 0 && rows.slice(0, firstDataIndex).every(isMarkedPair)
  if (
    firstDataIndex < (hasMarkers ? 1 : 3) ||
    firstDataIndex > maxPreambleRecords ||
    rows.length - firstDataIndex < 2 ||
    !rows.slice(firstDataIndex, firstDataIndex + 20).every((_, index) => isData(firstDataIndex + index))
  )
    return start
  if (hasMarkers) return start + firstDataIndex
  const isHeader = columns[0]
    ? comparisons[firstDataIndex - 1]?.mismatches === 2
    : comparisons[firstDataIndex - 1]?.mismatches === 1 && comparisons[firstDataIndex - 2]?.mismatches === 0
  const headerIndex = isHeader ? firstDataIndex - 1 : firstDataIndex
  if (!isHeader || !isUnitRow(rows[headerIndex] ?? [])) return start + headerIndex
  const hasOnlyWords = (row: readonly string[] | undefined): boolean =>
    row?.length === 2 && row.every((cell) => /^\p{L}[^\d:=]*$/u.test(cell.trim()))
  return start + headerIndex - (hasOnlyWords(rows[headerIndex - 1]) ? (hasOnlyWords(rows[headerIndex - 2]) ? 2 : 1) : 0)
}

/**
 * Skips at least four key-value lines above a header, and returns the index of the next record. In the first column,
 * these lines contain words, whereas all records contain numbers or dates.
 */
export function skipKeyValueLines(records: readonly SourceRecord[], start: number, width: number): number {
  const rows = records.slice(start, start + 200).map(({ cells }) => cells)
  const columns = findTypedColumns(rows.slice(Math.floor(rows.length / 2)), width)
  if (!columns[0]) return start
  const comparisons = rows.map((row) => compareRow(row, columns))
  const firstDataIndex = comparisons.findLastIndex(({ mismatches }) => mismatches > 0) + 1
  const headerIndex = firstDataIndex - 1
  if (headerIndex < 4 || headerIndex > maxPreambleRecords || rows.length - firstDataIndex < 5) return start
  const { mismatches, matches } = comparisons[headerIndex] ?? { mismatches: 0, matches: 1 }
  if (matches > 0 || mismatches < columns.filter(Boolean).length || rows[headerIndex]?.length !== width) return start
  const startsWithText = (row: readonly string[]): boolean =>
    compareRow(row.slice(0, 1), columns.slice(0, 1)).mismatches === 1
  const rowsAbove = rows.slice(0, headerIndex)
  const hasValue = (row: readonly string[]): boolean =>
    row.slice(1).some((cell) => hasDistinctiveFormat(classifyCell(cell)))
  return rowsAbove.every(startsWithText) && rowsAbove.filter(hasValue).length >= rowsAbove.length / 3
    ? start + headerIndex
    : start
}
