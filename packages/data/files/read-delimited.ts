import { message } from '@aw-flow/messages'
import type { Dialect, RepairedRecord } from '@aw-flow/schema'
import { ByteFinder } from './byte-finder.ts'
import { CleanCsvWriter, emptyResult, type CleanRecords } from './clean-csv.ts'
import { recordCopier, type CopyRecords } from './copy-records.ts'
import type { RecordKind, RegionBuilder } from './region-builder.ts'

const [space, tab, lineFeed, carriageReturn] = [0x20, 0x09, 0x0a, 0x0d]
/** A quoted cell may be this long; a quote that is not closed within is text. In bytes. */
const longestCell = 16 << 20
/** What is read byte by byte before the platform is asked for the next byte that matters. In bytes. */
const shortCell = 64

/** How a cell stands in the text: bare or between quotes, with escapes or without, or in several quoted parts. */
const [bare, bareEscaped, quoted, quotedEscaped, quotedParts] = [0, 1, 2, 3, 4]

export interface DelimitedOptions {
  dialect: Dialect
  /** How many cells a record has. */
  width: number
  /** Physical lines before the first record. */
  skippedLines: number
  /** True: records that are too short are filled up with empty cells, false: they are rejected. */
  pad: boolean
  /** Records that are read as these cells. */
  mends?: readonly RepairedRecord[]
  /** Told what the lines behind the skipped ones are. */
  regions?: Pick<RegionBuilder, 'record'> | undefined
  /** False: every record is read by the rules, even where that is known to change nothing. For tests. */
  copies?: boolean
}

/**
 * Reads delimited text (UTF-8 in pieces) leniently, so that no quote ever swallows what follows it:
 *
 * 1. LF, CRLF and CR each end a line, whatever the plan says.
 * 2. A cell is quoted when a quote begins it and a quote ends it before a delimiter or a line's end, quotes inside being
 *    doubled or escaped; blanks around the quotes are not part of it. It may hold line ends. Quoted parts with blanks
 *    between them are one cell.
 * 3. A cell that begins with a quote otherwise ends at the first quote of its line that a delimiter or the line's end
 *    follows; quotes before are text. Where there is none, the first quote is text too.
 * 4. A record of several lines that has not the table's width, while one of its lines alone has it, is no record: its
 *    first line is read alone. So is a record of the width in which every single line alone is a whole record too (of
 *    two lines or more between first and last, with eight delimiters or more): two stray quotes, and not a text.
 * 5. Empty cells beyond the width are dropped; other records that are too long are rejected. Lines of blanks are no
 *    records where the width is two or more; where it is one, an empty line is a record without a value.
 * 6. In a padded dialect, blanks around a bare cell are no part of it.
 * 7. Where the plan mends a record, it is the plan's cells.
 */
export function cleanDelimited(pieces: AsyncIterable<Uint8Array>, options: DelimitedOptions): CleanRecords {
  const result = emptyResult()
  const writer = new CleanCsvWriter(result)
  const reader = new DelimitedReader(options, writer)
  async function* clean(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      reader.read(piece, false)
      const ready = writer.take()
      if (ready) yield ready
    }
    reader.read(new Uint8Array(0), true)
    const rest = writer.take(true)
    if (rest) yield rest
  }
  return { pieces: clean(), result }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const code = (character: string): number => (character === '' ? -1 : (encoder.encode(character)[0] as number))

class DelimitedReader {
  private readonly writer: CleanCsvWriter
  private readonly width: number
  private readonly pad: boolean
  private readonly padded: boolean
  private readonly delimiter: Uint8Array
  private readonly firstOfDelimiter: number
  private readonly quote: number
  private readonly escape: number
  private readonly mends: ReadonlyMap<number, RepairedRecord>
  /** The lines of the mends that are not reached yet, the last one first. */
  private readonly mendedLines: number[]
  private readonly copyRecords: CopyRecords | undefined
  private readonly lineFeeds = new ByteFinder(lineFeed)
  private readonly returns = new ByteFinder(carriageReturn)
  private readonly delimiters: ByteFinder
  private readonly quotes: ByteFinder
  private readonly escapes: ByteFinder
  private readonly regions: Pick<RegionBuilder, 'record'> | undefined
  private toSkip: number
  private line = 1

  private bytes: Uint8Array = new Uint8Array(0)
  private position = 0
  /** Pieces that are not joined to the rest yet, and how many bytes they must have before they are. */
  private waiting: Uint8Array[] = []
  private waitingSize = 0
  private enough = 0

  // The record read last: how many cells it has, up to where they are filled, and where those within the width stand.
  private cells = 0
  private filled = 0
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly kinds: number[] = []
  private crossed = false

