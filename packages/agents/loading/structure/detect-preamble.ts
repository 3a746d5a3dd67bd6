import { message, type Message } from '@aw-flow/messages'
import { countLeadingComments, findCommentHeader, parseCommentHeader, type CommentHeader } from './names-in-comment.ts'
import { skipNotes } from './skip-notes.ts'
import { skipTextAboveNumbers, skipColonLines, skipPairs, skipKeyValueLines } from './skip-key-value-lines.ts'
import { findConsistentBody, type ConsistentBody } from './find-consistent-body.ts'
import { isRuleLine } from './is-rule-line.ts'
import { isHeaderRow, maxPreambleRecords } from './preamble-rows.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** The lines above the table. */
export interface Preamble {
  /** Number of physical lines before the header or, without one, before the first record. */
  skippedLines: number
  /** The records from the header on, without blank records. */
  records: SourceRecord[]
  /** Column names in a comment directly above the data ("# id,name,value"). */
  headerInComment?: CommentHeader
  reason: Message
}

/** Known facts about the records. */
export interface PreambleOptions {
  /** Whether fixed columns split words of a line: it is then a sentence. */
  splitsWords?: ((record: SourceRecord) => boolean) | undefined
  /** Part of the records that contains the table. */
  main?: readonly SourceRecord[]
  /** Whether a record is a comment. */
  isComment?: (record: SourceRecord) => boolean
  /** Whether the records are those of well-formed text (`readWellFormed`). */
  isWellFormed?: boolean
  /** Whether spaces separate the cells, as in sentences. */
  areSpaced?: boolean
}

/**
 * Detects comments, titles, notes and key-value lines above a table. A header that is damaged or one cell short is not
 * a note.
 */
export function detectPreamble(
  records: readonly SourceRecord[],
  width: number,
  {
    splitsWords = () => false,
    main = records,
    isComment = () => false,
    isWellFormed = false,
    areSpaced = false,
  }: PreambleOptions = {},
): Preamble {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  const first = nonBlankRecords[0]
  if (!first) return { skippedLines: 0, records: [], reason: message('loading.no-record', {}) }
  const leadingComments = countLeadingComments(nonBlankRecords, width, isComment)
  // Each record of well-formed text has all cells, so the comment is the header ("#id,name").
  const isHeader =
    isWellFormed && leadingComments === 1 && /^#\S/.test(first.cells[0] ?? '') && parseCommentHeader(first, width)
  const comments = Math.max(isHeader ? 0 : leadingComments, countLeadingSentences(nonBlankRecords, splitsWords))
  let start = comments
  if (width > 1) start = skipColonLines(nonBlankRecords, comments, width)
  if (width > 1) start = Math.max(start, skipNotes(nonBlankRecords, comments, width))
  if (width === 2) start = skipPairs(nonBlankRecords, start)
  if (width > 2) start = skipKeyValueLines(nonBlankRecords, start, width)
  if (width > 1)
    start = findStartAboveBody(nonBlankRecords, start, findConsistentBody(nonBlankRecords, main, width), width)
  else start = Math.max(start, skipTextAboveNumbers(nonBlankRecords))
  while (start < nonBlankRecords.length - 2 && isRuleLine((nonBlankRecords[start] as SourceRecord).cells)) start++
  const table = nonBlankRecords.slice(start)
  const head = table[0] ?? first
  const skippedLines = head.line - 1
  const header =
    comments > 0 && start === comments
      ? findCommentHeader(nonBlankRecords.slice(0, comments), width, areSpaced)
      : undefined
  const reason =
    start === 0
      ? skippedLines === 0
        ? message('loading.first-line', {})
        : message('loading.blank-above', { lines: skippedLines })
      : message('loading.short-above', { lines: start, cells: width })
  return { skippedLines, records: table, reason, ...(header ? { headerInComment: header } : {}) }
}

/** Returns the start of the consistent body, unless names are a few lines above it without a blank line between. */
function findStartAboveBody(
  records: readonly SourceRecord[],
  start: number,
  body: ConsistentBody | undefined,
  width: number,
): number {
  if (!body || body.start <= start) return start
  const lines = records.slice(start, body.start)
  const isContiguous = lines.every(({ end }, index) => records[start + index + 1]?.start === end)
  const haveFullWidth = lines.length < 9 && lines.every(({ cells }) => cells.length === width)
  const isNear = haveFullWidth || (lines.length <= 3 && isHeaderRow(records[start], width))
  return body.hasHeader && isContiguous && isNear ? start : body.start
}

/** Counts the leading records up to the last sentence. Returns 0 if sentences also occur in the lower half. */
function countLeadingSentences(
  records: readonly SourceRecord[],
  splitsWords: (record: SourceRecord) => boolean,
): number {
  const count = records.slice(0, maxPreambleRecords).findLastIndex(splitsWords) + 1
  if (count === 0 || count > records.length / 2) return 0
  return records.slice(0, count).filter(splitsWords).length * 3 >= count ? count : 0
}
