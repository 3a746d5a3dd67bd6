import { message } from '@aw-flow/messages'
import type { Dialect, RepairedRecord } from '@aw-flow/schema/internal'
import { ByteFinder } from './byte-finder.ts'
import { CleanCsvWriter, createEmptyResult, type CleanedRecords } from './clean-csv.ts'
import { createRecordCopier, type CopyRecords } from './copy-records.ts'
import type { LineKind, RegionBuilder } from './region-builder.ts'

const [space, tab, lineFeed, carriageReturn] = [0x20, 0x09, 0x0a, 0x0d]
/** Maximum size of a quoted cell, in bytes. A quote that is not closed within this size is treated as text. */
const maxCellBytes = 16 << 20
/** Number of bytes to read one at a time before using `indexOf` to search for the next relevant byte. */
const shortCellBytes = 64

/** Kinds of cells: unquoted or quoted, each with or without escapes, or consisting of several quoted parts. */
const [unquotedCell, unquotedEscapedCell, quotedCell, quotedEscapedCell, multipartCell] = [0, 1, 2, 3, 4]

export interface DelimitedOptions {
  dialect: Dialect
  /** Width of the table, in columns. */
  columnCount: number
  /** Number of physical lines before the first record. */
  skippedLines: number
  /** Whether short records are padded with empty cells. Otherwise, they are rejected. */
  padShortRecords: boolean
  /** Repairs of damaged records, each of which replaces the cells of one record. */
  repairs?: readonly RepairedRecord[]
  /** Receives the kind of each line after the skipped lines. */
  regions?: Pick<RegionBuilder, 'addLines'> | undefined
  /** Whether the fast path may copy simple records. Tests disable it to apply the reader's rules to every record. */
  canCopy?: boolean
}

/**
 * Reads delimited text (UTF-8 in chunks) leniently, so that a stray quote does not swallow the rest of the file:
 *
 * 1. LF, CRLF and CR each end a line, regardless of the plan.
 * 2. A cell is quoted if it starts with a quote and ends with a quote before a delimiter or line ending, with inner
 *    quotes doubled or escaped. Blanks around the quotes are not part of the cell. A quoted cell may contain line
 *    endings. Quoted parts separated by blanks form one cell.
 * 3. Any other cell that starts with a quote ends at the first quote on its line that is followed by a delimiter or the
 *    line ending; earlier quotes are text. If there is no such quote, the opening quote is text too.
 * 4. If a record spans several lines and does not have the table's width, but one of its lines does, only its first
 *    line is read as a record. The same applies to a record of the correct width if each of its lines is a complete
 *    record by itself, at least two lines lie between the first and the last, and these contain at least eight
 *    delimiters: such a record results from two stray quotes. This rule does not apply in a strict dialect.
 * 5. Cells beyond the width are dropped if they are empty or consist of a quoted line break; otherwise, the record is
 *    rejected. Blank lines are skipped if the width is at least two; if it is one, an empty line is a record with null.
 * 6. In a padded dialect, blanks around an unquoted cell are not part of the cell.
 * 7. A record repaired by the plan has the plan's cells. Without cells, its lines are no record.
 * 8. A line that starts with the dialect's comment marker, possibly after blanks, is not a record. Within a
 *    quoted cell, the marker has no meaning.
 */
export function cleanDelimitedText(chunks: AsyncIterable<Uint8Array>, options: DelimitedOptions): CleanedRecords {
  const result = createEmptyResult()
  const writer = new CleanCsvWriter(result)
  const reader = new DelimitedReader(options, writer)
  const stepBytes = Math.max(1, Math.floor(maxWrittenBytes / options.columnCount))
  async function* clean(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks)
      for (let start = 0; start < chunk.length; start += stepBytes) {
        reader.read(chunk.subarray(start, start + stepBytes), false)
        const readyChunk = writer.takeChunk()
        if (readyChunk) yield readyChunk
      }
    reader.read(new Uint8Array(0), true)
    const rest = writer.takeChunk(true)
    if (rest) yield rest
  }
  return { chunks: clean(), result }
}

