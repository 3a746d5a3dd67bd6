import { cutAtRuns, cutAtStarts, cutEnclosed, isDrawn, type Dialect } from '@aw-flow/schema'
import { isFormulaText } from './formula-text.ts'

/** A record as a lenient reader sees it. */
export interface SourceRecord {
  cells: string[]
  /** Which cells stood in quotes. */
  quoted: boolean[]
  /** The physical line on which it begins, from 1. */
  line: number
  /** Quotes that do not stand where quotes may stand; half a one for a quote inside an unquoted cell. */
  stray: number
  /** True where it is read alone although a quote in it finds its end in a later line. */
  torn?: true
  /** True where words between delimiters were put together again (`joinFreeText`). */
  joined?: true
  /** True for a line of dashes between enclosed lines, in which nothing stands. */
  drawn?: true
  /** Offsets of its first character and of the next record's. */
  start: number
  end: number
}

type Marks = Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'padded' | 'repeated' | 'columnStarts' | 'enclosed'>

/**
 * Cuts a text into records, without ever refusing one: a quote opens only at the start of a cell and closes only before
 * a delimiter or a line's end, every other quote is text, and a quote that finds no end within `maxLines` lines is text
 * too. Lines end at LF or CRLF; a text with lone CR must be given with LF (`normaliseNewlines`). With the table's
 * `width`, a record of several lines that has not that width, while one of its lines alone has it, ends with its first;
 * so does one in which its first and last line each have four cells or more, as many as the table.
 */
export function readRecords(
  text: string,
  marks: Marks,
  limits: { records?: number; maxLines?: number; width?: number } = {},
): SourceRecord[] {
  const { records: most = Infinity, maxLines = 300, width } = limits
  const records: SourceRecord[] = []
  let position = 0
  let line = 1
  while (position < text.length && records.length < most) {
    let read = readRecord(text, position, marks, maxLines)
    if (width !== undefined && read.lines > 1 && isSwallowed(text, read.record, marks, width))
      read = tornRecord(text, position, marks)
    records.push({ ...read.record, line })
    line += read.lines
    position = read.record.end
  }
  return records
}

/** True where a quoted cell of several lines has swallowed records: where its lines alone have the table's width, and it has not. */
function isSwallowed(text: string, record: SourceRecord, marks: Marks, width: number): boolean {
  const lines: boolean[] = []
  for (let at = record.start; at < record.end;) {
    const end = lineEnd(text, at)
    lines.push(readRecord(text.slice(0, end), at, marks, 0).record.cells.length === width)
    at = end
  }
  if (record.cells.length !== width) return lines.some(Boolean)
  return width >= 4 && lines[0] === true && lines.at(-1) === true
}

function tornRecord(text: string, position: number, marks: Marks): ReadRecord {
  const read = readRecord(text.slice(0, lineEnd(text, position)), position, marks, 0)
  return { ...read, record: { ...read.record, torn: true } }
}

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at + 1
}

/** Makes LF of CRLF and of lone CR. */
export const normaliseNewlines = (text: string): string =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text

/** True for a record in which nothing stands. */
export const isBlank = (record: SourceRecord): boolean => record.cells.every((cell) => cell.trim() === '')

interface ReadRecord {
  record: SourceRecord
  /** Physical lines that it takes. */
  lines: number
}

function readRecord(text: string, start: number, marks: Marks, maxLines: number): ReadRecord {
  const { delimiter, quote } = marks
  const record: SourceRecord = { cells: [], quoted: [], line: 0, stray: 0, start, end: text.length }
  if (marks.repeated || marks.columnStarts || marks.enclosed) {
    record.end = lineEnd(text, start)
    const line = text.slice(start, record.end).replace(/\r?\n$/, '')
    record.cells = marks.columnStarts
      ? cutAtStarts(line, marks.columnStarts)
      : marks.enclosed
        ? cutEnclosed(line, marks.enclosed, delimiter)
        : cutAtRuns(line, delimiter)
    record.quoted = record.cells.map(() => false)
    if (marks.enclosed === 'delimiters' && isDrawn(line)) record.drawn = true
    return { record, lines: 1 }
  }
  let position = start
  let lines = 1
  for (;;) {
    const quotedCell = quote === '' ? undefined : readQuoted(text, position, marks, maxLines)
    if (quotedCell?.closed) {
      record.cells.push(quotedCell.cell)
      record.quoted.push(true)
      record.stray += quotedCell.stray
      lines += quotedCell.newlines
      position = quotedCell.next
    } else {
      if (quotedCell) record.stray++
      const next = endOfPlain(text, position, delimiter)
      const cell = text.slice(
        position,
        text[next] === '\n' && text[next - 1] === '\r' && next > position ? next - 1 : next,
      )
      if (quote !== '' && cell.includes(quote) && !isFormulaText(cell)) record.stray += 0.5
      record.cells.push(marks.padded ? cell.replace(/^[ \t]+|[ \t]+$/g, '') : cell)
      record.quoted.push(false)
      position = next
    }
    if (position >= text.length) return { record, lines }
    if (isDelimiter(text, position, delimiter)) {
      position += delimiter.length
      continue
    }
    record.end = position + (text[position] === '\r' ? 2 : 1)
    return { record, lines }
  }
}

interface QuotedCell {
  closed: boolean
  cell: string
  stray: number
  newlines: number
  next: number
}

/** Reads a quoted cell where one opens, `undefined` where none does, not `closed` where its quote has no end. */
function readQuoted(text: string, start: number, marks: Marks, maxLines: number): QuotedCell | undefined {
  const { delimiter, quote, escape } = marks
  const opening = skipBlanks(text, start, delimiter)
  if (text[opening] !== quote) return undefined
  let cell = ''
  let from = opening + 1
  let stray = 0
  let newlines = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === escape && escape !== quote && text[at + 1] === quote) {
      cell += text.slice(from, at) + quote
      from = at + 2
      at++
    } else if (character === quote) {
      if (text[at + 1] === quote && escape !== '') {
        cell += text.slice(from, at + 1)
        from = at + 2
        at++
        continue
      }
      const after = skipBlanks(text, at + 1, delimiter)
      if (after >= text.length || isDelimiter(text, after, delimiter) || isNewline(text, after))
        return { closed: true, cell: cell + text.slice(from, at), stray, newlines, next: after }
      stray++
    } else if (character === '\n' && ++newlines > maxLines) break
  }
  return { closed: false, cell: '', stray: 0, newlines: 0, next: start }
}

function endOfPlain(text: string, start: number, delimiter: string): number {
  let at = start
  while (at < text.length && text[at] !== '\n' && !isDelimiter(text, at, delimiter)) at++
  return at
}

const isDelimiter = (text: string, at: number, delimiter: string): boolean =>
  delimiter.length === 1 ? text[at] === delimiter : delimiter !== '' && text.startsWith(delimiter, at)

const isNewline = (text: string, at: number): boolean =>
  text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n')

function skipBlanks(text: string, start: number, delimiter: string): number {
  if (delimiter === ' ') return start
  let at = start
  while (text[at] === ' ') at++
  return at
}
