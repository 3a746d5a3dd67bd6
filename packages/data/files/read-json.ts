import { message, type Message } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error, type RecordsShape } from '@aw-flow/schema'
import { CleanCsvWriter, createEmptyResult, type CleanedRecords } from './clean-csv.ts'
import { JsonRecords } from './json-records.ts'
import { JsonScanner, JsonSyntaxError, type JsonSpan } from './json-scanner.ts'

export interface JsonOptions {
  format: 'json' | 'jsonl'
  /** Keys that lead to the records. */
  recordsPath: readonly string[]
  /** The form of the value at that path; detected if undefined. */
  shape: RecordsShape | undefined
  /** For each column of the table, the keys and list indexes that lead to its cell. */
  paths: readonly (readonly string[])[]
  /** The number of leading records that are the header. */
  skippedRecords: number
  /** If true, short lists are padded with empty cells; otherwise they are rejected. */
  pad: boolean
  /**
   * If true, a record with a value that does not belong to a column is an error (`load.other-keys`). Otherwise it is
   * rejected.
   */
  strict?: boolean
  /** The file name in problems. */
  file: string
}

/**
 * Reads the records of JSON text (UTF-8 in chunks) in order. `jsonl`: consecutive values, usually one per line; a line
 * that is not valid JSON is rejected. `json`: the records are at `recordsPath`. Lines and a top-level list are
 * streamed; every other document is read completely before its first record.
 *
 * A missing cell is null. A record with a value that does not belong to a column (an unknown key, a list that is too
 * long, a string where an object is expected) is rejected, never truncated. Numbers keep their original text; objects
 * and lists in a cell become JSON text.
 */
export function cleanJson(chunks: AsyncIterable<Uint8Array>, options: JsonOptions): CleanedRecords {
  const result = createEmptyResult()
  async function* clean(): AsyncGenerator<Uint8Array> {
    const writer = new CleanCsvWriter(result)
    const scanner = new JsonScanner()
    const reader = new JsonReader(scanner, writer, options)
    function* takeChunks(): Generator<Uint8Array> {
      while (!reader.readAvailable()) {
        const ready = writer.takeChunk()
        if (ready) yield ready
      }
      const ready = writer.takeChunk()
      if (ready) yield ready
    }
    try {
      for await (const chunk of chunks) if (scanner.extend(chunk)) yield* takeChunks()
      scanner.end()
      yield* takeChunks()
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError)) throw cause
      const line = scanner.findLineNumber(cause.offset)
      throw new TablesError(
        error('load.json', { reason: cause.reason, line }, { where: { file: options.file, line } }),
        cause,
      )
    }
    const rest = writer.takeChunk(true)
    if (rest) yield rest
  }
  return { chunks: clean(), result }
}

/** The syntax that the reader expects next. */
type Position = 'beginning' | 'line' | 'first of list' | 'next of list' | 'after end'

/** The size of a chunk to pass on, in bytes. */
const chunkBytes = 1 << 20

