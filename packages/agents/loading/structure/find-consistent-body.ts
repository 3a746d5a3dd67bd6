import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isUnits } from './is-units.ts'
import { filledCells, isBlank, type SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** Minimum number of consecutive records. */
const minRecords = 6
const maxNameLines = 9

/** Start of a table: its column names or, without names, its first record. */
export interface ConsistentBody {
  start: number
  hasNames: boolean
}

/**
 * Finds the start of a table from its body: the longest run of records whose cells have the kinds of their columns
 * (numbers, dates), and the lines directly above it that do not. Returns `undefined` if there is no such run, or if the
 * lines above could also be records.
 *
 * @param records Records without blank ones.
 * @param main Records of the part that contains the table.
 */
export function findConsistentBody(
  records: readonly SourceRecord[],
  main: readonly SourceRecord[],
  width: number,
): ConsistentBody | undefined {
  const body = main.filter((record) => !isBlank(record))
  const from = records.indexOf(body[0] as SourceRecord)
  if (body.length < minRecords || from < 0) return undefined
  const columns = typedColumns(
    body.slice(Math.floor(body.length / 3), 200 + Math.floor(body.length / 3)).map(({ cells }) => cells),
    width,
  )
  const typed = columns.filter(Boolean).length
  if (typed < Math.min(2, width)) return undefined
  const evidence = records.map(({ cells }) => rowEvidence(cells, columns))
  const isData = (at: number): boolean => {
    const { mismatches, matches } = evidence[at] ?? { mismatches: 1, matches: 0 }
    const { length } = records[at]?.cells ?? []
    return mismatches === 0 && matches >= Math.max(1, typed / 3) && length <= width && length > width / 2
  }
  const { start: first, length } = findLongestRun(from, from + body.length, isData)
  if (length < minRecords || length < body.length / 2 || length < first / 2) return undefined
  let start = first
  while (start > 0 && isData(start - 1)) start--
  let names = start
  while (names > 0 && start - names < maxNameLines && namesColumns(names - 1)) names--
  if (names < start) while (names > 0 && start - names < maxNameLines && namesColumnGroups(names - 1)) names--
  const isNamed = names < start
  const differs = (at: number): boolean => {
    const { mismatches, matches } = evidence[at] ?? { mismatches: 0, matches: 1 }
    const { cells } = records[at] as SourceRecord
    if (cells.length < width) return true
    // A code above numbers ("200C" above "2010") is a value; without names, only texts differ from the records.
    return mismatches > 0 && mismatches >= matches && (isNamed || cellKind(cells[0] ?? '') === 'text')
  }
  // Lines of an earlier part, before a blank line, do not belong to this table.
  for (let at = isNamed ? Math.min(from, names) : 0; at < names; at++) if (!differs(at)) return undefined
  // Without names, several lines must differ from the records, since one or two could be damaged records.
  return isNamed || names >= 4 ? { start: names, hasNames: isNamed } : undefined

  function namesColumns(at: number): boolean {
    const { mismatches, matches } = evidence[at] ?? { mismatches: 0, matches: 1 }
    const record = records[at] as SourceRecord
    const next = records[at + 1] as SourceRecord
    const { cells } = record
    // There may be a blank line between names and records, but not among the names.
    if (at + 1 < start && next.start !== record.end) return false
    if (next.start - record.end > 2 * (width + 1)) return false
    // Key-value lines may be above two columns: the header of such a table has one line, or several lines with units in
    // the last.
    const last = records[start - 1]?.cells ?? []
    if (width === 2 && at + 1 < start && !(isUnits(last) && start - at <= 3 && cells.every(isWord))) return false
    if (matches > 0 || mismatches < Math.max(Math.min(2, width), typed / 2) || cells.length > width) return false
    if (cells.some((cell, column) => !columns[column] && isTyped(cellKind(cell)) && !/^\s*\d{4}\s*$/.test(cell)))
      return false
    // Consecutive short lines are key-value lines; only one header line may be short.
    if (cells.length < width && (at + 1 < start || records[at - 1]?.cells.length === cells.length)) return false
    return filledCells(record) >= 0.6 * width || (at + 1 < start && filledCells(record) >= 2)
  }

  /**
   * Whether a line directly above the names contains names of column groups, or of columns that the lines below leave
   * unnamed.
   */
  function namesColumnGroups(at: number): boolean {
    const { cells, end } = records[at] as SourceRecord
    if (end !== records[at + 1]?.start || cells.length > width) return false
    if (!cells.every(isName) || cells.some((cell) => /:\s+\S|[:=]\s*$|@/.test(cell))) return false
    const columnsNamed = cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [column]))
    const first = cells[columnsNamed[0] ?? 0]?.trim() ?? ''
    if (columnsNamed.length === 0 || (columnsNamed.length === 1 && /^\(.*\)$/.test(first))) return false
    const below = records.slice(at + 1, start)
    const isUnnamed = (column: number): boolean => below.every((other) => (other.cells[column]?.trim() ?? '') === '')
    if (columnsNamed.length > 1 && columnsNamed.some(isUnnamed)) return true
    return (
      cells.length >= width - 1 &&
      (columnsNamed[0] !== 0 || (columnsNamed.length > 1 && (columnsNamed.at(-1) as number) >= columnsNamed.length))
    )
  }
}

/** Whether a cell may be a column name: not a value, except for years and dates. */
const isName = (cell: string): boolean => {
  const kind = cellKind(cell)
  return !isTyped(kind) || kind === 'date' || /^\s*(?:19|20)\d\d\s*$/.test(cell)
}

const isWord = (cell: string): boolean => /^\p{L}[^\d:=]*$/u.test(cell.trim())

function findLongestRun(
  from: number,
  to: number,
  isIncluded: (at: number) => boolean,
): { start: number; length: number } {
  let best = { start: from, length: 0 }
  let start = from
  for (let at = from; at <= to; at++) {
    if (at < to && isIncluded(at)) continue
    if (at - start > best.length) best = { start, length: at - start }
    start = at + 1
  }
  return best
}
