import type { Message } from '@aw-flow/messages'
import type { Dialect, Regions, Reject } from '@aw-flow/schema/internal'
import type { CopiedRecords, CopyRecords } from './copy-records.ts'

/** Counts and details that a reader collects while it writes records. */
export interface CleanResult {
  /** Number of records written, which become the rows of the table. */
  rows: number
  /** Number of short records that were padded with empty cells. */
  paddedRecords: number
  /** Number of records with fewer cells than the table has columns, whether padded or rejected. */
  shortRecords: number
  rejects: number
  /** The first `maxRejects` rejected records. */
  rejectSample: Reject[]
  /** Size of the longest record written, in bytes. */
  maxRecordBytes: number
  /** Approximate number of bytes loaded from the file. Set only if memory ran out before the end of the file. */
  loadedBytes?: number
  /** Regions of the text. Set only if it was read to the end. */
  regions?: Regions
}

/**
 * A file's records as CSV that DuckDB reads without loss. `result` is complete once all `chunks` have been
 * consumed.
 */
export interface CleanedRecords {
  chunks: AsyncIterable<Uint8Array>
  result: CleanResult
}

/** The CSV dialect that readers write. */
export const cleanDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' }

export const maxRejects = 100
/** Maximum length of a rejected record in the report, in characters. */
const maxRejectCharacters = 1_000

/** Decodes the beginning of a rejected record for the report. */
const decodeReject = (record: Uint8Array): string =>
  // A character has at most four bytes, and the last character may be incomplete.
  new TextDecoder().decode(record.subarray(0, 4 * maxRejectCharacters + 4)).slice(0, maxRejectCharacters)

export const createEmptyResult = (): CleanResult => ({
  rows: 0,
  paddedRecords: 0,
  shortRecords: 0,
  rejects: 0,
  rejectSample: [],
  maxRecordBytes: 0,
})

const [comma, quote, lineFeed, carriageReturn] = [0x2c, 0x22, 0x0a, 0x0d]
const bytesThatNeedQuotes = [comma, lineFeed, carriageReturn]
/**
 * Size in bytes above which a cell is searched and copied with typed-array methods. For long cells, these methods are
 * faster than a loop.
 */
const longCellBytes = 256
const bufferSize = 1 << 20
/** Minimum free space in the buffer for copying records, in bytes. */
const minFreeBufferBytes = 1 << 16

/**
 * Writes the CSV that readers use to pass records to DuckDB: separated by commas, quotes doubled, lines terminated by
 * LF, no header. Null is written as an empty cell and an empty string as `""`.
 */
export class CleanCsvWriter {
  readonly result: CleanResult
  private bytes = new Uint8Array(minFreeBufferBytes)
  private length = 0
  private recordStart = 0
  private cellCount = 0

  constructor(result: CleanResult) {
    this.result = result
  }

  /** Writes the bytes from `from` to `to` as a cell. `isQuoted` distinguishes an empty string from null. */
  writeCell(source: Uint8Array, from: number, to: number, isQuoted: boolean): void {
    if (to - from > longCellBytes) {
      this.writeLongCell(source.subarray(from, to), isQuoted)
      return
    }
    this.writeSeparator(2 * (to - from) + 3)
    const { bytes } = this
    const start = this.length
    let position = start
    // Without quotes, a byte order mark at the start of the first cell would be read as the byte order mark of the
    // file.
    let needsQuotes = isQuoted || (start === 0 && source[from] === 0xef)
    if (needsQuotes) bytes[position++] = quote
    for (let index = from; index < to; index++) {
      const byte = source[index] as number
      if (byte === quote || byte === comma || byte === lineFeed || byte === carriageReturn) {
        if (!needsQuotes) {
          needsQuotes = true
          bytes.copyWithin(start + 1, start, position)
          bytes[start] = quote
          position++
        }
        if (byte === quote) bytes[position++] = quote
      }
      bytes[position++] = byte
    }
    if (needsQuotes) bytes[position++] = quote
    this.length = position
  }

