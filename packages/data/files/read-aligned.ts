import { message } from '@aw-flow/messages'
import { splitAtRuns, splitAtStarts, splitEnclosed, isCommentAt, type Dialect } from '@aw-flow/schema/internal'
import { CleanCsvWriter, createEmptyResult, type CleanedRecords } from './clean-csv.ts'
import type { DelimitedOptions } from './read-delimited.ts'
import type { LineKind } from './region-builder.ts'

/**
 * Reads text (UTF-8 in chunks) in which cells are aligned, that is, split at fixed positions or at runs of a delimiter,
 * or in which lines are enclosed in quotes or delimiters.
 *
 * Each line is a record; LF, CRLF and CR each end a line. Spaces around cells are removed, and blank lines and comments
 * are skipped. Cells are not quoted. If cells are split at runs of a delimiter, a record with too many cells is
 * rejected, and a record with too few is padded or rejected, depending on `padShortRecords`. Lines split at fixed
 * positions always have all cells. A repair without cells omits its line.
 */
export function cleanAlignedText(chunks: AsyncIterable<Uint8Array>, options: DelimitedOptions): CleanedRecords {
  const result = createEmptyResult()
  const writer = new CleanCsvWriter(result)
  async function* clean(): AsyncGenerator<Uint8Array> {
    let line = 0
    for await (const text of splitLines(chunks)) {
      line++
      if (line > options.skippedLines) options.regions?.addLines(writeLine(text, line, options, writer), line, 1)
      const readyChunk = writer.takeChunk()
      if (readyChunk) yield readyChunk
    }
    const rest = writer.takeChunk(true)
    if (rest) yield rest
  }
  return { chunks: clean(), result }
}

const encoder = new TextEncoder()

function writeLine(
  text: string,
  line: number,
  { dialect, columnCount, padShortRecords, repairs = [] }: DelimitedOptions,
  writer: CleanCsvWriter,
): LineKind {
  if (columnCount > 1 && text.trim() === '') return 'blank'
  if (isCommentAt(text, 0, dialect) || repairs.some((repair) => repair.line === line)) return 'note'
  const cells = splitCells(text, dialect)
  if (dialect.enclosed && columnCount > 1 && cells.length === 1 && cells[0] === '') return 'blank'
  while (cells.length > columnCount && cells.at(-1) === '') cells.pop()
  const isShort = cells.length < columnCount
  if (isShort) writer.result.shortRecords++
  if (cells.length > columnCount || (isShort && !padShortRecords)) {
    writer.reject(
      line,
      encoder.encode(text),
      message('loading.reject-cells', { cells: cells.length, columns: columnCount }),
    )
    return 'reject'
  }
  if (isShort) writer.result.paddedRecords++
  for (let index = 0; index < columnCount; index++) {
    const cell = encoder.encode(cells[index] ?? '')
    if (cell.length === 0) writer.writeNull()
    else writer.writeCell(cell, 0, cell.length, false)
  }
  writer.endRecord()
  return 'record'
}

function splitCells(line: string, { columnStarts, enclosed, delimiter }: Dialect): string[] {
  if (columnStarts) return splitAtStarts(line, columnStarts)
  return enclosed ? splitEnclosed(line, enclosed, delimiter) : splitAtRuns(line, delimiter)
}

/** Yields lines without their line endings. The last line does not need a line ending. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let incompleteLine: string[] = []
  // A carriage return at the end of a chunk, held back because the next chunk may start with a line feed.
  let pendingReturn = ''
  for await (const chunk of chunks) {
    let text = pendingReturn + decoder.decode(chunk, { stream: true })
    pendingReturn = text.endsWith('\r') ? '\r' : ''
    if (pendingReturn !== '') text = text.slice(0, -1)
    const [first = '', ...followingLines] = text.split(/\r\n|\n|\r/)
    incompleteLine.push(first)
    for (const line of followingLines) {
      yield incompleteLine.join('')
      incompleteLine = [line]
    }
  }
  const lastLines = `${incompleteLine.join('')}${pendingReturn}${decoder.decode()}`.split(/\r\n|\n|\r/)
  if (lastLines.at(-1) === '') lastLines.pop()
  yield* lastLines
}
