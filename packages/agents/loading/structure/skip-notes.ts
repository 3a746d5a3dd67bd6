import { isFirstPartOfHeader, isGroupRow, isNameRow, isNote, maxPreambleRecords, typicalFill } from './preamble-rows.ts'
import type { SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** Returns the index after titles and notes, starting at `from`. */
export function skipNotes(records: readonly SourceRecord[], from: number, width: number): number {
  const typical = typicalFill(records, width)
  const isRagged = records.filter(({ cells }) => cells.length === width).length < 0.6 * (records.length - from)
  const columns = typedColumns(
    records
      .slice(Math.floor((2 * records.length) / 3), 200 + Math.floor((2 * records.length) / 3))
      .map(({ cells }) => cells),
    width,
  )
  const isAboveTypedNames = (at: number): boolean =>
    records.slice(at + 1, at + 6).some((record) => {
      const { mismatches, matches } = rowEvidence(record.cells, columns)
      return isNameRow(record, width) && matches === 0 && mismatches >= 2
    })
  const short = skipShortLines(records, from, width)
  let start = from
  while (start < Math.min(records.length - 1, from + maxPreambleRecords)) {
    const record = records[start] as SourceRecord
    const isShort = record.cells.length < width && width > 2 && isAboveTypedNames(start)
    const next = records.slice(start + 1, start + 6)
    if (isFirstPartOfHeader(record, width, next, columns)) break
    if (isShort && isGroupRow(record, width, next)) break
    if (!isShort && !isNote(record, width, typical, next, isRagged) && start >= short) break
    start++
  }
  // If nothing but notes remains, they are the table.
  const rest = records.slice(start)
  return rest.some((record) => record.cells.length === width) ? start : from
}

/**
 * Returns the index of the last of at least three lines that have fewer cells than all records below. That line may
 * name the columns.
 */
function skipShortLines(records: readonly SourceRecord[], from: number, width: number): number {
  const first = records.findIndex(({ cells }, at) => at >= from && cells.length >= width)
  const below = records.slice(first, first + 200)
  const isUniform = below.length >= 5 && below.every(({ cells }) => cells.length === width)
  return isUniform && first - from >= 3 && first - from <= maxPreambleRecords ? first - 1 : from
}
