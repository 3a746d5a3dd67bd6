import { message, type Message } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import { countLeadingComments, findCommentHeader, parseCommentHeader, type CommentHeader } from './names-in-comment.ts'
import { skipNotes } from './skip-notes.ts'
import { findConsistentBody, type ConsistentBody, type MeasureGap } from './find-consistent-body.ts'
import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isSeparatorRow } from './special-rows.ts'
import { isHeaderRow, maxPreambleRecords } from './preamble-rows.ts'
import { isProse } from '../records/is-prose.ts'
import { countNonBlankCells, isBlank, type SourceRecord } from '../records/read-records.ts'
import { compareRow, findTypedColumns } from './typed-columns.ts'

/** The lines above a table, and the table's records. */
export interface Preamble {
  /** Number of physical lines before the header, or before the first record if there is no header. */
  skippedLines: number
  /** The non-blank records starting with the header. */
  records: SourceRecord[]
  /** Column names in a comment directly above the data ("# id,name,value"). */
  headerInComment?: CommentHeader
  reason: Message
}

/** Known properties of the records. */
export interface PreambleOptions {
  /** Returns whether a record is a title or sentence, for text that is split at spaces or fixed positions. */
  isTitle?: (record: SourceRecord) => boolean
  /** The part of the records that contains the table. */
  mainRecords?: readonly SourceRecord[]
  /** Returns whether a record is a comment. */
  isComment?: (record: SourceRecord) => boolean
  /** Whether the records come from well-formed text; see `readWellFormedText`. */
  isWellFormed?: boolean
  /** Whether spaces separate the cells, so that sentences are split into words. */
  isSpaceDelimited?: boolean
  /** The text that the positions of the records refer to. */
  text?: string
}

/**
 * Detects the comments, titles, notes and key-value lines above a table. A header that is damaged or lacks one cell is
 * not mistaken for a note.
 */
export function detectPreamble(
  records: readonly SourceRecord[],
  width: number,
  {
    isTitle = () => false,
    mainRecords = records,
    isComment = () => false,
    isWellFormed = false,
    isSpaceDelimited = false,
    text = '',
  }: PreambleOptions = {},
): Preamble {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  const first = nonBlankRecords[0]
  if (!first) return { skippedLines: 0, records: [], reason: message('loading.no-record', {}) }
  if (width === 2 && startsWithSecondColumnName(nonBlankRecords)) return createBlankLinePreamble(nonBlankRecords, first)
  const measureGap = createGapMeasure(text, isComment)
  const leadingCommentCount = countLeadingComments(nonBlankRecords, width, isComment)
  // In well-formed text, all records have the same width, so a comment with that width is the header ("#id,name").
  const isCommentHeader =
    isWellFormed &&
    leadingCommentCount === 1 &&
    /^#\S/.test(first.cells[0] ?? '') &&
    parseCommentHeader(first, width) !== undefined
  const leadingCount = Math.max(isCommentHeader ? 0 : leadingCommentCount, countLeadingTitles(nonBlankRecords, isTitle))
  let start = leadingCount
  if (width > 1) {
    const body = findConsistentBody(nonBlankRecords, mainRecords, width, measureGap)
    const startBelowNotes = skipNotes(nonBlankRecords, leadingCount, width)
    const startAboveBody = findStartAboveBody(nonBlankRecords, startBelowNotes, body, width, measureGap)
    start = skipDetachedLines(nonBlankRecords, startAboveBody, mainRecords, width)
  }
  if (width > 2) start = skipRecordCount(nonBlankRecords, start, width)
  if (width > 1 && isSpaceDelimited) start = skipSize(nonBlankRecords, skipCounts(nonBlankRecords, start, width))
  while (start < nonBlankRecords.length - 2 && isSeparatorRow((nonBlankRecords[start] as SourceRecord).cells)) start++
  const table = nonBlankRecords.slice(start)
  const firstTableRecord = table[0] ?? first
  const skippedLines = firstTableRecord.line - 1
  const header =
    leadingCount > 0 && start === leadingCount
      ? findCommentHeader(nonBlankRecords.slice(0, leadingCount), width, isSpaceDelimited, text)
      : undefined
  const reason =
    start === 0
      ? skippedLines === 0
        ? message('loading.first-line', {})
        : message('loading.blank-above', { lines: skippedLines })
      : message('loading.short-above', { lines: start, cells: width })
  return defined({ skippedLines, records: table, reason, headerInComment: header })
}

