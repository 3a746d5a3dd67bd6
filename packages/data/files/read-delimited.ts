import { message } from '@aw-flow/messages'
import type { Dialect, RepairedRecord } from '@aw-flow/schema'
import { ByteFinder } from './byte-finder.ts'
import { CleanCsvWriter, emptyResult, type CleanRecords } from './clean-csv.ts'
import { recordCopier, type CopyRecords } from './copy-records.ts'
import type { RecordKind, RegionBuilder } from './region-builder.ts'

const [space, tab, lineFeed, carriageReturn] = [0x20, 0x09, 0x0a, 0x0d]
/** Maximum size of a quoted cell; a quote that is not closed within it is text. In bytes. */
const maxCellBytes = 16 << 20
/** Bytes that are read one at a time before `indexOf` searches for the next relevant byte. */
const shortCellBytes = 64

/** Forms of a cell: unquoted or quoted, with or without escapes, or in several quoted parts. */
const [bare, bareEscaped, quoted, quotedEscaped, quotedParts] = [0, 1, 2, 3, 4]

export interface DelimitedOptions {
  dialect: Dialect
  /** Number of cells of a record. */
  width: number
  /** Physical lines before the first record. */
  skippedLines: number
  /** If true, short records are padded with empty cells; otherwise they are rejected. */
  pad: boolean
  /** Damaged records with the cells to read instead. */
  mends?: readonly RepairedRecord[]
  /** Receives the kind of each line after the skipped ones. */
  regions?: Pick<RegionBuilder, 'record'> | undefined
  /** If false, the reader applies its rules to every record, even where they change nothing. For tests. */
  canCopy?: boolean
}

/**
 * Reads delimited text (UTF-8 in chunks) leniently, so that no stray quote swallows the rest of the file:
 *
 * 1. LF, CRLF and CR each end a line, whatever the plan says.
 * 2. A cell is quoted if it starts with a quote and ends with a quote before a delimiter or a line end, with inner
 *    quotes doubled or escaped. Blanks around the quotes are not part of it. It may contain line ends. Quoted parts
 *    separated by blanks are one cell.
 * 3. Any other cell that starts with a quote ends at the first quote on its line that is followed by a delimiter or the
 *    line end; earlier quotes are text. If there is none, the first quote is also text.
 * 4. A record of several lines that does not have the table's width is read as its first line alone if one of its lines
 *    has that width. The same applies to a record of the right width in which every single line is a complete record,
 *    too (with at least two lines between the first and the last, and at least eight delimiters): two stray quotes, not
 *    a text. In a strict dialect, neither applies.
 * 5. Empty cells beyond the width are dropped; other records that are too long are rejected. Blank lines are skipped if
 *    the width is two or more; if it is one, an empty line is a record with a null.
 * 6. In a padded dialect, blanks around an unquoted cell are not part of it.
 * 7. A record that the plan repairs has the plan's cells.
 */
export function cleanDelimited(chunks: AsyncIterable<Uint8Array>, options: DelimitedOptions): CleanRecords {
  const result = emptyResult()
  const writer = new CleanCsvWriter(result)
  const reader = new DelimitedReader(options, writer)
  async function* clean(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      reader.read(chunk, false)
      const ready = writer.take()
      if (ready) yield ready
    }
    reader.read(new Uint8Array(0), true)
    const rest = writer.take(true)
    if (rest) yield rest
  }
  return { chunks: clean(), result }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const code = (character: string): number => (character === '' ? -1 : (encoder.encode(character)[0] as number))

class DelimitedReader {
  private readonly writer: CleanCsvWriter
  private readonly width: number
  private readonly pad: boolean
  private readonly padded: boolean
  private readonly isStrict: boolean
  private readonly delimiter: Uint8Array
  private readonly firstOfDelimiter: number
  private readonly quote: number
  private readonly escape: number
  private readonly mends: ReadonlyMap<number, RepairedRecord>
  /** Start lines of the repairs not yet reached, in descending order. */
  private readonly repairedLines: number[]
  private readonly copyRecords: CopyRecords | undefined
  private readonly lineFeeds = new ByteFinder(lineFeed)
  private readonly returns = new ByteFinder(carriageReturn)
  private readonly delimiters: ByteFinder
  private readonly quotes: ByteFinder
  private readonly escapes: ByteFinder
  private readonly regions: Pick<RegionBuilder, 'record'> | undefined
  private linesToSkip: number
  private line = 1