  constructor(options: DelimitedOptions, writer: CleanCsvWriter) {
    const { dialect, width, skippedLines, pad, mends = [], regions, copies = true } = options
    this.writer = writer
    this.width = width
    this.pad = pad
    this.padded = dialect.padded === true
    this.delimiter = encoder.encode(dialect.delimiter)
    this.firstOfDelimiter = this.delimiter[0] ?? -1
    this.quote = code(dialect.quote)
    const escape = code(dialect.escape)
    this.escape = escape === this.quote ? -1 : escape
    this.toSkip = skippedLines
    this.regions = regions
    this.mends = new Map(mends.map((mend) => [mend.line, mend]))
    this.mendedLines = mends.map(({ line }) => line).sort((one, other) => other - one)
    this.copyRecords = copies ? recordCopier(dialect, width) : undefined
    this.delimiters = new ByteFinder(this.firstOfDelimiter)
    this.quotes = new ByteFinder(this.quote)
    this.escapes = new ByteFinder(this.escape)
  }

  read(piece: Uint8Array, last: boolean): void {
    this.waiting.push(piece)
    this.waitingSize += piece.length
    if (this.waitingSize < this.enough && !last) return
    this.append(this.waiting)
    this.waiting = []
    this.waitingSize = 0
    this.readOn(last)
    // A record that has not ended is read from its beginning again: only when twice as much of it is there.
    this.enough = this.bytes.length - this.position
  }

  private readOn(last: boolean): void {
    while (this.toSkip > 0) {
      const next = this.afterLine(this.position, this.bytes.length, last)
      if (next < 0) return
      if (next === this.position) break
      this.position = next
      this.line++
      this.toSkip--
    }
    do this.copyPlain()
    while (this.position < this.bytes.length && this.readRecord(last))
  }

  /** Takes records that need no rule on, as many as follow each other. */
  private copyPlain(): void {
    if (!this.copyRecords || this.position >= this.bytes.length) return
    const { mendedLines, line } = this
    while ((mendedLines.at(-1) ?? Infinity) < line) mendedLines.pop()
    const most = (mendedLines.at(-1) ?? Infinity) - line
    const { next, records } = this.writer.copy(this.copyRecords, this.bytes, this.position, this.bytes.length, most)
    if (records === 0) return
    this.regions?.record('record', line, records, records)
    this.line += records
    this.position = next
  }

  private append(pieces: readonly Uint8Array[]): void {
    const rest = this.bytes.subarray(this.position)
    this.position = 0
    const [piece] = pieces
    if (rest.length === 0 && pieces.length === 1 && piece) {
      this.bytes = piece
      return
    }
    const joined = new Uint8Array(rest.length + this.waitingSize)
    joined.set(rest)
    let length = rest.length
    for (const one of pieces) {
      joined.set(one, length)
      length += one.length
    }
    this.bytes = joined
  }