/**
 * Approximate number of bytes written before a chunk is passed on. Each byte that is read can be a short record, which is
 * filled up to the width of the table.
 */
const maxWrittenBytes = 1 << 22

const encoder = new TextEncoder()
const toByte = (character: string): number => (character === '' ? -1 : (encoder.encode(character)[0] as number))

class DelimitedReader {
  private readonly writer: CleanCsvWriter
  private readonly width: number
  private readonly padShortRecords: boolean
  private readonly isPadded: boolean
  private readonly isStrict: boolean
  private readonly comment: Uint8Array | undefined
  private readonly delimiter: Uint8Array
  private readonly firstDelimiterByte: number
  private readonly quote: number
  private readonly escape: number
  private readonly repairs: ReadonlyMap<number, RepairedRecord>
  /** Start lines of the repairs that have not been reached yet, in descending order. */
  private readonly repairedLines: number[]
  private readonly copyRecords: CopyRecords | undefined
  private readonly lineFeeds = new ByteFinder(lineFeed)
  private readonly carriageReturns = new ByteFinder(carriageReturn)
  private readonly delimiters: ByteFinder
  private readonly quotes: ByteFinder
  private readonly escapes: ByteFinder
  private readonly regions: Pick<RegionBuilder, 'addLines'> | undefined
  private linesToSkip: number
  private line = 1

  private bytes: Uint8Array = new Uint8Array(0)
  private position = 0
  /** Chunks that have not been joined yet, and the number of bytes to wait for before joining them. */
  private pendingChunks: Uint8Array[] = []
  private pendingBytes = 0
  private minBytes = 0

  // The most recent record: number of cells, number of cells up to the last non-empty one, the positions and kinds of
  // the cells within the width, and whether any cell contains a line ending.
  private cellCount = 0
  private trimmedCellCount = 0
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly kinds: number[] = []
  private hasLineEnd = false

  constructor(options: DelimitedOptions, writer: CleanCsvWriter) {
    const {
      dialect,
      columnCount: width,
      skippedLines,
      padShortRecords,
      repairs = [],
      regions,
      canCopy = true,
    } = options
    this.writer = writer
    this.width = width
    this.padShortRecords = padShortRecords
    this.isPadded = dialect.padded === true
    this.isStrict = dialect.strict === true
    this.comment = dialect.comment === undefined ? undefined : encoder.encode(dialect.comment)
    this.delimiter = encoder.encode(dialect.delimiter)
    this.firstDelimiterByte = this.delimiter[0] ?? -1
    this.quote = toByte(dialect.quote)
    const escape = toByte(dialect.escape)
    this.escape = escape === this.quote ? -1 : escape
    this.linesToSkip = skippedLines
    this.regions = regions
    this.repairs = new Map(repairs.map((repair) => [repair.line, repair]))
    this.repairedLines = repairs.map(({ line }) => line).sort((a, b) => b - a)
    this.copyRecords = canCopy ? createRecordCopier(dialect, width) : undefined
    this.delimiters = new ByteFinder(this.firstDelimiterByte)
    this.quotes = new ByteFinder(this.quote)
    this.escapes = new ByteFinder(this.escape)
  }

  read(chunk: Uint8Array, isLast: boolean): void {
    this.pendingChunks.push(chunk)
    this.pendingBytes += chunk.length
    if (this.pendingBytes < this.minBytes && !isLast) return
    this.append(this.pendingChunks)
    this.pendingChunks = []
    this.pendingBytes = 0
    this.readAvailableRecords(isLast)
    // An incomplete record is parsed again from its start, so wait until the number of available bytes has doubled.
    this.minBytes = this.bytes.length - this.position
  }

  private readAvailableRecords(isLast: boolean): void {
    while (this.linesToSkip > 0) {
      const next = this.skipLine(this.position, this.bytes.length, isLast)
      if (next < 0) return
      if (next === this.position) break
      this.position = next
      this.line++
      this.linesToSkip--
    }
    do this.copySimpleRecords()
    while (this.position < this.bytes.length && this.readRecord(isLast))
  }