function createBlankLinePreamble(records: SourceRecord[], first: SourceRecord): Preamble {
  const lineCount = first.line - 1
  const reason =
    lineCount === 0 ? message('loading.first-line', {}) : message('loading.blank-above', { lines: lineCount })
  return { skippedLines: lineCount, records, reason }
}

const minNamedRows = 3

/**
 * Returns whether the first record is the quoted name of the second column, as in one-column tables with row names
 * written by R. All other records then consist of a distinct quoted name and an unquoted number or date.
 */
function startsWithSecondColumnName([first, ...body]: readonly SourceRecord[]): boolean {
  const isNamed = ({ cells: [name = '', value = ''], quoted }: SourceRecord): boolean =>
    quoted.length === 2 && quoted[0] === true && name !== '' && !quoted[1] && hasDistinctiveFormat(classifyCell(value))
  return (
    first?.cells.length === 1 &&
    first.quoted[0] === true &&
    body.length >= minNamedRows &&
    body.every(isNamed) &&
    new Set(body.map(({ cells }) => cells[0])).size === body.length
  )
}

/** Returns a function that counts the characters between two records, except those in comments. */
const createGapMeasure =
  (text: string, isComment: (record: SourceRecord) => boolean): MeasureGap =>
  (record, next) => {
    let gap = next.start - record.end
    for (let start = record.end; start < next.start;) {
      const lineEnd = text.indexOf('\n', start)
      const end = lineEnd < 0 ? next.start : lineEnd + 1
      if (isComment({ ...record, start })) gap -= end - start
      start = end
    }
    return gap
  }

/** Returns the start of the consistent body, or `start` if only a few adjacent header lines are between the two. */
function findStartAboveBody(
  records: readonly SourceRecord[],
  start: number,
  body: ConsistentBody | undefined,
  width: number,
  measureGap: MeasureGap,
): number {
  if (!body || body.start <= start) return start
  const lines = records.slice(start, body.start)
  const isContiguous = lines.every((line, index) => measureGap(line, records[start + index + 1] as SourceRecord) === 0)
  const hasFullWidth = lines.length < 9 && lines.every(({ cells }) => cells.length === width)
  const isNear = hasFullWidth || (lines.length <= 3 && isHeaderRow(records[start], width))
  return body.hasHeader && isContiguous && isNear ? start : body.start
}

/** Maximum number of header lines above a blank line. */
const maxDetachedHeaderLines = 4

/**
 * Skips text lines that a blank line separates from the main part of the table. The last contiguous block of these
 * lines is kept if it looks like the header: it has at most four lines, most cells are non-blank, and no line is a
 * sentence. Lines that could be records are not skipped.
 */
function skipDetachedLines(
  records: readonly SourceRecord[],
  start: number,
  mainRecords: readonly SourceRecord[],
  width: number,
): number {
  const body = mainRecords.filter((record) => !isBlank(record))
  const bodyStart = records.indexOf(body[0] as SourceRecord)
  if (bodyStart <= start || body.length < minRecordsBelow || isAdjacent(records, bodyStart)) return start
  const columns = findTypedColumns(
    body.slice(1, 201).map(({ cells }) => cells),
    width,
  )
  const lines = records.slice(start, bodyStart)
  // The main part may have its own header, so text can be distinguished from records only if at least one column is
  // typed.
  if (!columns.some(Boolean) || lines.some(({ cells }) => compareRow(cells, columns).matches > 0)) return start
  let headerStart = bodyStart - 1
  while (headerStart > start && isAdjacent(records, headerStart)) headerStart--
  const isHeader = (record: SourceRecord): boolean =>
    !isProse(record) &&
    (record.cells.length === width
      ? countNonBlankCells(record) >= 0.6 * width
      : // In tables written by R, the first column has no name.
        record.cells.length === width - 1 && record.cells.every((cell) => /^\S+$/.test(cell.trim())))
  const headerLines = records.slice(headerStart, bodyStart)
  return headerLines.length <= maxDetachedHeaderLines && headerLines.every(isHeader) ? headerStart : bodyStart
}

