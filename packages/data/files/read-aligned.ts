import { message } from '@aw-flow/messages'
import { cutAtRuns, cutAtStarts, cutEnclosed, type Dialect } from '@aw-flow/schema'
import { CleanCsvWriter, emptyResult, type CleanRecords } from './clean-csv.ts'
import type { DelimitedOptions } from './read-delimited.ts'
import type { RecordKind } from './region-builder.ts'

/**
 * Reads text (UTF-8 in pieces) whose cells stand below each other (cut at fixed places, or at runs of a delimiter), or
 * whose lines stand between marks as a whole. A line
 * is a record (LF, CRLF and CR each end one), without the blanks around its cells; blank lines are none. There are no
 * quotes. Where cells are cut at runs, a record that has too many is rejected, and one that has too few filled up or
 * rejected as `pad` says; lines of fixed columns always have them all.
 */
export function cleanAligned(pieces: AsyncIterable<Uint8Array>, options: DelimitedOptions): CleanRecords {
  const result = emptyResult()
  const writer = new CleanCsvWriter(result)
  async function* clean(): AsyncGenerator<Uint8Array> {
    let line = 0
    for await (const text of linesOf(pieces)) {
      line++
      if (line > options.skippedLines) options.regions?.record(writeLine(text, line, options, writer), line, 1)
      const ready = writer.take()
      if (ready) yield ready
    }
    const rest = writer.take(true)
    if (rest) yield rest
  }
  return { pieces: clean(), result }
}

const encoder = new TextEncoder()

function writeLine(
  text: string,
  line: number,
  { dialect, width, pad }: DelimitedOptions,
  writer: CleanCsvWriter,
): RecordKind {
  if (width > 1 && text.trim() === '') return 'blank'
  const cells = cut(text, dialect)
  if (dialect.enclosed && width > 1 && cells.length === 1 && cells[0] === '') return 'blank'
  while (cells.length > width && cells.at(-1) === '') cells.pop()
  const isShort = cells.length < width
  if (isShort) writer.result.short++
  if (cells.length > width || (isShort && !pad)) {
    writer.reject(line, text, message('loading.reject-cells', { cells: cells.length, columns: width }))
    return 'reject'
  }
  if (isShort) writer.result.padded++
  for (let index = 0; index < width; index++) {
    const cell = encoder.encode(cells[index] ?? '')
    if (cell.length === 0) writer.noCell()
    else writer.cell(cell, 0, cell.length, false)
  }
  writer.endRecord()
  return 'record'
}

function cut(line: string, { columnStarts, enclosed, delimiter }: Dialect): string[] {
  if (columnStarts) return cutAtStarts(line, columnStarts)
  return enclosed ? cutEnclosed(line, enclosed, delimiter) : cutAtRuns(line, delimiter)
}

/** The lines of a text, without their ends. A last line that has none is one all the same. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let open: string[] = []
  // Whether a line feed follows is seen in the next piece.
  let held = ''
  for await (const piece of pieces) {
    let text = held + decoder.decode(piece, { stream: true })
    held = text.endsWith('\r') ? '\r' : ''
    if (held !== '') text = text.slice(0, -1)
    const [first = '', ...more] = text.split(/\r\n|\n|\r/)
    open.push(first)
    for (const line of more) {
      yield open.join('')
      open = [line]
    }
  }
  const last = `${open.join('')}${held}${decoder.decode()}`.split(/\r\n|\n|\r/)
  if (last.at(-1) === '') last.pop()
  yield* last
}
