import {
  splitAtRuns,
  splitAtStarts,
  splitEnclosed,
  isCommentAt,
  isSeparatorLine,
  type Dialect,
} from '@aw-flow/schema/internal'
import { isFormulaText } from './formula-text.ts'

/** A record of delimited text that was parsed leniently. */
export interface SourceRecord {
  cells: string[]
  /** Whether each cell was quoted. */
  quoted: boolean[]
  /** 1-based number of the physical line on which the record starts. */
  line: number
  /** Number of quotes in invalid positions. An unquoted cell that contains quotes adds 0.5. */
  strayQuotes: number
  /** Whether the record was truncated after its first line, although a quoted cell continues on later lines. */
  isTruncated?: true
  /** The kind of cells that the delimiter has split and that were joined; see `joinSplitCells`. */
  joined?: 'words' | 'number'
  /** Whether the record is a separator line ("-----") in a table with enclosed cells. */
  isSeparator?: true
  /** Offset of the record's first character. */
  start: number
  /** Offset of the first character after the record. */
  end: number
}

type RecordDialect = Pick<
  Dialect,
  'delimiter' | 'quote' | 'escape' | 'padded' | 'repeated' | 'columnStarts' | 'enclosed' | 'strict' | 'comment'
>

/**
 * Splits text into records. Any text is accepted: a quote opens a cell only at the cell's start, and closes it only
 * before a delimiter or a line ending. Every other quote is text, including a quote that is not closed within
 * `maxLines` lines. Each comment line is a separate record.
 *
 * @param text Text with LF or CRLF line endings. Convert CR with `normalizeNewlines` first.
 * @param limits `maxRecords` and `maxLines` limit the number of records and the lines of a quoted cell. `width` is the
 * table's number of columns; it is used to detect quoted cells that have swallowed records. A multi-line record is
 * truncated after its first line if one of its lines has this width but the record does not, or if its first and last
 * lines both have this width and at least four cells.
 */
export function readRecords(
  text: string,
  dialect: RecordDialect,
  limits: { maxRecords?: number; maxLines?: number; width?: number } = {},
): SourceRecord[] {
  const { maxRecords = Infinity, maxLines = 300, width } = limits
  const records: SourceRecord[] = []
  let position = 0
  let line = 1
  while (position < text.length && records.length < maxRecords) {
    const isComment = isCommentAt(text, position, dialect)
    let result = isComment ? readLine(text, position, dialect) : readRecord(text, position, dialect, maxLines)
    if (
      !isComment &&
      width !== undefined &&
      result.lineCount > 1 &&
      !dialect.strict &&
      hasSwallowedRecords(text, result.record, dialect, width)
    )
      result = readTruncatedRecord(text, position, dialect)
    records.push({ ...result.record, line })
    line += result.lineCount
    position = result.record.end
  }
  return records
}

/**
 * Returns whether a quoted cell has swallowed records: individual lines of the multi-line record have the table's width
 * if they are parsed separately.
 */
function hasSwallowedRecords(text: string, record: SourceRecord, dialect: RecordDialect, width: number): boolean {
  const lineWidthMatches: boolean[] = []
  for (let offset = record.start; offset < record.end;) {
    const end = findLineEnd(text, offset)
    lineWidthMatches.push(readRecord(text.slice(0, end), offset, dialect, 0).record.cells.length === width)
    offset = end
  }
  if (record.cells.length !== width) return lineWidthMatches.some(Boolean)
  return width >= 4 && lineWidthMatches[0] === true && lineWidthMatches.at(-1) === true
}

/** Reads a single line as a record, even if a quoted cell continues on the next line. */
const readLine = (text: string, position: number, dialect: RecordDialect): RecordResult =>
  readRecord(text.slice(0, findLineEnd(text, position)), position, dialect, 0)

function readTruncatedRecord(text: string, position: number, dialect: RecordDialect): RecordResult {
  const result = readLine(text, position, dialect)
  return { ...result, record: { ...result.record, isTruncated: true } }
}

const findLineEnd = (text: string, start: number): number => {
  const offset = text.indexOf('\n', start)
  return offset < 0 ? text.length : offset + 1
}

/** Converts CRLF and CR to LF. */
export const normalizeNewlines = (text: string): string =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text

/**
 * Returns whether all cells of a record are empty or contain only whitespace, or characters that fill the end of a
 * file: NUL and, as in DOS, U+001A.
 */
export const isBlank = (record: SourceRecord): boolean => record.cells.every((cell) => !/[^\s\0\u001a]/.test(cell))

/** Counts the cells of a record that contain more than whitespace. */
export const countNonBlankCells = (record: SourceRecord): number =>
  record.cells.filter((cell) => cell.trim() !== '').length

interface RecordResult {
  record: SourceRecord
  /** Number of physical lines that the record spans. */
  lineCount: number
}

