import { isCommentAt } from '@aw-flow/schema/internal'
import { compareRow, findTypedColumns, type TypedColumn } from '../structure/typed-columns.ts'
import { findCommentMarker } from './comment-lines.ts'
import { isBlank, type SourceRecord } from '../records/read-records.ts'

/**
 * Comment markers that may occur after the first line. All markers except the first two must be followed by a space and
 * a word, unless they are the whole line.
 */
const markers: [marker: string, pattern: RegExp][] = [
  ['#', /^#+(?:[\s\p{L}!]|$)/u],
  ['//', /^\/\/+(?:[\s\p{L}]|$)/u],
  ['%', /^%+(?:\s+\p{L}|\s*$)/u],
  ['--', /^--+(?:\s+\p{L}|\s*$)/u],
  [';', /^;+(?:\s+\p{L}|\s*$)/u],
  ['!', /^!+(?:\s+\p{L}|\s*$)/u],
]
/** Maximum share of comments among the records. */
const maxCommentShare = 0.34

/**
 * Returns the marker of comments among the records of text that does not start with a comment. All lines with the
 * marker must differ from the records, and at least one must differ clearly. Returns `undefined` if there are no such
 * comments.
 *
 * @param records The records, read with the detected dialect.
 */
export function findLaterCommentMarker(
  text: string,
  records: readonly SourceRecord[],
  width: number,
  delimiter: string,
): string | undefined {
  if (width < 2 || findCommentMarker(text) !== undefined) return undefined
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  for (const [marker, pattern] of markers) {
    if (marker.startsWith(delimiter) || delimiter.startsWith(marker)) continue
    const isMarked = ({ start }: SourceRecord): boolean => isCommentAt(text, start, { comment: marker, delimiter })
    const comments = nonBlankRecords.filter(isMarked)
    if (comments.length === 0 || comments.length > maxCommentShare * nonBlankRecords.length) continue
    // The first record is skipped, because it may name the columns.
    const dataRecords = nonBlankRecords.filter((record) => !isMarked(record)).slice(1)
    const hasPattern = ({ start, end }: SourceRecord): boolean => pattern.test(text.slice(start, end).trim())
    const columns = findColumns(dataRecords, width)
    const isClearComment = ({ cells, start, end }: SourceRecord): boolean => {
      const { mismatches, matches } = compareRow(cells, columns)
      const hasSpaceAfterMarker = /^\s/.test(text.slice(start, end).trim().slice(marker.length))
      return cells.length !== width || (mismatches > matches && hasSpaceAfterMarker)
    }
    if (
      comments.every(hasPattern) &&
      hasOnlyComments(comments, dataRecords, marker, text, width) &&
      comments.some(isClearComment)
    )
      return marker
  }
  return undefined
}

/**
 * Returns whether all lines that start with a marker are comments rather than records. A comment has a different number
 * of cells or a cell that does not fit its column. If the table has no numbers or dates to compare with, a space after
 * the marker is sufficient.
 */
export function hasOnlyComments(
  markedRecords: readonly SourceRecord[],
  dataRecords: readonly SourceRecord[],
  marker: string,
  text: string,
  width: number,
): boolean {
  const columns = findColumns(dataRecords, width)
  return markedRecords.every(({ cells, start, end }) => {
    if (cells.length !== width || compareRow(cells, columns).mismatches > 0) return true
    const line = text.slice(start, end).trim()
    return columns.every((column) => !column) && /^[\s#]/.test(line.slice(marker.length))
  })
}

const findColumns = (dataRecords: readonly SourceRecord[], width: number): (TypedColumn | undefined)[] =>
  findTypedColumns(
    dataRecords.filter(({ cells }) => cells.length === width).map(({ cells }) => cells),
    width,
  )
