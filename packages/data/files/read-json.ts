import { message, type Message } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error, type RecordsShape } from '@aw-flow/schema'
import { CleanCsvWriter, emptyResult, type CleanRecords } from './clean-csv.ts'
import { JsonRecords } from './json-records.ts'
import { JsonScanner, JsonSyntaxError, type JsonSpan } from './json-scanner.ts'

export interface JsonOptions {
  format: 'json' | 'jsonl'
  /** The keys that lead to the records. */
  recordsPath: readonly string[]
  /** How the value there holds records; where it is not said, its own form tells. */
  shape: RecordsShape | undefined
  /** Of each column of the table, the keys and positions that lead to its cell. */
  paths: readonly (readonly string[])[]
  /** Records that are the header. */
  skippedRecords: number
  /** True: lists that are too short are filled up with empty cells, false: they are rejected. */
  pad: boolean
  /** True: a record with something that no column takes is an error (`load.other-keys`). Otherwise it is rejected. */
  strict?: boolean
  /** For problems. */
  file: string
}

/**
 * Reads the records of JSON text (UTF-8 in pieces), in their order. `jsonl`: values one after another, usually one a
 * line; a line that is no JSON is rejected. `json`: the records stand behind `recordsPath`. Lines, and a list that is
 * the whole document, are read as they come; of every other document all is there before its first record is read.
 *
 * A cell that a record does not have is no value. A record that has something which no column takes (an unknown key, a
 * list that is too long, a text where an object is expected) is rejected, never cut. Numbers stay as they are written,
 * objects and lists that are a cell become JSON text.
 */
export function cleanJson(pieces: AsyncIterable<Uint8Array>, options: JsonOptions): CleanRecords {
  const result = emptyResult()
  async function* clean(): AsyncGenerator<Uint8Array> {
    const writer = new CleanCsvWriter(result)
    const scanner = new JsonScanner()
    const reader = new JsonReader(scanner, writer, options)
    function* written(): Generator<Uint8Array> {
      while (!reader.readOn()) {
        const ready = writer.take()
        if (ready) yield ready
      }
      const ready = writer.take()
      if (ready) yield ready
    }
    try {
      for await (const piece of pieces) if (scanner.extend(piece)) yield* written()
      scanner.end()
      yield* written()
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError)) throw cause
      const line = scanner.lineOf(cause.offset)
      throw new TablesError(
        error('load.json', { reason: cause.reason, line }, { where: { file: options.file, line } }),
        cause,
      )
    }
    const rest = writer.take(true)
    if (rest) yield rest
  }
  return { pieces: clean(), result }
}

/** What comes next in the text. */
type Place = 'beginning' | 'line' | 'first of list' | 'next of list' | 'behind'

/** Enough to hand on, in bytes. */
const enough = 1 << 20

