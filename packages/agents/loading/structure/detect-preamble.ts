import { message, type Message } from '@aw-flow/messages'
import { commentedNames, leadingComments, withNamesAbove } from './commented-names.ts'
import { afterNotes } from './end-of-notes.ts'
import { aboveNumbers, afterColons, afterPairs, afterValues } from './end-of-pairs.ts'
import { findSettledBody, type SettledBody } from './find-settled-body.ts'
import { isNames, mostPreamble } from './note-rows.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** What stands above the table. */
export interface Preamble {
  /** Physical lines before the header (or, without one, before the first record). */
  skippedLines: number
  /** The records from the header on, without blank ones. */
  records: SourceRecord[]
  /** Names that stood in a comment line right above the data ("# id,name,value"), already cut into cells. */
  commentedHeader?: { names: string[]; line: number }
  reason: Message
}

/**
 * Tells a table from what stands above it: lines of comment, titles and notes that fill no more than a few cells of the
 * table's width. A row of names that is one cell short or damaged is not taken for a note. `isCutInWords` tells lines
 * that fixed columns cut within words; `main` is the part of the records in which the table is.
 */
export function detectPreamble(
  records: readonly SourceRecord[],
  width: number,
  isCutInWords: (record: SourceRecord) => boolean = () => false,
  main: readonly SourceRecord[] = records,
): Preamble {
  const filled = records.filter((record) => !isBlank(record))
  const first = filled[0]
  if (!first) return { skippedLines: 0, records: [], reason: message('loading.no-record', {}) }
  const comments = Math.max(leadingComments(filled, width), leadingSentences(filled, isCutInWords))
  let start = comments
  if (width > 1) start = afterColons(filled, comments, width)
  if (width > 1) start = Math.max(start, afterNotes(filled, comments, width))
  if (width === 2) start = afterPairs(filled, start)
  if (width > 2) start = afterValues(filled, start, width)
  if (width > 1) start = aboveSettled(filled, start, findSettledBody(filled, main, width), width)
  else start = Math.max(start, aboveNumbers(filled))
  const table = filled.slice(start)
  const head = table[0] ?? first
  const skippedLines = head.line - 1
  const comment = comments > 0 && start === comments ? filled[comments - 1] : undefined
  const names = commentedNames(comment, width)
  const header =
    comment && names ? withNamesAbove(filled[comments - 2], { names, line: comment.line }, width) : undefined
  const reason =
    start === 0
      ? skippedLines === 0
        ? message('loading.first-line', {})
        : message('loading.blank-above', { lines: skippedLines })
      : message('loading.short-above', { lines: start, cells: width })
  return { skippedLines, records: table, reason, ...(header ? { commentedHeader: header } : {}) }
}

/** Where the table begins by its body, unless a line of names stands a few lines above that, with no blank one between. */
function aboveSettled(
  records: readonly SourceRecord[],
  start: number,
  settled: SettledBody | undefined,
  width: number,
): number {
  if (!settled || settled.start <= start) return start
  const lines = records.slice(start, settled.start)
  const isWhole = lines.every(({ end }, at) => records[start + at + 1]?.start === end)
  const areFull = lines.length < 9 && lines.every(({ cells }) => cells.length === width)
  const isNear = areFull || (lines.length <= 3 && isNames(records[start], width))
  return settled.named && isWhole && isNear ? start : settled.start
}

/** How many records at the top come before the last that fixed columns cut within words; none where they are found below. */
function leadingSentences(records: readonly SourceRecord[], isCutInWords: (record: SourceRecord) => boolean): number {
  const count = records.slice(0, mostPreamble).findLastIndex(isCutInWords) + 1
  if (count === 0 || count > records.length / 2) return 0
  return records.slice(0, count).filter(isCutInWords).length * 3 >= count ? count : 0
}
