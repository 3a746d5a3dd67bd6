import { TablesError } from '@aw-flow/engine'
import { error, type RecordsShape } from '@aw-flow/schema'
import { CleanCsvWriter, emptyResult, type CleanRecords } from './clean-csv.ts'
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
  /** For problems. */
  file: string
}

/**
 * Reads the records of JSON text (UTF-8 in pieces), in their order. `jsonl`: values one after another, usually one a
 * line; a line that is no JSON is rejected. `json`: the records stand behind `recordsPath`.
 *
 * A cell that a record does not have is no value. A record that has something which no column takes (an unknown key, a
 * list that is too long, a text where an object is expected) is rejected, never cut. Numbers stay as they are written,
 * objects and lists that are a cell become JSON text.
 */
export function cleanJson(pieces: AsyncIterable<Uint8Array>, options: JsonOptions): CleanRecords {
  const result = emptyResult()
  async function* clean(): AsyncGenerator<Uint8Array> {
    const writer = new CleanCsvWriter(result)
    const scanner = new JsonScanner(await joined(pieces))
    const reader = new JsonRecords(scanner, writer, options)
    try {
      for (const _ of options.format === 'jsonl' ? reader.readLines() : reader.readDocument()) {
        const ready = writer.take()
        if (ready) yield ready
      }
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError)) throw cause
      const line = scanner.lineOf(cause.offset)
      throw new TablesError(
        error('load.json', `The file cannot be read as JSON: ${cause.message} (line ${line}).`, {
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

/** Where cells are in a record: each key or position leads to a column, or further in. */
interface CellTree {
  /** -1 where only what is inside is taken. */
  column: number
  inside: { key: string; written: Uint8Array; tree: CellTree }[]
  places: Map<string, number>
}

function cellTree(paths: readonly (readonly string[])[]): CellTree {
  const root: CellTree = { column: -1, inside: [], places: new Map() }
  paths.forEach((path, column) => {
    let tree = root
    for (const key of path) {
      let place = tree.places.get(key)
      if (place === undefined) {
        place = tree.inside.length
        tree.places.set(key, place)
        const written = new TextEncoder().encode(key)
        tree.inside.push({ key, written, tree: { column: -1, inside: [], places: new Map() } })
      }
      tree = (tree.inside[place] as CellTree['inside'][number]).tree
    }
    tree.column = column
  })
  return root
}

class JsonRecords {
  private readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly options: JsonOptions
  private readonly tree: CellTree
  private toSkip: number
  /** Where the cells of the record are that is read now; `to` is 0 where there is none. */
  private readonly from: Int32Array
  private readonly to: Int32Array
  /** What of the record no column takes. */
  private misfit: string | undefined
  private counted = { offset: 0, line: 1 }

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, options: JsonOptions) {
    this.scanner = scanner
    this.writer = writer
    this.options = options
    this.tree = cellTree(options.paths)
    this.toSkip = options.skippedRecords
    this.from = new Int32Array(options.paths.length)
    this.to = new Int32Array(options.paths.length)
  }

  *readLines(): Generator<void> {
    const { scanner } = this
    const { length } = scanner.bytes
    for (let at = scanner.skipBlanks(0); at < length; at = scanner.skipBlanks(at)) {
      const start = at
      try {
        at = this.readRecord(start)
      } catch (cause) {
        if (!(cause instanceof JsonSyntaxError)) throw cause
        const lineEnd = scanner.bytes.indexOf(0x0a, start)
        at = lineEnd < 0 ? length : lineEnd
        this.reject({ from: start, to: at }, `It is no JSON: ${cause.message}.`)
      }
      yield
    }
  }

  *readDocument(): Generator<void> {
    const { scanner, options } = this
    const end = scanner.skipBlanks(yield* this.readBehind(scanner.skipBlanks(0), options.recordsPath))
    if (end < scanner.bytes.length) throw new JsonSyntaxError('something stands behind its end', end)
  }

  /** Reads the records behind a path from the value at `at`, and gives where the value ends. */
  private *readBehind(at: number, path: readonly string[]): Generator<void, number> {
    const { scanner } = this
    const [key, ...rest] = path
    if (key === undefined) return yield* this.readPlace(at)
    if (!scanner.isObject(at)) throw this.noRecords(at)
    let found = -1
    const end = scanner.members(at, (name, value) => {
      if (scanner.text(name) === key) found = value
      return scanner.skipValue(value)
    })
    if (found < 0) throw this.noRecords(at)
    yield* this.readBehind(found, rest)
    return end
  }

  private *readPlace(at: number): Generator<void, number> {
    const { scanner } = this
    const { shape } = this.options
    if (scanner.isArray(at) && shape !== 'object') {
      let from = scanner.skipBlanks(at + 1)
      if (scanner.isClosed(from)) return from + 1
      for (;;) {
        const end = scanner.skipBlanks(this.readRecord(from))
        yield
        if (scanner.isClosed(end)) return end + 1
        from = scanner.skipComma(end)
      }
    }
    const columns = shape === 'object' || !scanner.isObject(at) ? undefined : this.columnsOf(at)
    if (!columns) return this.readRecord(at)
    yield* this.readColumns(columns)
    return scanner.skipValue(at)
  }

  private noRecords(at: number): JsonSyntaxError {
    return new JsonSyntaxError(`no records stand under \`${this.options.recordsPath.join('.')}\``, at)
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

  private *readColumns(columns: ReadonlyMap<string, Map<string, JsonSpan>>): Generator<void> {
    const keys = this.options.paths.map((path) => path[0] ?? '')
    const unknown = [...columns.keys()].find((key) => !keys.includes(key))
    if (unknown !== undefined) throw new JsonSyntaxError(`the table has no column for \`${unknown}\``, 0)
    const rows = new Set([...columns.values()].flatMap((column) => [...column.keys()]))
    for (const row of rows) {
      for (const key of keys) {
        const span = columns.get(key)?.get(row)
        if (span) this.writeCell(span)
        else this.writer.noCell()
      }
      this.writer.endRecord()
      yield
    }
  }

  /** Where the record ends. */
  private readRecord(at: number): number {
    this.to.fill(0)
    this.misfit = undefined
    const end = this.find(at, this.tree)
    if (this.toSkip > 0) this.toSkip--
    else this.writeRecord({ from: at, to: end })
    return end
  }

  private writeRecord(record: JsonSpan): void {
    const { scanner, writer, from, to, options } = this
    if (scanner.isNull(record.from) && this.tree.column < 0) this.misfit = 'It is null.'
    if (this.misfit !== undefined) return this.reject(record, this.misfit)
    if (scanner.isArray(record.from) && to.at(-1) === 0) {
      writer.result.short++
      if (!options.pad) return this.reject(record, `It has fewer values than the table has columns (${to.length}).`)
      writer.result.padded++
    }
    for (let column = 0; column < to.length; column++) {
      if (to[column] === 0) writer.noCell()
      else this.writeCell({ from: from[column] as number, to: to[column] as number })
    }
    writer.endRecord()
  }

  /** Notes where cells are in the value at `at`, and gives where it ends. */
  private find(at: number, tree: CellTree): number {
    const { scanner } = this
    if (tree.column >= 0) {
      this.from[tree.column] = at
      return (this.to[tree.column] = scanner.skipValue(at))
    }
    let expected = 0
    if (scanner.isObject(at)) {
      return scanner.members(at, (key, value) => {
        const inside = tree.inside[expected]
        const place = inside && scanner.isWritten(key, inside.written) ? expected : tree.places.get(scanner.text(key))
        if (place === undefined) this.misfit ??= `The table has no column for its key \`${scanner.text(key)}\`.`
        else expected = place + 1
        return this.findIn(tree, place, value)
      })
    }
    if (scanner.isArray(at)) {
      return scanner.elements(at, (value) => {
        const place = tree.places.get(String(expected))
        if (place === undefined)
          this.misfit ??= `The table has no column for the value at place ${expected + 1} of a list.`
        expected++
        return this.findIn(tree, place, value)
      })
    }
    if (!scanner.isNull(at)) this.misfit ??= 'It has a single value where an object is expected.'
    return scanner.skipValue(at)
  }

  private findIn(tree: CellTree, place: number | undefined, value: number): number {
    const inside = place === undefined ? undefined : tree.inside[place]
    return inside ? this.find(value, inside.tree) : this.scanner.skipValue(value)
  }

  private writeCell(span: JsonSpan): void {
    const { scanner, writer } = this
    const { from, to } = span
    if (scanner.isNull(from)) return writer.noCell()
    if (scanner.isString(from)) {
      if (!scanner.isEscaped(span)) return writer.cell(scanner.bytes, from + 1, to - 1, true)
      const text = new TextEncoder().encode(scanner.text(from))
      return writer.cell(text, 0, text.length, true)
    }
    if (!scanner.isObject(from) && !scanner.isArray(from)) return writer.cell(scanner.bytes, from, to, false)
    const text = scanner.compact(span)
    return writer.cell(text, 0, text.length, true)
  }

  private reject(record: JsonSpan, reason: string): void {
    const line = this.scanner.lineOf(record.from, this.counted)
    this.counted = { offset: record.from, line }
    this.writer.reject(line, new TextDecoder().decode(this.scanner.bytes.subarray(record.from, record.to)), reason)
  }
}