  /** Copies consecutive records to which none of the rules apply. */
  private copySimpleRecords(): void {
    if (!this.copyRecords || this.position >= this.bytes.length) return
    const { repairedLines, line } = this
    while ((repairedLines.at(-1) ?? Infinity) < line) repairedLines.pop()
    const maxRecords = (repairedLines.at(-1) ?? Infinity) - line
    const { nextOffset, recordCount } = this.writer.copy(
      this.copyRecords,
      this.bytes,
      this.position,
      this.bytes.length,
      maxRecords,
    )
    if (recordCount === 0) return
    this.regions?.addLines('record', line, recordCount, recordCount)
    this.line += recordCount
    this.position = nextOffset
  }

  private append(chunks: readonly Uint8Array[]): void {
    const unreadBytes = this.bytes.subarray(this.position)
    this.position = 0
    const [chunk] = chunks
    if (unreadBytes.length === 0 && chunks.length === 1 && chunk) {
      this.bytes = chunk
      return
    }
    const combinedBytes = new Uint8Array(unreadBytes.length + this.pendingBytes)
    combinedBytes.set(unreadBytes)
    let length = unreadBytes.length
    for (const part of chunks) {
      combinedBytes.set(part, length)
      length += part.length
    }
    this.bytes = combinedBytes
  }

  /** Reads one record. Returns false if its end is not available yet. */
  private readRecord(isLast: boolean): boolean {
    const from = this.position
    const repair = this.repairs.size === 0 ? undefined : this.repairs.get(this.line)
    if (repair) return this.readRepairedRecord(repair, isLast)
    if (this.comment && this.isComment(from, this.comment)) return this.skipComment(isLast)
    let next = this.parse(from, this.bytes.length, isLast)
    if (next < 0) return false
    if (this.hasLineEnd && !this.isStrict && this.hasSwallowedLines(from, next)) {
      next = this.skipLine(from, next, true)
      this.parse(from, next, true)
    }
    const kind = this.writeRecord(from, next)
    const lineCount = this.countLines(from, next)
    this.regions?.addLines(kind, this.line, lineCount)
    this.line += lineCount
    this.position = next
    return true
  }

  private isComment(from: number, comment: Uint8Array): boolean {
    let offset = from
    while (this.bytes[offset] === space || (this.bytes[offset] === tab && this.firstDelimiterByte !== tab)) offset++
    return comment.every((byte, index) => this.bytes[offset + index] === byte)
  }

  private skipComment(isLast: boolean): boolean {
    const next = this.skipLine(this.position, this.bytes.length, isLast)
    if (next < 0) return false
    this.regions?.addLines('note', this.line, 1)
    this.line++
    this.position = next
    return true
  }

  private readRepairedRecord({ lines, cells }: RepairedRecord, isLast: boolean): boolean {
    let next = this.position
    for (let count = 0; count < lines && next >= 0 && next < this.bytes.length; count++)
      next = this.skipLine(next, this.bytes.length, isLast)
    if (next < 0 || (next >= this.bytes.length && !isLast)) return false
    for (let index = 0; index < this.width && cells.length > 0; index++) {
      const text = encoder.encode(cells[index] ?? '')
      if (text.length === 0) this.writer.writeNull()
      else this.writer.writeCell(text, 0, text.length, false)
    }
    if (cells.length > 0) this.writer.endRecord()
    this.regions?.addLines(cells.length > 0 ? 'record' : 'note', this.line, lines)
    this.line += lines
    this.position = next
    return true
  }

  private writeRecord(from: number, next: number): LineKind {
    const { writer, width } = this
    const count = this.countCells()
    if (width > 1 && count === 1 && this.isBlank(0)) return 'blank'
    if (count > width) {
      writer.reject(
        this.line,
        this.getRecord(from, next),
        message('loading.reject-cells', { cells: count, columns: width }),
      )
      return 'reject'
    }
    if (count < width) {
      writer.result.shortRecords++
      if (!this.padShortRecords) {
        writer.reject(
          this.line,
          this.getRecord(from, next),
          message('loading.reject-cells', { cells: count, columns: width }),
        )
        return 'reject'
      }
      writer.result.paddedRecords++
    }
    for (let index = 0; index < count; index++) this.writeCell(index)
    for (let index = count; index < width; index++) writer.writeNull()
    writer.endRecord()
    return 'record'
  }