  private bytes: Uint8Array = new Uint8Array(0)
  private position = 0
  /** Chunks not joined yet, and the number of bytes required before they are. */
  private pending: Uint8Array[] = []
  private pendingBytes = 0
  private minBytes = 0

  // The last record: number of cells, number of cells up to the last non-empty one, and positions of those within the
  // width.
  private cells = 0
  private filled = 0
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly kinds: number[] = []
  private hasLineEnd = false

  constructor(options: DelimitedOptions, writer: CleanCsvWriter) {
    const { dialect, width, skippedLines, pad, mends = [], regions, canCopy = true } = options
    this.writer = writer
    this.width = width
    this.pad = pad
    this.padded = dialect.padded === true
    this.isStrict = dialect.strict === true
    this.delimiter = encoder.encode(dialect.delimiter)
    this.firstOfDelimiter = this.delimiter[0] ?? -1
    this.quote = code(dialect.quote)
    const escape = code(dialect.escape)
    this.escape = escape === this.quote ? -1 : escape
    this.linesToSkip = skippedLines
    this.regions = regions
    this.mends = new Map(mends.map((repair) => [repair.line, repair]))
    this.repairedLines = mends.map(({ line }) => line).sort((a, b) => b - a)
    this.copyRecords = canCopy ? recordCopier(dialect, width) : undefined
    this.delimiters = new ByteFinder(this.firstOfDelimiter)
    this.quotes = new ByteFinder(this.quote)
    this.escapes = new ByteFinder(this.escape)
  }

  read(chunk: Uint8Array, last: boolean): void {
    this.pending.push(chunk)
    this.pendingBytes += chunk.length
    if (this.pendingBytes < this.minBytes && !last) return
    this.append(this.pending)
    this.pending = []
    this.pendingBytes = 0
    this.readAvailable(last)
    // An incomplete record is parsed again from its start: wait until twice as many bytes are available.
    this.minBytes = this.bytes.length - this.position
  }

  private readAvailable(last: boolean): void {
    while (this.linesToSkip > 0) {
      const next = this.afterLine(this.position, this.bytes.length, last)
      if (next < 0) return
      if (next === this.position) break
      this.position = next
      this.line++
      this.linesToSkip--
    }
    do this.copySimpleRecords()
    while (this.position < this.bytes.length && this.readRecord(last))
  }

  /** Copies consecutive records to which no rule applies. */
  private copySimpleRecords(): void {
    if (!this.copyRecords || this.position >= this.bytes.length) return
    const { repairedLines, line } = this
    while ((repairedLines.at(-1) ?? Infinity) < line) repairedLines.pop()
    const maxRecords = (repairedLines.at(-1) ?? Infinity) - line
    const { next, records } = this.writer.copy(
      this.copyRecords,
      this.bytes,
      this.position,
      this.bytes.length,
      maxRecords,
    )
    if (records === 0) return
    this.regions?.record('record', line, records, records)
    this.line += records
    this.position = next
  }

  private append(chunks: readonly Uint8Array[]): void {
    const rest = this.bytes.subarray(this.position)
    this.position = 0
    const [chunk] = chunks
    if (rest.length === 0 && chunks.length === 1 && chunk) {
      this.bytes = chunk
      return
    }
    const joined = new Uint8Array(rest.length + this.pendingBytes)
    joined.set(rest)
    let length = rest.length
    for (const one of chunks) {
      joined.set(one, length)
      length += one.length
    }
    this.bytes = joined
  }

