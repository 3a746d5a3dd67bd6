import { message, type Message } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { RecordsShape } from '@aw-flow/schema/internal'
import { CleanCsvWriter, createEmptyResult, type CleanedRecords } from './clean-csv.ts'
import { JsonColumns, TooManyRowsError } from './json-columns.ts'
import { JsonRecords } from './json-records.ts'
import { JsonScanner, JsonSyntaxError } from './json-scanner.ts'

export interface JsonOptions {
  format: 'json' | 'jsonl'
  /** Keys that lead to the records. */
  recordsPath: readonly string[]
  /** Structure of the value at that path. If `undefined`, it is detected. */
  shape: RecordsShape | undefined
  /** Path of each column's cell within a record, as keys and list indexes. */
  paths: readonly (readonly string[])[]
  /** Number of leading records that form the header. */
  skippedRecords: number
  /** Whether short lists are padded with empty cells. Otherwise, they are rejected. */
  padShortRecords: boolean
  /**
   * Whether a record with a value that does not belong to a column causes the error `load.other-keys`. Otherwise, the
   * record is rejected.
   */
  strict?: boolean
  /** File name, for error messages. */
  file: string
}

/**
 * Reads the records of JSON text (UTF-8 in chunks) in order. With the format `jsonl`, the text consists of consecutive
 * values, usually one per line, and a line that is not valid JSON is rejected. With the format `json`, the records are
 * at `recordsPath`. Lines, and a list or object of records at the top level, are streamed; any other document, up to 1
 * GB, is read completely before its first record is written.
 *
 * A missing cell is null. A record with a value that does not belong to a column (an unknown key, a list that is too
 * long, or a string where an object is expected) is rejected, never truncated. Numbers keep their original text, and
 * objects and lists in a cell become JSON text.
 */
export function cleanJson(chunks: AsyncIterable<Uint8Array>, options: JsonOptions): CleanedRecords {
  const result = createEmptyResult()
  async function* clean(): AsyncGenerator<Uint8Array> {
    const writer = new CleanCsvWriter(result)
    const scanner = new JsonScanner()
    const reader = new JsonReader(scanner, writer, options)
    function* takeChunks(): Generator<Uint8Array> {
      while (!reader.readAvailable()) {
        const readyChunk = writer.takeChunk()
        if (readyChunk) yield readyChunk
      }
      const readyChunk = writer.takeChunk()
      if (readyChunk) yield readyChunk
    }
    try {
      for await (const chunk of chunks) {
        if (scanner.extend(chunk)) yield* takeChunks()
        if (scanner.bufferedBytes > maxBufferedBytes) throw createTooLargeError(options.file)
      }
      scanner.end()
      yield* takeChunks()
    } catch (cause) {
      if (cause instanceof TooManyRowsError) throw createTooManyRowsError(options.file, cause)
      if (!(cause instanceof JsonSyntaxError)) throw cause
      const line = scanner.findLineNumber(cause.offset)
      throw new TablesError(
        error('load.json', { reason: cause.reason, line }, { where: { file: options.file, line } }),
        cause,
      )
    }
    const lastChunk = writer.takeChunk(true)
    if (lastChunk) yield lastChunk
  }
  return { chunks: clean(), result }
}

/** The syntax that the reader expects next. */
type ReaderState = 'beginning' | 'line' | 'first' | 'next' | 'after end'

/** Maximum size of a record, or of a document that is not streamed, in bytes. */
const maxBufferedBytes = 1_000_000_000

/** Size at which a chunk is passed on, in bytes. */
const chunkBytes = 1 << 20