  private writeCell(index: number): void {
    const [start, end, kind] = [this.starts[index] as number, this.ends[index] as number, this.kinds[index] as number]
    if (kind === unquotedCell && this.isPadded) {
      const from = this.skipBlanks(start, end)
      this.writer.writeCell(this.bytes, from, this.trimBlanks(from, end), false)
      return
    }
    if (kind === unquotedCell || kind === quotedCell) {
      this.writer.writeCell(this.bytes, start, end, kind === quotedCell)
      return
    }
    const text = new Uint8Array(end - start)
    let length = 0
    for (let offset = start; offset < end; offset++) {
      if (kind === unquotedEscapedCell ? this.isEscapedOutsideQuotes(offset, end) : this.isEscapedInQuotes(offset, end))
        offset++
      else if (kind === multipartCell && this.bytes[offset] === this.quote) continue
      text[length++] = this.bytes[offset] as number
    }
    this.writer.writeCell(text, 0, length, kind !== unquotedEscapedCell)
  }

  /**
   * Finds the cells of the record at `from` without reading past `end`. `isLast` means that no bytes follow `end`.
   *
   * @returns The offset of the next record, or -1 if more bytes are needed.
   */
  private parse(from: number, end: number, isLast: boolean): number {
    this.cellCount = 0
    this.trimmedCellCount = 0
    this.hasLineEnd = false
    let offset = from
    for (;;) {
      if (this.cellCount >= Math.max(1, this.width)) offset = this.countPlainCells(offset, end)
      const start = this.skipBlanks(offset, end)
      let cellEnd = -1
      if (start < end && this.bytes[start] === this.quote) {
        const closingQuote = this.findClosingQuote(start + 1, end, isLast)
        if (closingQuote === incompleteCell) return -1
        if (closingQuote >= 0) {
          this.addCell(
            start + 1,
            closingQuote,
            this.hasParts ? multipartCell : this.hasEscape ? quotedEscapedCell : quotedCell,
          )
          if (this.hasInnerLineEnd) this.hasLineEnd = true
          cellEnd = this.skipBlanks(closingQuote + 1, end)
        } else {
          const lineEndOffset = this.findLineEnd(start, end, isLast)
          if (lineEndOffset < 0) return -1
          const lenientClose = this.findLenientClosingQuote(start + 1, lineEndOffset)
          if (lenientClose >= 0) {
            this.addCell(start + 1, lenientClose, quotedEscapedCell)
            cellEnd = this.skipBlanks(lenientClose + 1, end)
          }
        }
      }
      if (cellEnd < 0) cellEnd = this.readUnquotedCell(offset, end)
      if (cellEnd >= end && !isLast) return -1
      if (cellEnd >= end) return end
      if (!this.isDelimiter(cellEnd, end)) return this.skipLine(cellEnd, end, isLast)
      offset = cellEnd + this.delimiter.length
    }
  }

  /**
   * Counts cells beyond the width without recording them, as long as they contain no quote, escape or line ending.
   * Returns the offset of the next cell.
   */
  private countPlainCells(from: number, end: number): number {
    const { bytes, firstDelimiterByte, quote, escape } = this
    if (this.delimiter.length !== 1) return from
    let start = from
    for (let offset = from; offset < end; offset++) {
      const byte = bytes[offset]
      if (byte === firstDelimiterByte) {
        this.cellCount++
        if (offset > start) this.trimmedCellCount = this.cellCount
        start = offset + 1
      } else if (byte === lineFeed || byte === carriageReturn || byte === quote || byte === escape) break
    }
    return start
  }