  /** False when the record's end is not there yet. */
  private readRecord(last: boolean): boolean {
    const from = this.position
    const mend = this.mends.size === 0 ? undefined : this.mends.get(this.line)
    if (mend) return this.readMended(mend, last)
    let next = this.parse(from, this.bytes.length, last)
    if (next < 0) return false
    if (this.crossed && this.isSwallowed(from, next)) {
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

  private readMended({ lines, cells }: RepairedRecord, last: boolean): boolean {
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
   * Finds the cells of the record at `from`, not looking beyond `end`; with `closed` nothing comes after `end`.
   * Returns where the next record begins, or -1 when that cannot be known yet.
   */
  private parse(from: number, end: number, closed: boolean): number {
    this.cells = 0
    this.filled = 0
    this.crossed = false
    let at = from
    for (;;) {
      if (this.cells >= Math.max(1, this.width)) at = this.countPlain(at, end)
      const start = this.afterBlanks(at, end)
      let stop = -1
      if (start < end && this.bytes[start] === this.quote) {
        const close = this.findClose(start + 1, end, closed)
        if (close === unknown) return -1
        if (close >= 0) {
          this.push(start + 1, close, this.seenParts ? quotedParts : this.seenEscape ? quotedEscaped : quoted)
          if (this.seenLine) this.crossed = true
          stop = this.afterBlanks(close + 1, end)
        } else {
          const lineEnd = this.lineEnd(start, end, closed)
          if (lineEnd < 0) return -1
          const lenient = this.findLenientClose(start + 1, lineEnd)
          if (lenient >= 0) {
            this.push(start + 1, lenient, quotedEscaped)
            stop = this.afterBlanks(lenient + 1, end)
          }
        }
      }
      if (stop < 0) stop = this.readBare(at, end)
      if (stop >= end && !closed) return -1
      if (stop >= end) return end
      if (!this.isDelimiter(stop, end)) return this.afterLine(stop, end, closed)
      at = stop + this.delimiter.length
    }
  }

  /** Passes cells that only are counted, as long as no quote, escape or line end is in them; gives where the next one begins. */
  private countPlain(from: number, end: number): number {
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
      if (at - start >= shortCell) {
        at = this.nextOf(at, end, this.lineFeeds, this.returns, this.delimiters, this.escapes)
        if (at >= end) break
      }
      const byte = bytes[at]
      if (byte === lineFeed || byte === carriageReturn) break
      if (byte === firstOfDelimiter && this.isDelimiter(at, end)) break
      if (byte === escape && this.isEscapedOutside(at, end)) {
        kind = bareEscaped
        if (isLineEnd(bytes[at + 1])) this.crossed = true
        at++
      }
    }
    this.push(start, Math.min(at, end), kind)
    return Math.min(at, end)
  }

  private seenEscape = false
  private seenParts = false
  private seenLine = false

  /** The quote that closes a well-formed quoted cell, -1 where it is not well formed, `unknown` where more is needed. */
  private findClose(start: number, end: number, closed: boolean): number {
    const { bytes, quote } = this
    this.seenEscape = false
    this.seenParts = false
    this.seenLine = false
    const limit = Math.min(end, start + longestCell)
    for (let at = start; at < limit; at++) {
      if (at - start >= shortCell) {
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
        if (at + 1 >= end && !closed) return unknown
        const after = this.afterBlanks(at + 1, end)
        if (after >= end) return closed ? at : unknown
        if (after > at + 1 && bytes[after] === quote) {
          this.seenParts = true
          at = after
          continue
        }
        return isLineEnd(bytes[after]) || this.isDelimiter(after, end) ? at : -1
      }
    }
    return closed || limit < end ? -1 : unknown
  }

  private findLenientClose(start: number, end: number): number {
    for (let at = this.quotes.next(this.bytes, start, end); at < end; at = this.quotes.next(this.bytes, at + 1, end)) {
      const after = this.afterBlanks(at + 1, end)
      if (after >= end || this.isDelimiter(after, end)) return at
    }
    return -1
  }

  /** Rule 4. Leaves the record's cells as they are not. */
  private isSwallowed(from: number, next: number): boolean {
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
    const swallowed = fits
      ? width > 1 && between >= 2 && between * (width - 1) >= 8 && lines.every(Boolean)
      : lines.some(Boolean)
    if (!swallowed) this.parse(from, next, true)
    return swallowed
  }

  private push(start: number, end: number, kind: number): void {
    this.cells++
    if (kind !== bare || start !== end) this.filled = this.cells
    // A record may have any number of cells; those beyond the width are only counted.
    if (this.cells > Math.max(1, this.width)) return
    const index = this.cells - 1
    this.starts[index] = start
    this.ends[index] = end
    this.kinds[index] = kind
  }

  /** Where the first of some bytes stands, or `end`. */
  private nextOf(from: number, end: number, ...finders: readonly ByteFinder[]): number {
    let next = end
    for (const finder of finders) next = finder.next(this.bytes, from, next)
    return next
  }

  /** Rule 5: without the empty ones beyond the width. */
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

  /** Where the line ends, before its line end; -1 when that is not there yet. */
  private lineEnd(from: number, end: number, closed: boolean): number {
    const near = Math.min(end, from + shortCell)
    for (let at = from; at < near; at++) if (isLineEnd(this.bytes[at])) return at
    const at = this.nextOf(near, end, this.lineFeeds, this.returns)
    return at < end || closed ? at : -1
  }

  /** Where the next line begins, or -1 when that cannot be known yet. */
  private afterLine(from: number, end: number, closed: boolean): number {
    const at = this.lineEnd(from, end, closed)
    if (at < 0 || at >= end) return at
    if (this.bytes[at] === lineFeed) return at + 1
    if (at + 1 >= end) return closed ? end : -1
    return this.bytes[at + 1] === lineFeed ? at + 2 : at + 1
  }

  private countLines(from: number, next: number): number {
    if (!this.crossed) return 1
    let lines = 0
    for (let at = from; at < next; at = this.afterLine(at, next, true)) lines++
    return lines
  }

  private raw(from: number, next: number): string {
    return decoder.decode(this.bytes.subarray(from, next)).replace(/\r?\n$|\r$/, '')
  }
}

const unknown = -2
const isLineEnd = (byte: number | undefined): boolean => byte === lineFeed || byte === carriageReturn
