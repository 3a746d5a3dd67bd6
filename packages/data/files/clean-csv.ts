import type { Message } from '@aw-flow/messages'
import type { Dialect, Regions, Reject } from '@aw-flow/schema'
import type { CopiedRecords, CopyRecords } from './copy-records.ts'

/** What a reader found beside the records that it wrote. */
export interface CleanResult {
  /** Records written: the table's rows. */
  rows: number
  /** Rows that were shorter than the table and were filled up with empty cells. */
  padded: number
  /** Records shorter than the table, whether filled up or rejected. */
  short: number
  rejects: number
  /** The first 100. */
  rejectSample: Reject[]
  /** In bytes, of the longest record written. */
  longest: number
  /** Of the file, where only its first records have become rows because memory ends; about. */
  loadedBytes?: number
  /** Of a text that was read to its end, what its lines are. */
  regions?: Regions
}

/** A file's records on their way into DuckDB, as CSV that it reads exactly. `result` is complete when `pieces` has ended. */
export interface CleanRecords {
  pieces: AsyncIterable<Uint8Array>
  result: CleanResult
}

/** The dialect of what readers write. */
export const cleanDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' }

export const mostRejects = 100

export const emptyResult = (): CleanResult => ({
  rows: 0,
  padded: 0,
  short: 0,
  rejects: 0,
  rejectSample: [],
  longest: 0,
})

const [comma, quote, lineFeed, carriageReturn] = [0x2c, 0x22, 0x0a, 0x0d]
const mustBeQuoted = [comma, lineFeed, carriageReturn]
/** Above this size the platform's way to look through bytes and to copy them is faster than ours. In bytes. */
const longCell = 256
const bufferSize = 1 << 20
/** There is room for so much at least when records are copied. In bytes. */
const shortest = 1 << 16

/**
 * Writes the one CSV in which readers hand records to DuckDB: comma, double quotes doubled, line feed, no header. A
 * cell without a value is empty, an empty text is `""`.
 */
export class CleanCsvWriter {
  readonly result: CleanResult
  private bytes = new Uint8Array(shortest)
  private length = 0
  private recordStart = 0
  private cells = 0

  constructor(result: CleanResult) {
    this.result = result
  }

  /** A cell of the bytes `from` to `to`; `quoted` keeps an empty one apart from no value. */
  cell(source: Uint8Array, from: number, to: number, quoted: boolean): void {
    if (to - from > longCell) {
      this.longCell(source.subarray(from, to), quoted)
      return
    }
    this.separate(2 * (to - from) + 3)
    const { bytes } = this
    const start = this.length
    let at = start
    // A byte order mark at the very beginning would be taken for the file's own.
    let special = quoted || (start === 0 && source[from] === 0xef)
    if (special) bytes[at++] = quote
    for (let index = from; index < to; index++) {
      const byte = source[index] as number
      if (byte === quote || byte === comma || byte === lineFeed || byte === carriageReturn) {
        if (!special) {
          special = true
          bytes.copyWithin(start + 1, start, at)
          bytes[start] = quote
          at++
        }
        if (byte === quote) bytes[at++] = quote
      }
      bytes[at++] = byte
    }
    if (special) bytes[at++] = quote
    this.length = at
  }

  /** The same, looked through by the platform and copied in parts. */
  private longCell(cell: Uint8Array, quoted: boolean): void {
    let quotes = 0
    for (let at = cell.indexOf(quote); at >= 0; at = cell.indexOf(quote, at + 1)) quotes++
    this.separate(cell.length + quotes + 2)
    const isMark = this.length === 0 && cell[0] === 0xef
    const special = quoted || isMark || quotes > 0 || mustBeQuoted.some((byte) => cell.includes(byte))
    const { bytes } = this
    if (special) bytes[this.length++] = quote
    let from = 0
    for (let left = quotes; left > 0; left--) {
      const to = cell.indexOf(quote, from) + 1
      bytes.set(cell.subarray(from, to), this.length)
      this.length += to - from
      bytes[this.length++] = quote
      from = to
    }
    bytes.set(cell.subarray(from), this.length)
    this.length += cell.length - from
    if (special) bytes[this.length++] = quote
  }

  /** Whole records, written by another who knows what is plain. */
  copy(copyRecords: CopyRecords, source: Uint8Array, from: number, end: number, most: number): CopiedRecords {
    this.reserve(shortest)
    const { bytes: out, length: at } = this
    const copied = copyRecords(source, { from, end, out, at, most })
    this.length = copied.written
    this.recordStart = this.length
    this.result.rows += copied.records
    this.result.longest = Math.max(this.result.longest, copied.longest)
    return copied
  }

  /** A text, told apart from no value, in which no quote is. */
  textCell(source: Uint8Array, from: number, to: number): void {
    this.separate(to - from + 2)
    const { bytes } = this
    let at = this.length
    bytes[at++] = quote
    for (let index = from; index < to; index++) bytes[at++] = source[index] as number
    bytes[at++] = quote
    this.length = at
  }

  /** A cell in which there is nothing that must be quoted, and which is not empty. */
  plainCell(source: Uint8Array, from: number, to: number): void {
    this.separate(to - from)
    const { bytes } = this
    let at = this.length
    for (let index = from; index < to; index++) bytes[at++] = source[index] as number
    this.length = at
  }

  /** A cell without a value. */
  noCell(): void {
    this.separate(1)
  }

  endRecord(): void {
    this.reserve(1)
    this.bytes[this.length++] = lineFeed
    this.result.rows++
    this.result.longest = Math.max(this.result.longest, this.length - this.recordStart)
    this.recordStart = this.length
    this.cells = 0
  }

  /** Takes back what was written of a record that is not to be one. */
  dropRecord(): void {
    this.length = this.recordStart
    this.cells = 0
  }

  reject(line: number, raw: string, reason: Message): void {
    this.result.rejects++
    if (this.result.rejectSample.length < mostRejects) this.result.rejectSample.push({ line, raw, reason })
  }

  /** How many bytes of whole records there are. */
  get pending(): number {
    return this.recordStart
  }

  /** The bytes so far, when there are enough to hand on (or `all`); the writer goes on with an empty buffer. */
  take(all = false): Uint8Array | undefined {
    if (this.recordStart === 0 || (!all && this.recordStart < bufferSize)) return undefined
    const piece = this.bytes.subarray(0, this.recordStart)
    const open = this.bytes.subarray(this.recordStart, this.length)
    this.bytes = new Uint8Array(Math.max(all ? shortest : 2 * bufferSize, 2 * open.length))
    this.bytes.set(open)
    this.length = open.length
    this.recordStart = 0
    return piece
  }

  private separate(size: number): void {
    this.reserve(size + 1)
    if (this.cells++ > 0) this.bytes[this.length++] = comma
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}
