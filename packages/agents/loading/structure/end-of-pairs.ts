import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isUnits } from './is-units.ts'
import { filledCells, mostPreamble } from './note-rows.ts'
import type { SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** No longer line is looked at for its word. In characters. */
const mostColonLine = 10_000

/** Behind two and more lines at the top that have a word with a colon in front and a value or two behind it. */
export function afterColons(records: readonly SourceRecord[], from: number, width: number): number {
  const isColon = (record: SourceRecord | undefined): boolean =>
    record !== undefined && endsWithColon(record.cells[0] ?? '') && filledCells(record) <= Math.min(3, width)
  let at = from
  while (at - from < mostPreamble && isColon(records[at])) at++
  const isTable = at < records.length - 1 && !records.slice(at, at + 20).some(isColon)
  return at - from >= 2 && isTable ? at : from
}

/** True for a word with a colon as its last sign. Looked for from the end: a pattern takes minutes for a cell of 200 KB. */
function endsWithColon(cell: string): boolean {
  const lines = cell
    .trimEnd()
    .slice(-mostColonLine)
    .split(/[\n\r\u2028\u2029]/)
  const last = lines.at(-1) ?? ''
  return last.endsWith(':') && /\p{L}/u.test(last)
}

/** Behind lines of text above one column of numbers, the last of which may name it. */
export function aboveNumbers(records: readonly SourceRecord[]): number {
  const isNumber = ({ cells: [cell = '', ...others] }: SourceRecord): boolean =>
    others.length === 0 && isTyped(cellKind(cell))
  const first = records.findIndex((_, at) => at < records.length - 20 && records.slice(at, at + 20).every(isNumber))
  if (first < 2 || first > mostPreamble || records.slice(0, first).some(isNumber)) return 0
  const name = records[first - 1]?.cells.join('').trim() ?? ''
  return /^\p{L}[\p{L}\d _()/.%°µ-]*$/u.test(name) ? first - 1 : first
}

/**
 * Behind lines that pair a word with its value: three and more above two columns of numbers or dates are no header, nor
 * are they above one such column where only the lines below have digits in the first.
 */
export function afterPairs(records: readonly SourceRecord[], from: number): number {
  const rows = records.slice(from, from + 200).map(({ cells }) => cells)
  const columns = typedColumns(rows.slice(Math.floor(rows.length / 2)), 2)
  if (!columns[1]) return from
  const evidence = rows.map((row) => rowEvidence(row, columns))
  const isData = (at: number): boolean =>
    evidence[at]?.unlike === 0 && (columns[0] !== undefined || /\d/.test(rows[at]?.[0] ?? ''))
  const pairs = rows.findIndex((_, at) => isData(at))
  if (
    pairs < 3 ||
    pairs > mostPreamble ||
    rows.length - pairs < 2 ||
    !rows.slice(pairs, pairs + 20).every((_, at) => isData(pairs + at))
  )
    return from
  const isHeader = columns[0]
    ? evidence[pairs - 1]?.unlike === 2
    : evidence[pairs - 1]?.unlike === 1 && evidence[pairs - 2]?.unlike === 0
  const named = isHeader ? pairs - 1 : pairs
  if (!isHeader || !isUnits(rows[named] ?? [])) return from + named
  const isWords = (row: readonly string[] | undefined): boolean =>
    row?.length === 2 && row.every((cell) => /^\p{L}[^\d:=]*$/u.test(cell.trim()))
  return from + named - (isWords(rows[named - 1]) ? (isWords(rows[named - 2]) ? 2 : 1) : 0)
}

/**
 * Behind four and more lines of words with their values, where the first column holds numbers or dates all the way below
 * a line of names: the lines have texts there, and values beside.
 */
export function afterValues(records: readonly SourceRecord[], from: number, width: number): number {
  const rows = records.slice(from, from + 200).map(({ cells }) => cells)
  const columns = typedColumns(rows.slice(Math.floor(rows.length / 2)), width)
  if (!columns[0]) return from
  const evidence = rows.map((row) => rowEvidence(row, columns))
  const data = evidence.findLastIndex(({ unlike }) => unlike > 0) + 1
  const names = data - 1
  if (names < 4 || names > mostPreamble || rows.length - data < 5) return from
  const { unlike, like } = evidence[names] ?? { unlike: 0, like: 1 }
  if (like > 0 || unlike < columns.filter(Boolean).length || rows[names]?.length !== width) return from
  const isWord = (row: readonly string[]): boolean => rowEvidence(row.slice(0, 1), columns.slice(0, 1)).unlike === 1
  const above = rows.slice(0, names)
  const isValued = (row: readonly string[]): boolean => row.slice(1).some((cell) => isTyped(cellKind(cell)))
  return above.every(isWord) && above.filter(isValued).length >= above.length / 3 ? from + names : from
}