  /** Returns false if the end of the record is not available yet. */
  private readRecord(last: boolean): boolean {
    const from = this.position
    const repair = this.mends.size === 0 ? undefined : this.mends.get(this.line)
    if (repair) return this.readRepaired(repair, last)
    let next = this.parse(from, this.bytes.length, last)
    if (next < 0) return false
    if (this.hasLineEnd && !this.isStrict && this.hasSwallowedLines(from, next)) {
      next = this.afterLine(from, next, true)
      this.parse(from, next, true)
    }
    const kind = this.writeRecord(from, next)
    const lines = this.countLines(from, next)
    this.regions?.record(kind, this.line, lines)
    this.line += lines
    this.position = next
    return true
  }

  private readRepaired({ lines, cells }: RepairedRecord, last: boolean): boolean {
    let next = this.position
    for (let count = 0; count < lines && next >= 0 && next < this.bytes.length; count++)
      next = this.afterLine(next, this.bytes.length, last)
    if (next < 0 || (next >= this.bytes.length && !last)) return false
    for (let index = 0; index < this.width; index++) {
      const text = encoder.encode(cells[index] ?? '')
      if (text.length === 0) this.writer.noCell()
      else this.writer.cell(text, 0, text.length, false)
    }
    this.writer.endRecord()
    this.regions?.record('record', this.line, lines)
    this.line += lines
    this.position = next
    return true
  }

  private writeRecord(from: number, next: number): RecordKind {
    const { writer, width } = this
    const count = this.countCells()
    if (width > 1 && count === 1 && this.isBlank(0)) return 'blank'
    if (count > width) {
      writer.reject(this.line, this.raw(from, next), message('loading.reject-cells', { cells: count, columns: width }))
      return 'reject'
    }
    if (count < width) {
      writer.result.short++
      if (!this.pad) {
        writer.reject(
          this.line,
          this.raw(from, next),
          message('loading.reject-cells', { cells: count, columns: width }),
        )
        return 'reject'
      }
      writer.result.padded++
    }
    for (let index = 0; index < count; index++) this.writeCell(index)
    for (let index = count; index < width; index++) writer.noCell()
    writer.endRecord()
    return 'record'
  }

  private writeCell(index: number): void {
    const [start, end, kind] = [this.starts[index] as number, this.ends[index] as number, this.kinds[index] as number]
    if (kind === bare && this.padded) {
      const from = this.afterBlanks(start, end)
      this.writer.cell(this.bytes, from, this.beforeBlanks(from, end), false)
      return
    }
    if (kind === bare || kind === quoted) {
      this.writer.cell(this.bytes, start, end, kind === quoted)
      return
    }
    const text = new Uint8Array(end - start)
    let length = 0
    for (let at = start; at < end; at++) {
      if (kind === bareEscaped ? this.isEscapedOutside(at, end) : this.isEscapedInQuotes(at, end)) at++
      else if (kind === quotedParts && this.bytes[at] === this.quote) continue
      text[length++] = this.bytes[at] as number
    }
    this.writer.cell(text, 0, length, kind !== bareEscaped)
  }

  /**
   * Finds the cells of the record at `from` without reading past `end`. `isLast` means that no bytes follow `end`.
   *
   * @returns The start of the next record, or -1 if more bytes are needed.
   */
  private parse(from: number, end: number, isLast: boolean): number {
    this.cells = 0
    this.filled = 0
    this.hasLineEnd = false
    let at = from
    for (;;) {
      if (this.cells >= Math.max(1, this.width)) at = this.countPlainCells(at, end)
      const start = this.afterBlanks(at, end)
      let stop = -1
      if (start < end && this.bytes[start] === this.quote) {
        const close = this.findClose(start + 1, end, isLast)
        if (close === needsMore) return -1
        if (close >= 0) {
          this.push(start + 1, close, this.seenParts ? quotedParts : this.seenEscape ? quotedEscaped : quoted)
          if (this.seenLine) this.hasLineEnd = true
          stop = this.afterBlanks(close + 1, end)
        } else {
          const lineEnd = this.lineEnd(start, end, isLast)
          if (lineEnd < 0) return -1
          const lenient = this.findLenientClose(start + 1, lineEnd)
          if (lenient >= 0) {
            this.push(start + 1, lenient, quotedEscaped)
            stop = this.afterBlanks(lenient + 1, end)
          }
        }
      }
      if (stop < 0) stop = this.readBare(at, end)
      if (stop >= end && !isLast) return -1
      if (stop >= end) return end
      if (!this.isDelimiter(stop, end)) return this.afterLine(stop, end, isLast)
      at = stop + this.delimiter.length
    }
  }