function readRecord(text: string, start: number, dialect: RecordDialect, maxLines: number): RecordResult {
  const { delimiter, quote } = dialect
  const record: SourceRecord = { cells: [], quoted: [], line: 0, strayQuotes: 0, start, end: text.length }
  if (dialect.repeated || dialect.columnStarts || dialect.enclosed) {
    record.end = findLineEnd(text, start)
    const line = text.slice(start, record.end).replace(/\r?\n$/, '')
    record.cells = dialect.columnStarts
      ? splitAtStarts(line, dialect.columnStarts)
      : dialect.enclosed
        ? splitEnclosed(line, dialect.enclosed, delimiter)
        : splitAtRuns(line, delimiter)
    record.quoted = record.cells.map(() => false)
    if (dialect.enclosed === 'delimiters' && isSeparatorLine(line)) record.isSeparator = true
    return { record, lineCount: 1 }
  }
  let position = start
  let lineCount = 1
  for (;;) {
    const quotedCell = quote === '' ? undefined : readQuotedCell(text, position, dialect, maxLines)
    if (quotedCell?.isClosed) {
      record.cells.push(quotedCell.cell)
      record.quoted.push(true)
      record.strayQuotes += quotedCell.strayQuoteCount
      lineCount += quotedCell.newlineCount
      position = quotedCell.end
    } else {
      if (quotedCell) record.strayQuotes++
      const end = findUnquotedEnd(text, position, delimiter)
      const cell = text.slice(position, text[end] === '\n' && text[end - 1] === '\r' && end > position ? end - 1 : end)
      if (quote !== '' && cell.includes(quote) && !isFormulaText(cell)) record.strayQuotes += 0.5
      record.cells.push(dialect.padded ? trimBlanks(cell) : cell)
      record.quoted.push(false)
      position = end
    }
    if (position >= text.length) return { record, lineCount }
    if (isDelimiterAt(text, position, delimiter)) {
      position += delimiter.length
      continue
    }
    record.end = position + (text[position] === '\r' ? 2 : 1)
    return { record, lineCount }
  }
}

interface QuotedCell {
  isClosed: boolean
  cell: string
  strayQuoteCount: number
  newlineCount: number
  /** Offset of the first character after the cell. */
  end: number
}

/** Reads a quoted cell. Returns `undefined` if the cell is not quoted. Without a closing quote, `isClosed` is false. */
function readQuotedCell(text: string, start: number, dialect: RecordDialect, maxLines: number): QuotedCell | undefined {
  const { delimiter, quote, escape } = dialect
  const openingOffset = skipBlanks(text, start, delimiter)
  if (text[openingOffset] !== quote) return undefined
  let cell = ''
  let segmentStart = openingOffset + 1
  let strayQuoteCount = 0
  let newlineCount = 0
  for (let offset = segmentStart; offset < text.length; offset++) {
    const character = text[offset]
    if (character === escape && escape !== quote && text[offset + 1] === quote) {
      cell += text.slice(segmentStart, offset) + quote
      segmentStart = offset + 2
      offset++
    } else if (character === quote) {
      if (text[offset + 1] === quote && escape !== '') {
        cell += text.slice(segmentStart, offset + 1)
        segmentStart = offset + 2
        offset++
        continue
      }
      const nextOffset = skipBlanks(text, offset + 1, delimiter)
      if (nextOffset >= text.length || isDelimiterAt(text, nextOffset, delimiter) || isNewlineAt(text, nextOffset))
        return {
          isClosed: true,
          cell: cell + text.slice(segmentStart, offset),
          strayQuoteCount,
          newlineCount,
          end: nextOffset,
        }
      strayQuoteCount++
    } else if (character === '\n' && ++newlineCount > maxLines) break
  }
  return { isClosed: false, cell: '', strayQuoteCount: 0, newlineCount: 0, end: start }
}

function findUnquotedEnd(text: string, start: number, delimiter: string): number {
  let offset = start
  while (offset < text.length && text[offset] !== '\n' && !isDelimiterAt(text, offset, delimiter)) offset++
  return offset
}

const isDelimiterAt = (text: string, offset: number, delimiter: string): boolean =>
  delimiter.length === 1 ? text[offset] === delimiter : delimiter !== '' && text.startsWith(delimiter, offset)

const isNewlineAt = (text: string, offset: number): boolean =>
  text[offset] === '\n' || (text[offset] === '\r' && text[offset + 1] === '\n')

function skipBlanks(text: string, start: number, delimiter: string): number {
  if (delimiter === ' ') return start
  let offset = start
  while (text[offset] === ' ') offset++
  return offset
}

function trimBlanks(cell: string): string {
  const isBlankCharacter = (character: string | undefined): boolean => character === ' ' || character === '\t'
  let start = 0
  let end = cell.length
  while (start < end && isBlankCharacter(cell[start])) start++
  while (end > start && isBlankCharacter(cell[end - 1])) end--
  return cell.slice(start, end)
}
