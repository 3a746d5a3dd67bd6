import { completesNames, isGroups, isNames, isNote, mostPreamble, typicalFill } from './note-rows.ts'
import type { SourceRecord } from '../detect/read-records.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** Behind titles and notes: records that are none of the table’s, from `from` on. */
export function afterNotes(records: readonly SourceRecord[], from: number, width: number): number {
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
      const { unlike, like } = rowEvidence(record.cells, columns)
      return isNames(record, width) && like === 0 && unlike >= 2
    })
  const short = afterShort(records, from, width)
  let start = from
  while (start < Math.min(records.length - 1, from + mostPreamble)) {
    const record = records[start] as SourceRecord
    const isShort = record.cells.length < width && width > 2 && isAboveTypedNames(start)
    const next = records.slice(start + 1, start + 6)
    if (completesNames(record, width, next, columns)) break
    if (isShort && isGroups(record, width, next)) break
    if (!isShort && !isNote(record, width, typical, next, isRagged) && start >= short) break
    start++
  }
  // All notes and no table: what was taken for notes is the table.
  const rest = records.slice(start)
  return rest.some((record) => record.cells.length === width) ? start : from
}

/**
 * Behind three and more lines of fewer cells than the table has, all of whose records have as many: lines of values of
 * several kinds, each with a word in front. The last of them is left, which may name columns.
 */
function afterShort(records: readonly SourceRecord[], from: number, width: number): number {
  const first = records.findIndex(({ cells }, at) => at >= from && cells.length >= width)
  const below = records.slice(first, first + 200)
  const isSettled = below.length >= 5 && below.every(({ cells }) => cells.length === width)
  return isSettled && first - from >= 3 && first - from <= mostPreamble ? first - 1 : from
}