class JsonReader {
  private readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly options: JsonOptions
  private readonly records: JsonRecords
  private place: Place
  private at = 0
  /** The list stands inside the document, whose end has been looked at before. */
  private isInside = false
  private columns: Iterator<void> | undefined
  /** Where the key of the record is that is read. */
  private key = 0

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, options: JsonOptions) {
    this.scanner = scanner
    this.writer = writer
    this.options = options
    this.place = options.format === 'jsonl' ? 'line' : 'beginning'
    const onMisfit = (reason: Message): void => {
      if (options.strict) throw otherKeys(options.file, reason)
    }
    const isKeyed = options.shape === 'keyed' && options.paths[0]?.length === 0
    this.records = new JsonRecords(scanner, writer, {
      ...options,
      onMisfit,
      ...(isKeyed ? { paths: options.paths.slice(1), lead: () => this.writeKey() } : {}),
    })
  }

  /** Reads what there is. False when it has only stopped because enough is written. */
  readOn(): boolean {
    try {
      while (this.writer.pending < enough) if (!this.step()) return this.forget()
      return false
    } catch (cause) {
      if (cause instanceof JsonSyntaxError && cause.isEnd) return this.forget()
      throw cause
    }
  }

  private forget(): true {
    if (!this.isInside) {
      this.scanner.forget(this.at)
      this.at = 0
    }
    return true
  }

  /** Reads the next record. False when nothing can be done with what there is. */
  private step(): boolean {
    const { scanner } = this
    if (this.columns) return this.columns.next().done !== true
    const at = scanner.skipBlanks(this.at)
    if (at >= scanner.bytes.length) return this.atEnd(at)
    switch (this.place) {
      case 'line':
        this.readLine(at)
        return true
      case 'beginning':
        return this.begin(at)
      case 'behind':
        throw new JsonSyntaxError(message('json.text-after-end', {}), at)
      case 'first of list':
      case 'next of list': {
        if (scanner.isClosed(at)) return this.endList(at + 1)
        const record = this.place === 'first of list' ? at : scanner.skipComma(at)
        this.at = this.records.read(record)
        this.place = 'next of list'
        return true
      }
    }
  }

  private atEnd(at: number): false {
    const isDone = this.place === 'line' || this.place === 'behind'
    if (this.scanner.isLast && !isDone) throw new JsonSyntaxError(message('json.ends-early', {}), at)
    return false
  }

  private endList(end: number): boolean {
    this.at = end
    this.place = 'behind'
    return !this.isInside
  }

  private readLine(at: number): void {
    const { scanner } = this
    try {
      this.at = this.records.read(at)
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError) || cause.isEnd) throw cause
      const lineEnd = scanner.bytes.indexOf(0x0a, at)
      if (lineEnd < 0 && !scanner.isLast) throw new JsonSyntaxError(message('json.ends-early', {}), at, true)
      this.at = lineEnd < 0 ? scanner.bytes.length : lineEnd
      this.records.reject({ from: at, to: this.at }, message('loading.reject-json', { reason: cause.reason }))
    }
  }

  private begin(at: number): boolean {
    const { scanner, options } = this
    if (options.recordsPath.length === 0 && scanner.isArray(at) && options.shape !== 'object') {
      this.place = 'first of list'
      this.at = at + 1
      return true
    }
    if (!scanner.isLast) return false
    this.isInside = true
    const end = scanner.skipBlanks(scanner.skipValue(at))
    if (end < scanner.bytes.length) throw new JsonSyntaxError(message('json.text-after-end', {}), end)
    return this.beginAt(this.valueBehind(at, options.recordsPath))
  }

  private beginAt(at: number): boolean {
    const { scanner } = this
    const { shape } = this.options
    if (scanner.isArray(at) && shape !== 'object') {
      this.place = 'first of list'
      this.at = at + 1
      return true
    }
    if (shape === 'keyed' && scanner.isObject(at)) {
      this.columns = this.readKeyed(at)
      return true
    }
    const columns = shape === 'object' || !scanner.isObject(at) ? undefined : this.columnsOf(at)
    if (columns) {
      this.columns = this.readColumns(columns)
      return true
    }
    this.records.read(at)
    return this.endList(scanner.bytes.length)
  }

  private valueBehind(at: number, path: readonly string[]): number {
    const { scanner } = this
    const [key, ...rest] = path
    if (key === undefined) return at
    let found = -1
    if (scanner.isObject(at)) {
      scanner.members(at, (name, value) => {
        if (scanner.text(name) === key) found = value
        return scanner.skipValue(value)
      })
    }
    if (found < 0) {
      throw new JsonSyntaxError(message('json.no-records', { path: this.options.recordsPath.join('.') }), at)
    }
    return this.valueBehind(found, rest)
  }

  /** The values of an object of columns, by key and then by row; `undefined` when it is none. */
  private columnsOf(object: number): Map<string, Map<string, JsonSpan>> | undefined {
    const { scanner } = this
    const columns = new Map<string, Map<string, JsonSpan>>()
    const isTold = this.options.shape === 'columns'
    let agrees = true
    let length = -1
    scanner.members(object, (key, value) => {
      const rows = new Map<string, JsonSpan>()
      const add = (row: string, from: number): number => {
        const to = scanner.skipValue(from)
        rows.set(row, { from, to })
        return to
      }
      if (scanner.isArray(value)) scanner.elements(value, (from) => add(String(rows.size), from))
      else if (scanner.isObject(value)) scanner.members(value, (row, from) => add(scanner.text(row), from))
      else agrees = false
      if (length >= 0 && rows.size !== length) agrees = agrees && isTold
      if (scanner.isObject(value) && [...rows.keys()].some((row) => !/^\d+$/.test(row))) agrees = false
      length = rows.size
      columns.set(scanner.text(key), rows)
      return scanner.skipValue(value)
    })
    return agrees && columns.size > 0 ? columns : undefined
  }

  private *readKeyed(object: number): Generator<void> {
    const { scanner } = this
    const places: number[] = []
    scanner.members(object, (key, value) => {
      places.push(key, value)
      return scanner.skipValue(value)
    })
    for (let index = 0; index < places.length; index += 2) {
      this.key = places[index] as number
      this.records.read(places[index + 1] as number)
      yield
    }
  }

  private writeKey(): void {
    const text = new TextEncoder().encode(this.scanner.text(this.key))
    this.writer.cell(text, 0, text.length, true)
  }

  private *readColumns(columns: ReadonlyMap<string, Map<string, JsonSpan>>): Generator<void> {
    const keys = this.options.paths.map((path) => path[0] ?? '')
    const unknown = [...columns.keys()].find((key) => !keys.includes(key))
    if (unknown !== undefined) throw new JsonSyntaxError(message('json.no-column', { column: unknown }), 0)
    const rows = new Set([...columns.values()].flatMap((column) => [...column.keys()]))
    for (const row of rows) {
      for (const key of keys) {
        const span = columns.get(key)?.get(row)
        if (span) this.records.writeCell(span.from, span.to, true)
        else this.writer.noCell()
      }
      this.writer.endRecord()
      yield
    }
  }
}

const otherKeys = (file: string, reason: Message): TablesError =>
  new TablesError(error('load.other-keys', { file, reason }, { where: { file } }))
