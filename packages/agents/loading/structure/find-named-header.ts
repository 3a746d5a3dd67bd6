import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isBlank, type SourceRecord } from '../records/read-records.ts'
import { isDescriptionRow } from './special-rows.ts'

const maxExaminedRecords = 60
const minWidth = 3
/** Maximum number of records in a small table, whose columns cannot be characterized. */
const maxSmallRecords = 4
/** Minimum share of cells with numbers, dates or other distinctive values. */
const minTypedShare = 0.2

/**
 * Finds an evident header of a table whose columns cannot be characterized: the first line with a name in every column,
 * followed by records with typed values. Everything above it is text, such as a title, filters or statistics. Lines that
 * describe the columns for a program may follow the names, also in larger tables.
 */
export function findNamedHeader(records: readonly SourceRecord[], width: number): NamedHeader | undefined {
  const nonBlankRecords = records.slice(0, maxExaminedRecords).filter((record) => !isBlank(record))
  const isComplete = ({ cells }: SourceRecord): boolean =>
    cells.length === width && cells.every((cell) => cell.trim() !== '')
  const start = nonBlankRecords.findIndex(isComplete)
  const names = nonBlankRecords[start]
  if (width < minWidth || !names || !hasDistinctNames(names.cells)) return undefined
  if (nonBlankRecords.slice(1, start).some((record, index) => areRecords(nonBlankRecords[index]!, record)))
    return undefined
  const end =
    Math.max(
      start,
      nonBlankRecords.findLastIndex(({ cells }) => isDescriptionRow(cells)),
    ) + 1
  const [first] = nonBlankRecords.slice(end)
  const header = nonBlankRecords.slice(start, end)
  const isDescribed = header.length > 1
  if (!first || (!isDescribed && (!hasTypedCells(first, width) || !isSmall(records, first)))) return undefined
  const headerLines = header.map(({ line }) => line)
  return { header, headerLines, first }
}

/**
 * Returns whether an evident header replaces the one that was detected otherwise. It does not if the detected header ends
 * with it, because lines above the names may name groups of columns, unless they are notes.
 *
 * @param proposedLines Line numbers of the detected header.
 */
export function replacesHeader(
  { header, headerLines }: NamedHeader,
  records: readonly SourceRecord[],
  proposedLines: readonly number[],
): boolean {
  const [first] = headerLines
  const isAbove = ({ line }: SourceRecord): boolean => proposedLines.includes(line) && line < (first as number)
  return header.length > 1 || proposedLines.at(-1) !== first || records.filter(isAbove).some(isNote)
}

/** A header whose names are evident, and the first record below it. Line numbers start at 1. */
export interface NamedHeader {
  header: readonly SourceRecord[]
  headerLines: readonly number[]
  first: SourceRecord
}

/** Returns whether two lines are complete records of a narrower table. */
const areRecords = (first: SourceRecord, second: SourceRecord): boolean =>
  first.cells.length > 1 &&
  first.cells.length === second.cells.length &&
  [...first.cells, ...second.cells].every((cell) => cell.trim() !== '')

/** Returns whether few records precede the next blank one. */
function isSmall(records: readonly SourceRecord[], first: SourceRecord): boolean {
  const body = records.slice(records.indexOf(first))
  const end = body.findIndex(isBlank)
  return (end < 0 ? body.length : end) <= maxSmallRecords
}

function hasDistinctNames(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  return (
    new Set(names).size === names.length &&
    names.every((name) => /\p{L}/u.test(name) && !isTyped(name) && !name.endsWith(':'))
  )
}

const isTyped = (cell = ''): boolean => hasDistinctiveFormat(classifyCell(cell))

/** Returns whether enough cells of a record, which is as wide as the header, have typed values. */
const hasTypedCells = ({ cells }: SourceRecord, width: number): boolean =>
  cells.length === width && cells.filter(isTyped).length >= minTypedShare * width

/** Returns whether a line above the names is a note rather than names of groups of columns. */
const isNote = ({ cells }: SourceRecord): boolean => {
  const nonBlankCells = cells.filter((cell) => cell.trim() !== '')
  return nonBlankCells.length < 2 || nonBlankCells.some((cell) => isTyped(cell) || /:\s*$/.test(cell))
}