  /**
   * Skips cells that are only counted, as long as they contain no quote, escape or line end, and returns the start of
   * the next one.
   */
  private countPlainCells(from: number, end: number): number {
    const { bytes, firstOfDelimiter, quote, escape } = this
    if (this.delimiter.length !== 1) return from
    let start = from
    for (let at = from; at < end; at++) {
      const byte = bytes[at]
      if (byte === firstOfDelimiter) {
        this.cells++
        if (at > start) this.filled = this.cells
        start = at + 1
      } else if (byte === lineFeed || byte === carriageReturn || byte === quote || byte === escape) break
    }
    return start
  }

  private readBare(start: number, end: number): number {
    const { bytes, firstOfDelimiter, escape } = this
    let at = start
    let kind = bare
    for (; at < end; at++) {
      if (at - start >= shortCellBytes) {
        at = this.nextOf(at, end, this.lineFeeds, this.returns, this.delimiters, this.escapes)
        if (at >= end) break
      }
      const byte = bytes[at]
      if (byte === lineFeed || byte === carriageReturn) break
      if (byte === firstOfDelimiter && this.isDelimiter(at, end)) break
      if (byte === escape && this.isEscapedOutside(at, end)) {
        kind = bareEscaped
        if (isLineEnd(bytes[at + 1])) this.hasLineEnd = true
        at++
      }
    }
    this.push(start, Math.min(at, end), kind)
    return Math.min(at, end)
  }

  private seenEscape = false
  private seenParts = false
  private seenLine = false

  /**
   * Position of the quote that closes a well-formed quoted cell; -1 if the cell is not well-formed, `needsMore` if more
   * bytes are needed.
   */
  private findClose(start: number, end: number, isLast: boolean): number {
    const { bytes, quote } = this
    this.seenEscape = false
    this.seenParts = false
    this.seenLine = false
    const limit = Math.min(end, start + maxCellBytes)
    for (let at = start; at < limit; at++) {
      if (at - start >= shortCellBytes) {
        const next = this.nextOf(at, limit, this.quotes, this.escapes)
        this.seenLine ||= this.nextOf(at, next, this.lineFeeds, this.returns) < next
        at = next
        if (at >= limit) break
      }
      const byte = bytes[at]
      if (isLineEnd(byte)) this.seenLine = true
      else if (this.isEscapedInQuotes(at, end)) {
        this.seenEscape = true
        at++
      } else if (byte === quote) {
        if (at + 1 >= end && !isLast) return needsMore
        const after = this.afterBlanks(at + 1, end)
        if (after >= end) return isLast ? at : needsMore
        if (after > at + 1 && bytes[after] === quote) {
          this.seenParts = true
          at = after
          continue
        }
        return isLineEnd(bytes[after]) || this.isDelimiter(after, end) ? at : -1
      }
    }
    return isLast || limit < end ? -1 : needsMore
  }

  private findLenientClose(start: number, end: number): number {
    for (let at = this.quotes.next(this.bytes, start, end); at < end; at = this.quotes.next(this.bytes, at + 1, end)) {
      const after = this.afterBlanks(at + 1, end)
      if (after >= end || this.isDelimiter(after, end)) return at
    }
    return -1
  }

  /** Rule 4. Parses the record again unless it returns true. */
  private hasSwallowedLines(from: number, next: number): boolean {
    const { width } = this
    const fits = this.countCells() === width
    const lines: boolean[] = []
    for (let at = from; at < next;) {
      const after = this.afterLine(at, next, true)
      this.parse(at, after, true)
      lines.push(this.countCells() === width)
      at = after
    }
    const between = lines.length - 2
    const hasSwallowed = fits
      ? width > 1 && between >= 2 && between * (width - 1) >= 8 && lines.every(Boolean)
      : lines.some(Boolean)
    if (!hasSwallowed) this.parse(from, next, true)
    return hasSwallowed
  }

