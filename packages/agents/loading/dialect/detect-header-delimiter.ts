import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isProse } from '../records/is-prose.ts'
import { isBlank, readRecords, type SourceRecord } from '../records/read-records.ts'

/** A delimiter that was detected based on the header. Records may have one more or one fewer cell than the header. */
export interface HeaderDelimiter {
  delimiter: string
  /** Number of columns. */
  width: number
  /** Share of the records that are as wide as the header. */
  coverage: number
}

/**
 * Detects the delimiter of a table whose header consists of distinct names and whose records have at most one more or
 * one fewer cell than the header. Returns `undefined` unless exactly one delimiter fits.
 *
 * @param text Text with LF line endings (`normalizeNewlines`).
 */
export function detectHeaderDelimiter(text: string): HeaderDelimiter | undefined {
  const candidates = [',', ';', '\t', '|'].flatMap((delimiter) => matchDelimiter(text, delimiter) ?? [])
  return candidates.length === 1 ? candidates[0] : undefined
}

function matchDelimiter(text: string, delimiter: string): HeaderDelimiter | undefined {
  const allRecords = readRecords(text, { delimiter, quote: '"', escape: '"' })
  const [header, ...records] = allRecords.filter((record) => !isBlank(record))
  const names = header?.cells ?? []
  const isName = (name: string): boolean =>
    name === name.trim() && /\p{L}/u.test(name) && !hasDistinctiveFormat(classifyCell(name)) && !/[.!?]$/.test(name)
  if (names.length < 2 || records.length === 0 || new Set(names).size < names.length || !names.every(isName))
    return undefined
  const widths = records.map(countUsedCells)
  const hasSimilarWidths = widths.every((width) => width >= 2 && Math.abs(width - names.length) <= 1)
  if (!hasSimilarWidths || records.some((record) => record.strayQuotes > 0 || isProse(record))) return undefined
  const equalWidthCount = widths.filter((width) => width === names.length).length
  return { delimiter, width: Math.max(names.length, ...widths), coverage: equalWidthCount / widths.length }
}

/** Counts the cells up to the last one that is not blank. */
const countUsedCells = ({ cells }: SourceRecord): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1