  private readUnquotedCell(start: number, end: number): number {
    const { bytes, firstDelimiterByte, escape } = this
    let offset = start
    let kind = unquotedCell
    for (; offset < end; offset++) {
      if (offset - start >= shortCellBytes) {
        offset = this.findNext(offset, end, this.lineFeeds, this.carriageReturns, this.delimiters, this.escapes)
        if (offset >= end) break
      }
      const byte = bytes[offset]
      if (byte === lineFeed || byte === carriageReturn) break
      if (byte === firstDelimiterByte && this.isDelimiter(offset, end)) break
      if (byte === escape && this.isEscapedOutsideQuotes(offset, end)) {
        kind = unquotedEscapedCell
        if (isLineEnd(bytes[offset + 1])) this.hasLineEnd = true
        offset++
      }
    }
    this.addCell(start, Math.min(offset, end), kind)
    return Math.min(offset, end)
  }

  private hasEscape = false
  private hasParts = false
  private hasInnerLineEnd = false

  /**
   * Returns the offset of the quote that closes a well-formed quoted cell, -1 if the cell is not well-formed, or
   * `incompleteCell` if more bytes are needed.
   */
  private findClosingQuote(start: number, end: number, isLast: boolean): number {
    const { bytes, quote } = this
    this.hasEscape = false
    this.hasParts = false
    this.hasInnerLineEnd = false
    const limit = Math.min(end, start + maxCellBytes)
    for (let offset = start; offset < limit; offset++) {
      if (offset - start >= shortCellBytes) {
        const next = this.findNext(offset, limit, this.quotes, this.escapes)
        this.hasInnerLineEnd ||= this.findNext(offset, next, this.lineFeeds, this.carriageReturns) < next
        offset = next
        if (offset >= limit) break
      }
      const byte = bytes[offset]
      if (isLineEnd(byte)) this.hasInnerLineEnd = true
      else if (this.isEscapedInQuotes(offset, end)) {
        this.hasEscape = true
        offset++
      } else if (byte === quote) {
        if (offset + 1 >= end && !isLast) return incompleteCell
        const nextOffset = this.skipBlanks(offset + 1, end)
        if (nextOffset >= end) return isLast ? offset : incompleteCell
        if (nextOffset > offset + 1 && bytes[nextOffset] === quote) {
          this.hasParts = true
          offset = nextOffset
          continue
        }
        return isLineEnd(bytes[nextOffset]) || this.isDelimiter(nextOffset, end) ? offset : -1
      }
    }
    return isLast || limit < end ? -1 : incompleteCell
  }

  private findLenientClosingQuote(start: number, end: number): number {
    for (
      let offset = this.quotes.find(this.bytes, start, end);
      offset < end;
      offset = this.quotes.find(this.bytes, offset + 1, end)
    ) {
      const nextOffset = this.skipBlanks(offset + 1, end)
      if (nextOffset >= end || this.isDelimiter(nextOffset, end)) return offset
    }
    return -1
  }

  /** Returns whether rule 4 applies. If it does not, the entire record is parsed again. */
  private hasSwallowedLines(from: number, next: number): boolean {
    const { width } = this
    const hasWidth = this.countCells() === width
    const lines: boolean[] = []
    for (let offset = from; offset < next;) {
      const nextLine = this.skipLine(offset, next, true)
      this.parse(offset, nextLine, true)
      lines.push(this.countCells() === width)
      offset = nextLine
    }
    const innerLineCount = lines.length - 2
    const hasSwallowed = hasWidth
      ? width > 1 && innerLineCount >= 2 && innerLineCount * (width - 1) >= 8 && lines.every(Boolean)
      : lines.some(Boolean)
    if (!hasSwallowed) this.parse(from, next, true)
    return hasSwallowed
  }

  private addCell(start: number, end: number, kind: number): void {
    this.cellCount++
    const isExtraLineBreak = this.cellCount > this.width && kind === quotedCell && this.isLineBreak(start, end)
    if ((kind !== unquotedCell || start !== end) && !isExtraLineBreak) this.trimmedCellCount = this.cellCount
    // Cells beyond the width are only counted, because a record may have any number of them.
    if (this.cellCount > Math.max(1, this.width)) return
    const index = this.cellCount - 1
    this.starts[index] = start
    this.ends[index] = end
    this.kinds[index] = kind
  }