/** Skips a line that starts with the number of records below it ("10 sizes") and has fewer cells than the table. */
function skipRecordCount(records: readonly SourceRecord[], start: number, width: number): number {
  const first = records[start]
  const count = records.length - start - 1
  const isCount = first !== undefined && /^\s*\d+\s*$/.test(first.cells[0] ?? '') && Number(first.cells[0]) === count
  return isCount &&
    count >= minRecordsBelow &&
    countNonBlankCells(first) < width &&
    countNonBlankCells(records[start + 1] as SourceRecord) === width
    ? start + 1
    : start
}

const maxCountLines = 3
const minUniformRecords = 12

/**
 * Skips up to three lines that differ in width from the all-numeric records below, such as the number of records or the
 * bounds of a map.
 */
function skipCounts(records: readonly SourceRecord[], start: number, width: number): number {
  const hasOnlyNumbers = ({ cells, quoted }: SourceRecord): boolean =>
    cells.every((cell, column) => !quoted[column] && /^[-+]?[\d.]+$/.test(cell.trim()))
  const body = records.slice(start).filter((record) => !isBlank(record))
  const count = body.findIndex(({ cells }) => cells.length === width)
  if (count < 1 || count > maxCountLines || body.length - count < minUniformRecords) return start
  const hasUniformRecords = body.slice(count).every((record) => record.cells.length === width && hasOnlyNumbers(record))
  return hasUniformRecords && hasOnlyNumbers(body[count - 1] as SourceRecord) ? start + count : start
}

/**
 * Skips a first line of integers that states the size of the table ("5 13" above names and sequences). The records
 * below must not contain digits, or the line must start with the number of records and one column must contain only
 * words. Consecutive integers (1, 2, 3) are not skipped, because they may be column names.
 */
function skipSize(records: readonly SourceRecord[], start: number): number {
  const [first, ...recordsBelow] = records.slice(start)
  const isSize = first?.cells.every((cell, column) => !first.quoted[column] && /^\s*\d+\s*$/.test(cell))
  const isNumbered = first?.cells.every((cell, column) => Number(cell) === column + 1)
  const body = recordsBelow.slice(0, maxCheckedRecords)
  if (!first || !isSize || isNumbered || body.length < minRecordsBelow) return start
  const isWordColumn = (column: number): boolean => body.every(({ cells }) => isTextWithoutDigits(cells[column] ?? ''))
  const hasNoDigits = body.every(({ cells }) => cells.every((cell) => !/\d/.test(cell)))
  const isCount = Number(first.cells[0]) === recordsBelow.length
  return hasNoDigits || (isCount && first.cells.some((_, column) => isWordColumn(column))) ? start + 1 : start
}

const isTextWithoutDigits = (cell: string): boolean => /\p{L}/u.test(cell) && !/\d/.test(cell)

const maxCheckedRecords = 50

const minRecordsBelow = 3

/** Returns whether no blank line precedes a record. */
const isAdjacent = (records: readonly SourceRecord[], index: number): boolean =>
  records[index - 1]?.end === records[index]?.start

/**
 * Counts the leading records up to the last title. Returns 0 if these are more than half of all records, or if fewer
 * than a third of them are titles.
 */
function countLeadingTitles(records: readonly SourceRecord[], isTitle: (record: SourceRecord) => boolean): number {
  const count = records.slice(0, maxPreambleRecords).findLastIndex(isTitle) + 1
  if (count === 0 || count > records.length / 2) return 0
  return records.slice(0, count).filter(isTitle).length * 3 >= count ? count : 0
}