  /** Writes a long cell in the same way as `writeCell`, but faster: searches with `indexOf` and copies slices. */
  private writeLongCell(content: Uint8Array, isQuoted: boolean): void {
    let quoteCount = 0
    for (let position = content.indexOf(quote); position >= 0; position = content.indexOf(quote, position + 1))
      quoteCount++
    this.writeSeparator(content.length + quoteCount + 2)
    const startsWithBom = this.length === 0 && content[0] === 0xef
    const needsQuotes =
      isQuoted || startsWithBom || quoteCount > 0 || bytesThatNeedQuotes.some((byte) => content.includes(byte))
    const { bytes } = this
    if (needsQuotes) bytes[this.length++] = quote
    let from = 0
    for (let remaining = quoteCount; remaining > 0; remaining--) {
      const to = content.indexOf(quote, from) + 1
      bytes.set(content.subarray(from, to), this.length)
      this.length += to - from
      bytes[this.length++] = quote
      from = to
    }
    bytes.set(content.subarray(from), this.length)
    this.length += content.length - from
    if (needsQuotes) bytes[this.length++] = quote
  }

  /** Lets `copyRecords` write complete records directly to the buffer. */
  copy(copyRecords: CopyRecords, source: Uint8Array, from: number, end: number, maxRecords: number): CopiedRecords {
    this.reserve(minFreeBufferBytes)
    const { bytes: out, length: position } = this
    const copyResult = copyRecords(source, { from, end, out, outOffset: position, maxRecords })
    this.length = copyResult.outEnd
    this.recordStart = this.length
    this.result.rows += copyResult.recordCount
    this.result.maxRecordBytes = Math.max(this.result.maxRecordBytes, copyResult.maxRecordBytes)
    return copyResult
  }

  /**
   * Writes text that contains no quotes as a cell. The cell is always quoted, so that an empty string is not read as
   * null.
   */
  writeText(source: Uint8Array, from: number, to: number): void {
    this.writeSeparator(to - from + 2)
    const { bytes } = this
    let position = this.length
    bytes[position++] = quote
    for (let index = from; index < to; index++) bytes[position++] = source[index] as number
    bytes[position++] = quote
    this.length = position
  }

  /** Writes a cell that is not empty and needs no quotes. */
  writeUnquotedCell(source: Uint8Array, from: number, to: number): void {
    this.writeSeparator(to - from)
    const { bytes } = this
    let position = this.length
    for (let index = from; index < to; index++) bytes[position++] = source[index] as number
    this.length = position
  }

  /** Writes null. */
  writeNull(): void {
    this.writeSeparator(1)
  }

  endRecord(): void {
    this.reserve(1)
    this.bytes[this.length++] = lineFeed
    this.result.rows++
    this.result.maxRecordBytes = Math.max(this.result.maxRecordBytes, this.length - this.recordStart)
    this.recordStart = this.length
    this.cellCount = 0
  }

  /** Discards the cells of the current record. */
  dropRecord(): void {
    this.length = this.recordStart
    this.cellCount = 0
  }

  reject(line: number, record: Uint8Array, reason: Message): void {
    this.result.rejects++
    if (this.result.rejectSample.length < maxRejects)
      this.result.rejectSample.push({ line, raw: decodeReject(record), reason })
  }

  /** Number of bytes in the buffer that belong to complete records. */
  get pendingBytes(): number {
    return this.recordStart
  }

  /**
   * Returns the complete records written so far and starts a new buffer. Unless `isFinal` is true, returns `undefined`
   * until the records fill a chunk.
   */
  takeChunk(isFinal = false): Uint8Array | undefined {
    if (this.recordStart === 0 || (!isFinal && this.recordStart < bufferSize)) return undefined
    const chunk = this.bytes.subarray(0, this.recordStart)
    const incompleteRecord = this.bytes.subarray(this.recordStart, this.length)
    this.bytes = new Uint8Array(Math.max(isFinal ? minFreeBufferBytes : 2 * bufferSize, 2 * incompleteRecord.length))
    this.bytes.set(incompleteRecord)
    this.length = incompleteRecord.length
    this.recordStart = 0
    return chunk
  }

  private writeSeparator(size: number): void {
    this.reserve(size + 1)
    if (this.cellCount++ > 0) this.bytes[this.length++] = comma
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const grownBytes = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size))
    grownBytes.set(this.bytes.subarray(0, this.length))
    this.bytes = grownBytes
  }
}