class JsonReader {
  private readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly options: JsonOptions
  private readonly records: JsonRecords
  private position: Position
  private offset = 0
  /** True if the list is nested in a document whose end has already been validated. */
  private isNested = false
  /** Records of an object, by key or by column, that are not read yet. */
  private remainingRecords: Iterator<void> | undefined
  /** The offset of the current record's key. */
  private keyOffset = 0

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, options: JsonOptions) {
    this.scanner = scanner
    this.writer = writer
    this.options = options
    this.position = options.format === 'jsonl' ? 'line' : 'beginning'
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
      while (this.writer.pending < chunkBytes) if (!this.readNext()) return this.discardRead()
      return false
    } catch (cause) {
      if (cause instanceof JsonSyntaxError && cause.isEnd) return this.discardRead()
      throw cause
    }
  }

  private discardRead(): true {
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
    const offset = scanner.skipBlanks(this.offset)
    if (offset >= scanner.bytes.length) return this.handleEndOfBytes(offset)
    switch (this.position) {
      case 'line':
        this.readLine(offset)
        return true
      case 'beginning':
        return this.begin(offset)
      case 'after end':
        throw new JsonSyntaxError(message('json.text-after-end', {}), offset)
      case 'first of list':
      case 'next of list': {
        if (scanner.isClosed(offset)) return this.endList(offset + 1)
        const record = this.position === 'first of list' ? offset : scanner.skipComma(offset)
        this.offset = this.records.read(record)
        this.position = 'next of list'
        return true
      }
    }
  }

  private handleEndOfBytes(offset: number): false {
    const isDone = this.position === 'line' || this.position === 'after end'
    if (this.scanner.isLast && !isDone) throw new JsonSyntaxError(message('json.ends-early', {}), offset)
    return false
  }

  private endList(end: number): boolean {
    this.offset = end
    this.position = 'after end'
    return !this.isNested
  }

  private readLine(offset: number): void {
    const { scanner } = this
    try {
      this.offset = this.records.read(offset)
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError) || cause.isEnd) throw cause
      const lineEnd = scanner.bytes.indexOf(0x0a, offset)
      if (lineEnd < 0 && !scanner.isLast) throw new JsonSyntaxError(message('json.ends-early', {}), offset, true)
      this.offset = lineEnd < 0 ? scanner.bytes.length : lineEnd
      this.records.reject({ from: offset, to: this.offset }, message('loading.reject-json', { reason: cause.reason }))
    }
  }

  private begin(offset: number): boolean {
    const { scanner, options } = this
    if (options.recordsPath.length === 0 && scanner.isArray(offset) && options.shape !== 'object') {
      this.position = 'first of list'
      this.offset = offset + 1
      return true
    }
    if (!scanner.isLast) return false
    this.isNested = true
    const end = scanner.skipBlanks(scanner.skipValue(offset))
    if (end < scanner.bytes.length) throw new JsonSyntaxError(message('json.text-after-end', {}), end)
    return this.beginRecords(this.findRecordsValue(offset, options.recordsPath))
  }

  private beginRecords(offset: number): boolean {
    const { scanner } = this
    const { shape } = this.options
    if (scanner.isArray(offset) && shape !== 'object') {
      this.position = 'first of list'
      this.offset = offset + 1
      return true
    }
    if (shape === 'keyed' && scanner.isObject(offset)) {
      this.remainingRecords = this.readKeyed(offset)
      return true
    }
    const columns = shape === 'object' || !scanner.isObject(offset) ? undefined : this.readColumnSpans(offset)
    if (columns) {
      this.remainingRecords = this.readColumns(columns)
      return true
    }
    this.records.read(offset)
    return this.endList(scanner.bytes.length)
  }

  private findRecordsValue(offset: number, path: readonly string[]): number {
    const { scanner } = this
    const [key, ...rest] = path
    if (key === undefined) return offset
    let valueStart = -1
    if (scanner.isObject(offset)) {
      scanner.visitMembers(offset, (name, value) => {
        if (scanner.decodeString(name) === key) valueStart = value
        return scanner.skipValue(value)
      })
    }
    if (valueStart < 0) {
      throw new JsonSyntaxError(message('json.no-records', { path: this.options.recordsPath.join('.') }), offset)
    }
    return this.findRecordsValue(valueStart, rest)
  }

  /** Returns the values of an object of columns, by key and then by row; `undefined` for any other object. */
  private readColumnSpans(object: number): Map<string, Map<string, JsonSpan>> | undefined {
    const { scanner } = this
    const columns = new Map<string, Map<string, JsonSpan>>()
    const isExplicit = this.options.shape === 'columns'
    let isConsistent = true
    let length = -1
    scanner.visitMembers(object, (key, value) => {
      const rows = new Map<string, JsonSpan>()
      const addCell = (row: string, from: number): number => {
        const to = scanner.skipValue(from)
        rows.set(row, { from, to })
        return to
      }
      if (scanner.isArray(value)) scanner.visitElements(value, (from) => addCell(String(rows.size), from))
      else if (scanner.isObject(value))
        scanner.visitMembers(value, (row, from) => addCell(scanner.decodeString(row), from))
      else isConsistent = false
      if (length >= 0 && rows.size !== length) isConsistent = isConsistent && isExplicit
      if (scanner.isObject(value) && [...rows.keys()].some((row) => !/^\d+$/.test(row))) isConsistent = false
      length = rows.size
      columns.set(scanner.decodeString(key), rows)
      return scanner.skipValue(value)
    })
    return isConsistent && columns.size > 0 ? columns : undefined
  }

  private *readKeyed(object: number): Generator<void> {
    const { scanner } = this
    const spans: number[] = []
    scanner.visitMembers(object, (key, value) => {
      spans.push(key, value)
      return scanner.skipValue(value)
    })
    for (let index = 0; index < spans.length; index += 2) {
      this.keyOffset = spans[index] as number
      this.records.read(spans[index + 1] as number)
      yield
    }
  }

  private writeKey(): void {
    const text = new TextEncoder().encode(this.scanner.decodeString(this.keyOffset))
    this.writer.writeCell(text, 0, text.length, true)
  }

  private *readColumns(columns: ReadonlyMap<string, Map<string, JsonSpan>>): Generator<void> {
    const keys = this.options.paths.map((path) => path[0] ?? '')
    const unknownKey = [...columns.keys()].find((key) => !keys.includes(key))
    if (unknownKey !== undefined) throw new JsonSyntaxError(message('json.no-column', { column: unknownKey }), 0)
    const rows = new Set([...columns.values()].flatMap((column) => [...column.keys()]))
    for (const row of rows) {
      for (const key of keys) {
        const span = columns.get(key)?.get(row)
        if (span) this.records.writeCell(span.from, span.to, true)
        else this.writer.writeNull()
      }
      this.writer.endRecord()
      yield
    }
  }
}

const createUnknownKeysError = (file: string, reason: Message): TablesError =>
  new TablesError(error('load.other-keys', { file, reason }, { where: { file } }))
