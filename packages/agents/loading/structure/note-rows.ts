import { cellKind, isTyped } from '../columns/cell-kind.ts'
import { isProse } from '../detect/is-prose.ts'
import type { SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, type TypedColumn } from './typed-columns.ts'

/** Records that may stand above a table. */
export const mostPreamble = 60

/**
 * True for a short line of names that names the first columns, where the line below names all others and leaves the
 * first open ("State, Votes" above ", Smith, Jones, All").
 */
export function completesNames(
  record: SourceRecord,
  width: number,
  [next]: readonly SourceRecord[],
  columns: readonly (TypedColumn | undefined)[],
): boolean {
  const filled = filledCells(record)
  if (filled < 2 || filled !== record.cells.length || filled >= width || next?.start !== record.end) return false
  const { cells } = next
  if (cells.length !== width || cells[0]?.trim() !== '' || filledCells(next) !== width - 1) return false
  const { unlike, like } = rowEvidence(cells, columns)
  return like === 0 && unlike >= 2 && [...record.cells, ...cells].every(isNaming) && !isProse(record)
}

/** How many cells the records of the whole width fill, by their median. */
export function typicalFill(records: readonly SourceRecord[], width: number): number {
  const fills = records.filter((record) => record.cells.length === width).map(filledCells)
  fills.sort((a, b) => a - b)
  return fills[Math.floor(fills.length / 2)] ?? width
}

/** True for a record that is no row of the table and names none of its columns. */
export function isNote(
  record: SourceRecord,
  width: number,
  typical: number,
  next: readonly SourceRecord[],
  isRagged: boolean,
): boolean {
  const fill = filledCells(record)
  if (isNames(next[0], width) && isPairs(record, fill)) return true
  if (isProse(record) && next[0] && isNames(next[0], width) && !next[0].cells.slice(1).some((cell) => /^\s/.test(cell)))
    return true
  // Few cells filled, of a wide table: a title with trailing delimiters, or a line without any.
  if (fill <= (isRagged ? 1 : Math.max(1, Math.floor(0.4 * typical))) && fill < typical)
    return !lacksFirst(record, width) && !isGroups(record, width, next)
  if (record.cells.length >= width - 1) return record.cells.length > width && isAboveNames(next, width)
  // Several cells, but not as many as the table has: a note with delimiters in it, unless rows are ragged by habit.
  return !isRagged && next.some((other) => other.cells.length === width && filledCells(other) > fill)
}

/** A line of words with their values, pages and addresses among empty cells, or of one word with a colon and its values. */
const isPairs = ({ cells }: SourceRecord, fill: number): boolean =>
  (fill < cells.length / 2 + 1 && cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell))) ||
  (/:\s*$/.test(cells[0] ?? '') &&
    cells.slice(1).some((cell) => isTyped(cellKind(cell)) && !/^\s*\d{4}\s*$/.test(cell)))

/** True where the next line that is not too long names the columns. */
const isAboveNames = (next: readonly SourceRecord[], width: number): boolean =>
  isNames(
    next.find(({ cells }) => cells.length <= width),
    width,
  )

/** A title stands in the first cell: a row of the whole width without it names the columns behind the first. */
const lacksFirst = (record: SourceRecord, width: number): boolean =>
  record.cells.length === width && record.cells[0]?.trim() === '' && filledCells(record) > 0 && width <= 3

const isNaming = (cell: string): boolean => !isTyped(cellKind(cell)) || /^\s*(?:19|20)\d\d\s*$/.test(cell)

/** A row with a text for (nearly) every column. */
export const isNames = (record: SourceRecord | undefined, width: number): boolean =>
  record?.cells.length === width && filledCells(record) >= 0.7 * width && record.cells.every(isNaming)

/**
 * A row of names for groups of columns: texts, years or dates with gaps between or in front, above a full row of names
 * or another such row. A title stands in front, and so do a word and its value.
 */
export function isGroups(record: SourceRecord, width: number, [next, ...further]: readonly SourceRecord[]): boolean {
  if (record.cells.length < width - 1 || next?.start !== record.end) return false
  const filled = record.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))
  const first = record.cells[filled[0] ?? 0] ?? ''
  if (filled.length === 0 || (filled.at(-1) as number) < filled.length || /[:=]\s*$/.test(first)) return false
  if (filled.length === 1 && /^\s*\(.*\)\s*$/.test(first)) return false
  if (record.cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell)) && filled.length < record.cells.length / 2 + 1)
    return false
  if (!record.cells.every((cell) => isNaming(cell) || cellKind(cell) === 'date')) return false
  return isNames(next, width) || isGroups(next, width, further)
}

/** How many cells of a record hold something. */
export const filledCells = (record: SourceRecord): number => record.cells.filter((cell) => cell.trim() !== '').length
