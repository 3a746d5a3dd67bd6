import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { CleanCsvWriter, emptyResult, type CleanRecords } from './clean-csv.ts'
import { JsonScanner, JsonSyntaxError, type JsonSpan } from './json-scanner.ts'

export interface JsonOptions {
  format: 'json' | 'jsonl'
  /** The keys that lead to the records. */
  recordsPath: readonly string[]
  /** The keys of the table's columns, in order. */
  keys: readonly string[]
  /** For problems. */
  file: string
}

/**
 * Reads the records of JSON text (UTF-8 in pieces), in their order:
 *
 * - `jsonl`: values one after another, usually one a line; a line that is no JSON is rejected.
 * - `json`: behind `recordsPath` stands an array (its elements are the records), an object whose values are arrays of
 *   one length (they are columns; so are objects with the keys "0", "1", … of one size), or an object (one record).
 *
 * A record is an object, read by key (a key that is not there is no value, of a key that is there twice the last is
 * taken), or an array as long as the table is wide, read by position; for a table of one column it may be a bare value.
 * A record with a key that no column has is rejected. Numbers stay as they are written, nested values become JSON text.
 */
export function cleanJson(pieces: AsyncIterable<Uint8Array>, options: JsonOptions): CleanRecords {
  const result = emptyResult()
  async function* clean(): AsyncGenerator<Uint8Array> {
    const writer = new CleanCsvWriter(result)
    const reader = new JsonRecords(new JsonScanner(await joined(pieces)), writer, options.keys)
    try {
      for (const _ of options.format === 'jsonl' ? reader.readLines() : reader.readDocument(options.recordsPath)) {
        const ready = writer.take()
        if (ready) yield ready
      }
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError)) throw cause
      const line = reader.scanner.lineOf(cause.offset)
      throw new TablesError(
        error('load-json', `The file is not JSON: ${cause.message} (line ${line}).`, {
          where: { file: options.file, line },
          hint: 'Check that the file is whole, or read it as another format.',
        }),
        cause,
      )
    }
    const rest = writer.take(true)
    if (rest) yield rest
  }
  return { pieces: clean(), result }
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    all.push(piece)
    size += piece.length
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of all.splice(0)) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

