import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isUnits } from './is-units.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** Fewer records in a row do not tell what is above them. */
const fewest = 6
const mostNames = 9

/** Where a table begins: at its names, or, where it is not `named`, at its first record. */
export interface SettledBody {
  start: number
  named: boolean
}

/**
 * Where a table begins, seen from its body: the longest run of records that have the kinds of their columns (numbers,
 * dates), and the lines right above it that have none of them. `undefined` where no such run is, or where the lines
 * above it could be records as well.
 *
 * `records` are without blank ones; `main` are those of the part of the file in which the table is.
 */
export function findSettledBody(
  records: readonly SourceRecord[],
  main: readonly SourceRecord[],
  width: number,
): SettledBody | undefined {
  const body = main.filter((record) => !isBlank(record))
  const from = records.indexOf(body[0] as SourceRecord)
  if (body.length < fewest || from < 0) return undefined
  const columns = typedColumns(
    body.slice(Math.floor(body.length / 3), 200 + Math.floor(body.length / 3)).map(({ cells }) => cells),
    width,
  )
  const typed = columns.filter(Boolean).length
  if (typed < Math.min(2, width)) return undefined
  const evidence = records.map(({ cells }) => rowEvidence(cells, columns))
  const isData = (at: number): boolean => {
    const { unlike, like } = evidence[at] ?? { unlike: 1, like: 0 }
    const { length } = records[at]?.cells ?? []
    return unlike === 0 && like >= Math.max(1, typed / 3) && length <= width && length > width / 2
  }
  const { start: first, length } = longestRun(from, from + body.length, isData)
  if (length < fewest || length < body.length / 2 || length < first / 2) return undefined
  let start = first
  while (start > 0 && isData(start - 1)) start--
  let names = start
  while (names > 0 && start - names < mostNames && isNaming(names - 1)) names--
  if (names < start) while (names > 0 && start - names < mostNames && namesGroups(names - 1)) names--
  const isNamed = names < start
  const isUnlike = (at: number): boolean => {
    const { unlike, like } = evidence[at] ?? { unlike: 0, like: 1 }
    const { cells } = records[at] as SourceRecord
    if (cells.length < width) return true
    // Without names below, a line of words: a code among numbers ("200C" above "2010") is a value.
    return unlike > 0 && unlike >= like && (isNamed || cellKind(cells[0] ?? '') === 'text')
  }
  // What stands in a smaller part behind a blank line is not this table's, whatever it is like.
  for (let at = isNamed ? Math.min(from, names) : 0; at < names; at++) if (!isUnlike(at)) return undefined
  // Without names, several lines must be unlike the records: one or two could be damaged ones.
  return isNamed || names >= 4 ? { start: names, named: isNamed } : undefined

  function isNaming(at: number): boolean {
    const { unlike, like } = evidence[at] ?? { unlike: 0, like: 1 }
    const record = records[at] as SourceRecord
    const next = records[at + 1] as SourceRecord
    const { cells } = record
    // One blank line may stand between the names and the records, and none among the names.
    if (at + 1 < start && next.start !== record.end) return false
    if (next.start - record.end > 2 * (width + 1)) return false
    // Words with their values stand above two columns too: one line names these, or several that end in units.
    const last = records[start - 1]?.cells ?? []
    if (width === 2 && at + 1 < start && !(isUnits(last) && start - at <= 3 && cells.every(isWord))) return false
    if (like > 0 || unlike < Math.max(Math.min(2, width), typed / 2) || cells.length > width) return false
    if (cells.some((cell, column) => !columns[column] && isTyped(cellKind(cell)) && !/^\s*\d{4}\s*$/.test(cell)))
      return false
    // Short lines that follow each other are words with their values; names are short in one line.
    if (cells.length < width && (at + 1 < start || records[at - 1]?.cells.length === cells.length)) return false
    return filled(cells) >= 0.6 * width || (at + 1 < start && filled(cells) >= 2)
  }

  /** A line right above the names that names several columns at once, or those that the lines below leave open. */
  function namesGroups(at: number): boolean {
    const { cells, end } = records[at] as SourceRecord
    if (end !== records[at + 1]?.start || cells.length > width) return false
    if (!cells.every(isName) || cells.some((cell) => /:\s+\S|[:=]\s*$|@/.test(cell))) return false
    const named = cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [column]))
    const first = cells[named[0] ?? 0]?.trim() ?? ''
    if (named.length === 0 || (named.length === 1 && /^\(.*\)$/.test(first))) return false
    const below = records.slice(at + 1, start)
    const isOpen = (column: number): boolean => below.every((other) => (other.cells[column]?.trim() ?? '') === '')
    if (named.length > 1 && named.some(isOpen)) return true
    return (
      cells.length >= width - 1 && (named[0] !== 0 || (named.length > 1 && (named.at(-1) as number) >= named.length))
    )
  }
}

/** What may name a column: no value, but for years and dates. */
const isName = (cell: string): boolean => {
  const kind = cellKind(cell)
  return !isTyped(kind) || kind === 'date' || /^\s*(?:19|20)\d\d\s*$/.test(cell)
}

const isWord = (cell: string): boolean => /^\p{L}[^\d:=]*$/u.test(cell.trim())

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length

function longestRun(from: number, to: number, isIn: (at: number) => boolean): { start: number; length: number } {
  let best = { start: from, length: 0 }
  let start = from
  for (let at = from; at <= to; at++) {
    if (at < to && isIn(at)) continue
    if (at - start > best.length) best = { start, length: at - start }
    start = at + 1
  }
  return best
}