  private push(start: number, end: number, kind: number): void {
    this.cells++
    if (kind !== bare || start !== end) this.filled = this.cells
    // Cells beyond the width are only counted, since a record may have any number of them.
    if (this.cells > Math.max(1, this.width)) return
    const index = this.cells - 1
    this.starts[index] = start
    this.ends[index] = end
    this.kinds[index] = kind
  }

  /** Position of the first byte that one of the finders finds, or `end`. */
  private nextOf(from: number, end: number, ...finders: readonly ByteFinder[]): number {
    let next = end
    for (const finder of finders) next = finder.next(this.bytes, from, next)
    return next
  }

  /** Rule 5: number of cells without empty ones beyond the width. */
  private countCells(): number {
    return Math.max(this.filled, Math.min(this.cells, this.width))
  }

  private isBlank(index: number): boolean {
    if (this.kinds[index] !== bare) return false
    for (let at = this.starts[index] as number; at < (this.ends[index] as number); at++) {
      if (this.bytes[at] !== space && this.bytes[at] !== tab) return false
    }
    return true
  }

  private isEscapedInQuotes(at: number, end: number): boolean {
    const byte = this.bytes[at]
    const next = at + 1 < end ? this.bytes[at + 1] : -1
    if (byte === this.quote) return next === this.quote
    return byte === this.escape && (next === this.quote || next === this.escape)
  }

  private isEscapedOutside(at: number, end: number): boolean {
    if (this.bytes[at] !== this.escape || at + 1 >= end) return false
    const next = this.bytes[at + 1]
    return next === this.quote || next === this.escape || isLineEnd(next) || this.isDelimiter(at + 1, end)
  }

  private isDelimiter(at: number, end: number): boolean {
    const { bytes, delimiter } = this
    if (delimiter.length === 0 || at + delimiter.length > end) return false
    for (let index = 0; index < delimiter.length; index++) if (bytes[at + index] !== delimiter[index]) return false
    return true
  }

  private afterBlanks(from: number, end: number): number {
    let at = from
    for (; at < end; at++) {
      const byte = this.bytes[at]
      if (byte !== space || byte === this.firstOfDelimiter) break
    }
    return at
  }

  private beforeBlanks(from: number, end: number): number {
    let at = end
    while (at > from && (this.bytes[at - 1] === space || this.bytes[at - 1] === tab)) at--
    return at
  }

  /** End of the line, before its line end; -1 if it is not available yet. */
  private lineEnd(from: number, end: number, isLast: boolean): number {
    const near = Math.min(end, from + shortCellBytes)
    for (let at = from; at < near; at++) if (isLineEnd(this.bytes[at])) return at
    const at = this.nextOf(near, end, this.lineFeeds, this.returns)
    return at < end || isLast ? at : -1
  }

  /** Start of the next line; -1 if it is not available yet. */
  private afterLine(from: number, end: number, isLast: boolean): number {
    const at = this.lineEnd(from, end, isLast)
    if (at < 0 || at >= end) return at
    if (this.bytes[at] === lineFeed) return at + 1
    if (at + 1 >= end) return isLast ? end : -1
    return this.bytes[at + 1] === lineFeed ? at + 2 : at + 1
  }

  private countLines(from: number, next: number): number {
    if (!this.hasLineEnd) return 1
    let lines = 0
    for (let at = from; at < next; at = this.afterLine(at, next, true)) lines++
    return lines
  }

  private raw(from: number, next: number): string {
    return decoder.decode(this.bytes.subarray(from, next)).replace(/\r?\n$|\r$/, '')
  }
}

const needsMore = -2
const isLineEnd = (byte: number | undefined): boolean => byte === lineFeed || byte === carriageReturn