class JsonRecords {
  readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly keys: readonly string[]
  private readonly places: Map<string, number>
  private readonly keyBytes: Uint8Array[]
  private readonly from: Int32Array
  private readonly to: Int32Array
  private counted = { offset: 0, line: 1 }

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, keys: readonly string[]) {
    this.scanner = scanner
    this.writer = writer
    this.keys = keys
    this.places = new Map(keys.map((key, index) => [key, index]))
    this.keyBytes = keys.map((key) => new TextEncoder().encode(key))
    this.from = new Int32Array(keys.length)
    this.to = new Int32Array(keys.length)
  }

  *readLines(): Generator<void> {
    const { scanner } = this
    const { length } = scanner.bytes
    for (let at = scanner.skipBlanks(0); at < length; at = scanner.skipBlanks(at)) {
      const start = at
      try {
        at = scanner.skipValue(at)
        this.readRecord({ from: start, to: at })
      } catch (cause) {
        if (!(cause instanceof JsonSyntaxError)) throw cause
        const lineEnd = scanner.bytes.indexOf(0x0a, start)
        at = lineEnd < 0 ? length : lineEnd
        this.reject({ from: start, to: at }, `It is no JSON: ${cause.message}.`)
      }
      yield
    }
  }

  *readDocument(path: readonly string[]): Generator<void> {
    const { scanner } = this
    const start = scanner.skipBlanks(0)
    const end = scanner.skipBlanks(scanner.skipValue(start))
    if (end < scanner.bytes.length) throw new JsonSyntaxError('Something stands behind its end', end)
    const root = this.follow(start, path)
    if (scanner.isArray(root)) {
      for (const element of this.spansOf(root)) {
        this.readRecord(element)
        yield
      }
      return
    }
    const columns = scanner.isObject(root) ? this.columnsOf(root) : undefined
    if (columns) yield* this.readColumns(columns)
    else this.readRecord({ from: root, to: scanner.skipValue(root) })
    yield
  }

  private follow(start: number, path: readonly string[]): number {
    const { scanner } = this
    let at = start
    for (const key of path) {
      let found = -1
      if (scanner.isObject(at)) {
        scanner.members(at, (span, value) => {
          if (scanner.text(span) === key) found = value
          return scanner.skipValue(value)
        })
      }
      if (found < 0) throw new JsonSyntaxError(`No records stand under \`${path.join('.')}\``, at)
      at = found
    }
    return at
  }

  private spansOf(array: number): JsonSpan[] {
    const spans: JsonSpan[] = []
    this.scanner.elements(array, (from) => {
      const to = this.scanner.skipValue(from)
      spans.push({ from, to })
      return to
    })
    return spans
  }

  /** The values of an object of columns, by key; `undefined` when it is none. */
  private columnsOf(object: number): Map<string, JsonSpan[]> | undefined {
    const { scanner } = this
    const columns = new Map<string, JsonSpan[]>()
    let length = -1
    let agree = true
    scanner.members(object, (key, value) => {
      const spans = scanner.isArray(value) ? this.spansOf(value) : this.indexedOf(value)
      if (!spans || (length >= 0 && spans.length !== length)) agree = false
      else {
        length = spans.length
        columns.set(scanner.text(key), spans)
      }
      return scanner.skipValue(value)
    })
    return agree && length >= 0 ? columns : undefined
  }

  private indexedOf(value: number): JsonSpan[] | undefined {
    const { scanner } = this
    if (!scanner.isObject(value)) return undefined
    const spans: JsonSpan[] = []
    let inOrder = true
    scanner.members(value, (key, from) => {
      if (scanner.text(key) !== String(spans.length)) inOrder = false
      const to = scanner.skipValue(from)
      spans.push({ from, to })
      return to
    })
    return inOrder && spans.length > 0 ? spans : undefined
  }

  private *readColumns(columns: ReadonlyMap<string, JsonSpan[]>): Generator<void> {
    const unknown = [...columns.keys()].find((key) => !this.places.has(key))
    if (unknown !== undefined) throw new JsonSyntaxError(`The plan has no column for the key \`${unknown}\``, 0)
    const length = columns.values().next().value?.length ?? 0
    for (let row = 0; row < length; row++) {
      for (const key of this.keys) {
        const span = columns.get(key)?.[row]
        if (span) this.writeCell(span.from, span.to)
        else this.writer.noCell()
      }
      this.writer.endRecord()
      yield
    }
  }

  private readRecord(record: JsonSpan): void {
    const { scanner, keys } = this
    if (scanner.isObject(record.from)) return this.readObject(record)
    const cells = scanner.isArray(record.from) ? this.spansOf(record.from) : [record]
    if (cells.length !== keys.length) {
      this.reject(record, `It has ${cells.length} values, the table has ${keys.length}.`)
      return
    }
    for (const { from, to } of cells) this.writeCell(from, to)
    this.writer.endRecord()
  }

  private readObject(record: JsonSpan): void {
    const { scanner, from, to } = this
    to.fill(0)
    let expected = 0
    let unknown: string | undefined
    scanner.members(record.from, (key, value) => {
      const place = this.isKey(key, expected) ? expected : this.places.get(scanner.text(key))
      const end = scanner.skipValue(value)
      if (place === undefined) unknown = scanner.text(key)
      else {
        from[place] = value
        to[place] = end
        expected = place + 1
      }
      return end
    })
    if (unknown !== undefined) return this.reject(record, `The table has no column for its key \`${unknown}\`.`)
    for (let place = 0; place < to.length; place++) this.writeCell(from[place] as number, to[place] as number)
    this.writer.endRecord()
  }

  /** True when a key is written just as the column expected next is called: so it is, most of the time. */
  private isKey({ from, to }: JsonSpan, place: number): boolean {
    const expected = this.keyBytes[place]
    if (expected?.length !== to - from - 2) return false
    for (let index = 0; index < expected.length; index++) {
      if (this.scanner.bytes[from + 1 + index] !== expected[index]) return false
    }
    return true
  }

  private writeCell(from: number, to: number): void {
    const { scanner, writer } = this
    if (to === 0 || scanner.isNull(from)) return writer.noCell()
    if (scanner.isString(from)) {
      const text = scanner.textBytes({ from, to })
      return writer.cell(text, 0, text.length, true)
    }
    if (!scanner.isObject(from) && !scanner.isArray(from)) return writer.cell(scanner.bytes, from, to, false)
    const text = scanner.compact({ from, to })
    return writer.cell(text, 0, text.length, true)
  }

  private reject(record: JsonSpan, reason: string): void {
    const line = this.scanner.lineOf(record.from, this.counted)
    this.counted = { offset: record.from, line }
    this.writer.reject(line, new TextDecoder().decode(this.scanner.bytes.subarray(record.from, record.to)), reason)
  }
}