class JsonReader {
  private readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly options: JsonOptions
  private readonly records: JsonRecords
  private state: ReaderState
  private offset = 0
  /** Whether the records are the elements of a list. Otherwise, they are the members of an object. */
  private isList = true
  /** Whether the records are nested in a document that has already been validated to its end. */
  private isNested = false
  /** Iterates over the records that have not been read yet, if the records are stored as an object of columns. */
  private remainingRecords: Iterator<void> | undefined
  /** Offset of the current record's key. */
  private keyOffset = 0

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, options: JsonOptions) {
    this.scanner = scanner
    this.writer = writer
    this.options = options
    this.state = options.format === 'jsonl' ? 'line' : 'beginning'
    const onRejectedValue = (reason: Message): void => {
      if (options.strict) throw createUnknownKeysError(options.file, reason)
    }
    const isKeyed = options.shape === 'keyed' && options.paths[0]?.length === 0
    this.records = new JsonRecords(scanner, writer, {
      ...options,
      onRejectedValue,
      ...(isKeyed ? { paths: options.paths.slice(1), writeKeyCell: () => this.writeKey() } : {}),
    })
  }

  /** Reads the available bytes. Returns false if it stopped only because a chunk is full. */
  readAvailable(): boolean {
    try {
      while (this.writer.pendingBytes < chunkBytes) if (!this.readNext()) return this.discardReadBytes()
      return false
    } catch (cause) {
      if (cause instanceof JsonSyntaxError && cause.isIncomplete) return this.discardReadBytes()
      throw cause
    }
  }

  private discardReadBytes(): true {
    if (!this.isNested) {
      this.scanner.discard(this.offset)
      this.offset = 0
    }
    return true
  }

  /** Reads the next record. Returns false if more bytes are needed. */
  private readNext(): boolean {
    const { scanner } = this
    if (this.remainingRecords) return this.remainingRecords.next().done !== true
    const offset = scanner.skipWhitespace(this.offset)
    if (offset >= scanner.bytes.length) return this.handleEndOfBytes(offset)
    switch (this.state) {
      case 'line':
        this.readLine(offset)
        return true
      case 'beginning':
        return this.begin(offset)
      case 'after end':
        throw new JsonSyntaxError(message('json.text-after-end', {}), offset)
      case 'first':
      case 'next': {
        if (scanner.isClosed(offset, this.isList)) return this.endRecords(offset + 1)
        const start = this.state === 'first' ? offset : scanner.skipComma(offset)
        this.keyOffset = start
        this.offset = this.records.read(this.isList ? start : scanner.skipKey(start))
        this.state = 'next'
        return true
      }
    }
  }

  private handleEndOfBytes(offset: number): false {
    const isComplete = this.state === 'line' || this.state === 'after end'
    if (this.scanner.hasAllBytes && !isComplete) throw new JsonSyntaxError(message('json.ends-early', {}), offset)
    return false
  }

  private endRecords(end: number): boolean {
    this.offset = end
    this.state = 'after end'
    return !this.isNested
  }

  private readLine(offset: number): void {
    const { scanner } = this
    try {
      this.offset = this.records.read(offset)
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError) || cause.isIncomplete) throw cause
      const lineEnd = scanner.bytes.indexOf(0x0a, offset)
      if (lineEnd < 0 && !scanner.hasAllBytes) throw new JsonSyntaxError(message('json.ends-early', {}), offset, true)
      this.offset = lineEnd < 0 ? scanner.bytes.length : lineEnd
      this.records.reject({ start: offset, end: this.offset }, message('loading.reject-json', { reason: cause.reason }))
    }
  }

  private begin(offset: number): boolean {
    const { scanner, options } = this
    if (options.recordsPath.length === 0 && this.beginStream(offset)) return true
    if (!scanner.hasAllBytes) {
      scanner.collect()
      return false
    }
    this.isNested = true
    const end = scanner.skipWhitespace(scanner.skipValue(offset))
    if (end < scanner.bytes.length) throw new JsonSyntaxError(message('json.text-after-end', {}), end)
    return this.beginRecords(this.findRecordsValue(offset, options.recordsPath))
  }

  private beginRecords(offset: number): boolean {
    if (this.beginStream(offset)) return true
    const { scanner } = this
    const { shape } = this.options
    const columns =
      shape === 'object' || !scanner.isObject(offset)
        ? undefined
        : JsonColumns.find(scanner, offset, shape === 'columns')
    if (columns) {
      this.remainingRecords = this.readColumns(columns)
      return true
    }
    this.records.read(offset)
    return this.endRecords(scanner.bytes.length)
  }

  /** Starts streaming a list or object of records. Returns false if the value is neither. */
  private beginStream(offset: number): boolean {
    const { scanner } = this
    const { shape } = this.options
    const isList = scanner.isArray(offset) && shape !== 'object'
    if (!isList && !(scanner.isObject(offset) && shape === 'keyed')) return false
    this.state = 'first'
    this.isList = isList
    this.offset = offset + 1
    return true
  }

  private findRecordsValue(offset: number, path: readonly string[]): number {
    const { scanner } = this
    const [key, ...rest] = path
    if (key === undefined) return offset
    let valueStart = -1
    if (scanner.isObject(offset)) {
      scanner.visitMembers(offset, (keyOffset, valueOffset) => {
        if (scanner.decodeString(keyOffset) === key) valueStart = valueOffset
        return scanner.skipValue(valueOffset)
      })
    }
    if (valueStart < 0) {
      throw new JsonSyntaxError(message('json.no-records', { path: this.options.recordsPath.join('.') }), offset)
    }
    return this.findRecordsValue(valueStart, rest)
  }

  private writeKey(): void {
    const text = new TextEncoder().encode(this.scanner.decodeString(this.keyOffset))
    this.writer.writeCell(text, 0, text.length, true)
  }

  private *readColumns(columns: JsonColumns): Generator<void> {
    const names = this.options.paths.map((path) => path[0] ?? '')
    const unknownName = columns.names.find((name) => !names.includes(name))
    if (unknownName !== undefined) throw new JsonSyntaxError(message('json.no-column', { column: unknownName }), 0)
    for (const cells of columns.readRows(names)) {
      for (const cell of cells) {
        if (cell) this.records.writeCell(cell.start, cell.end, true)
        else this.writer.writeNull()
      }
      this.writer.endRecord()
      yield
    }
  }
}

const createUnknownKeysError = (file: string, reason: Message): TablesError =>
  new TablesError(error('load.other-keys', { file, reason }, { where: { file } }))

const createTooLargeError = (file: string): TablesError =>
  new TablesError(error('load.too-large.json', { file, max: maxBufferedBytes }, { where: { file } }))

const createTooManyRowsError = (file: string, cause: TooManyRowsError): TablesError =>
  new TablesError(error('load.too-large.json-rows', { file, max: cause.maxRows }, { where: { file } }), cause)
