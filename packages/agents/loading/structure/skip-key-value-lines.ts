import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isUnits } from './is-units.ts'
import { maxPreambleRecords } from './preamble-rows.ts'
import { filledCells, type SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** Number of characters at the end of a cell that are searched for a colon. */
const maxColonLineLength = 10_000

/** Returns the index after at least two lines with a key that ends with a colon and one or two values. */
export function skipColonLines(records: readonly SourceRecord[], from: number, width: number): number {
  const isColon = (record: SourceRecord | undefined): boolean =>
    record !== undefined && endsWithColon(record.cells[0] ?? '') && filledCells(record) <= Math.min(3, width)
  let at = from
  while (at - from < maxPreambleRecords && isColon(records[at])) at++
  const isTable = at < records.length - 1 && !records.slice(at, at + 20).some(isColon)
  return at - from >= 2 && isTable ? at : from
}

/** Whether a cell ends with a colon. A regular expression would take minutes for a cell of 200 KB. */
function endsWithColon(cell: string): boolean {
  const lines = cell
    .trimEnd()
    .slice(-maxColonLineLength)
    .split(/[\n\r\u2028\u2029]/)
  const last = lines.at(-1) ?? ''
  return last.endsWith(':') && /\p{L}/u.test(last)
}

/** Returns the index after lines of text above a single column of numbers. The last of them may be the column name. */
export function skipTextAboveNumbers(records: readonly SourceRecord[]): number {
  const isNumber = ({ cells: [cell = '', ...others] }: SourceRecord): boolean =>
    others.length === 0 && isTyped(cellKind(cell))
  const first = records.findIndex((_, at) => at < records.length - 20 && records.slice(at, at + 20).every(isNumber))
  if (first < 2 || first > maxPreambleRecords || records.slice(0, first).some(isNumber)) return 0
  const name = records[first - 1]?.cells.join('').trim() ?? ''
  return /^\p{L}[\p{L}\d _()/.%°µ-]*$/u.test(name) ? first - 1 : first
}

/**
 * Returns the index after key-value pairs above a table of two columns: at least three lines above two typed columns,
 * or above one typed column if only the lines below have digits in the first cell.
 */
export function skipPairs(records: readonly SourceRecord[], from: number): number {
  const rows = records.slice(from, from + 200).map(({ cells }) => cells)
  const columns = typedColumns(rows.slice(Math.floor(rows.length / 2)), 2)
  if (!columns[1]) return from
  const evidence = rows.map((row) => rowEvidence(row, columns))
  const isData = (at: number): boolean =>
    evidence[at]?.mismatches === 0 && (columns[0] !== undefined || /\d/.test(rows[at]?.[0] ?? ''))
  const pairs = rows.findIndex((_, at) => isData(at))
  if (
    pairs < 3 ||
    pairs > maxPreambleRecords ||
    rows.length - pairs < 2 ||
    !rows.slice(pairs, pairs + 20).every((_, at) => isData(pairs + at))
  )
    return from
  const isHeader = columns[0]
    ? evidence[pairs - 1]?.mismatches === 2
    : evidence[pairs - 1]?.mismatches === 1 && evidence[pairs - 2]?.mismatches === 0
  const named = isHeader ? pairs - 1 : pairs
  if (!isHeader || !isUnits(rows[named] ?? [])) return from + named
  const areWords = (row: readonly string[] | undefined): boolean =>
    row?.length === 2 && row.every((cell) => /^\p{L}[^\d:=]*$/u.test(cell.trim()))
  return from + named - (areWords(rows[named - 1]) ? (areWords(rows[named - 2]) ? 2 : 1) : 0)
}

/**
 * Returns the index after at least four key-value lines above a header. They have texts in the first column, which
 * contains numbers or dates in all records.
 */
export function skipKeyValueLines(records: readonly SourceRecord[], from: number, width: number): number {
  const rows = records.slice(from, from + 200).map(({ cells }) => cells)
  const columns = typedColumns(rows.slice(Math.floor(rows.length / 2)), width)
  if (!columns[0]) return from
  const evidence = rows.map((row) => rowEvidence(row, columns))
  const data = evidence.findLastIndex(({ mismatches }) => mismatches > 0) + 1
  const names = data - 1
  if (names < 4 || names > maxPreambleRecords || rows.length - data < 5) return from
  const { mismatches, matches } = evidence[names] ?? { mismatches: 0, matches: 1 }
  if (matches > 0 || mismatches < columns.filter(Boolean).length || rows[names]?.length !== width) return from
  const hasTextFirst = (row: readonly string[]): boolean =>
    rowEvidence(row.slice(0, 1), columns.slice(0, 1)).mismatches === 1
  const above = rows.slice(0, names)
  const hasValue = (row: readonly string[]): boolean => row.slice(1).some((cell) => isTyped(cellKind(cell)))
  return above.every(hasTextFirst) && above.filter(hasValue).length >= above.length / 3 ? from + names : from
}