  /** Returns the smallest offset found by any of the finders, or `end`. */
  private findNext(from: number, end: number, ...finders: readonly ByteFinder[]): number {
    let next = end
    for (const finder of finders) next = finder.find(this.bytes, from, next)
    return next
  }

  private isLineBreak(start: number, end: number): boolean {
    for (let offset = start; offset < end; offset++) if (!isLineEnd(this.bytes[offset])) return false
    return end > start
  }

  /** Returns the number of cells according to rule 5. */
  private countCells(): number {
    return Math.max(this.trimmedCellCount, Math.min(this.cellCount, this.width))
  }

  private isBlank(index: number): boolean {
    if (this.kinds[index] !== unquotedCell) return false
    for (let offset = this.starts[index] as number; offset < (this.ends[index] as number); offset++) {
      if (this.bytes[offset] !== space && this.bytes[offset] !== tab) return false
    }
    return true
  }

  private isEscapedInQuotes(offset: number, end: number): boolean {
    const byte = this.bytes[offset]
    const next = offset + 1 < end ? this.bytes[offset + 1] : -1
    if (byte === this.quote) return next === this.quote
    return byte === this.escape && (next === this.quote || next === this.escape)
  }

  private isEscapedOutsideQuotes(offset: number, end: number): boolean {
    if (this.bytes[offset] !== this.escape || offset + 1 >= end) return false
    const next = this.bytes[offset + 1]
    return next === this.quote || next === this.escape || isLineEnd(next) || this.isDelimiter(offset + 1, end)
  }

  private isDelimiter(offset: number, end: number): boolean {
    const { bytes, delimiter } = this
    if (delimiter.length === 0 || offset + delimiter.length > end) return false
    for (let index = 0; index < delimiter.length; index++) if (bytes[offset + index] !== delimiter[index]) return false
    return true
  }

  private skipBlanks(from: number, end: number): number {
    let offset = from
    for (; offset < end; offset++) {
      const byte = this.bytes[offset]
      if (byte !== space || byte === this.firstDelimiterByte) break
    }
    return offset
  }

  private trimBlanks(from: number, end: number): number {
    let offset = end
    while (offset > from && (this.bytes[offset - 1] === space || this.bytes[offset - 1] === tab)) offset--
    return offset
  }

  /** Returns the offset of the line ending, or -1 if it is not available yet. */
  private findLineEnd(from: number, end: number, isLast: boolean): number {
    const nearEnd = Math.min(end, from + shortCellBytes)
    for (let offset = from; offset < nearEnd; offset++) if (isLineEnd(this.bytes[offset])) return offset
    const offset = this.findNext(nearEnd, end, this.lineFeeds, this.carriageReturns)
    return offset < end || isLast ? offset : -1
  }

  /** Returns the offset of the next line, or -1 if it is not available yet. */
  private skipLine(from: number, end: number, isLast: boolean): number {
    const offset = this.findLineEnd(from, end, isLast)
    if (offset < 0 || offset >= end) return offset
    if (this.bytes[offset] === lineFeed) return offset + 1
    if (offset + 1 >= end) return isLast ? end : -1
    return this.bytes[offset + 1] === lineFeed ? offset + 2 : offset + 1
  }

  private countLines(from: number, next: number): number {
    if (!this.hasLineEnd) return 1
    let lineCount = 0
    for (let offset = from; offset < next; offset = this.skipLine(offset, next, true)) lineCount++
    return lineCount
  }

  /** Returns the bytes of a record without its line ending. */
  private getRecord(from: number, next: number): Uint8Array {
    const { bytes } = this
    let end = next
    if (end > from && bytes[end - 1] === lineFeed) end--
    if (end > from && bytes[end - 1] === carriageReturn) end--
    return bytes.subarray(from, end)
  }
}

const incompleteCell = -2
const isLineEnd = (byte: number | undefined): boolean => byte === lineFeed || byte === carriageReturn
