import { message, type Message } from '@aw-flow/messages'
import type { CleanCsvWriter } from './clean-csv.ts'
import type { JsonScanner, JsonSpan } from './json-scanner.ts'

const [quote, comma, colon, openBrace, closeBrace, openBracket] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b]

/** Paths of the cells in a record: each key or list index leads to a column or to a nested tree. */
interface CellTree {
  /** -1 if only nested values are columns. */
  column: number
  inside: { written: Uint8Array; tree: CellTree }[]
  indexes: Map<string, number>
}

function cellTree(paths: readonly (readonly string[])[]): CellTree {
  const root: CellTree = { column: -1, inside: [], indexes: new Map() }
  paths.forEach((path, column) => {
    let tree = root
    for (const key of path) {
      let index = tree.indexes.get(key)
      if (index === undefined) {
        index = tree.inside.length
        tree.indexes.set(key, index)
        const written = new TextEncoder().encode(key)
        tree.inside.push({ written, tree: { column: -1, inside: [], indexes: new Map() } })
      }
      tree = (tree.inside[index] as CellTree['inside'][number]).tree
    }
    tree.column = column
  })
  return root
}

export interface JsonRecordOptions {
  /** For each column of the table, the keys and list indexes that lead to its cell. */
  paths: readonly (readonly string[])[]
  /** Number of leading records that are the header. */
  skippedRecords: number
  /** If true, short lists are padded with empty cells; otherwise they are rejected. */
  pad: boolean
  /** Writes a cell before the cells of the record. */
  lead?: () => void
  /** Called with the reason when a record contains a value that belongs to no column, before the record is rejected. */
  onMisfit: (reason: Message) => void
}

/** Reads records at the scanner's position and writes their cells. */
export class JsonRecords {
  private readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly options: JsonRecordOptions
  private readonly tree: CellTree
  private toSkip: number
  /** Start and end of each cell of the current record; `to` is 0 for a missing cell. */
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly escaped: Uint8Array
  /** Reason why the current record fits no column. */
  private misfit: Message | undefined

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, options: JsonRecordOptions) {
    this.scanner = scanner
    this.writer = writer
    this.options = options
    this.tree = cellTree(options.paths)
    this.toSkip = options.skippedRecords
    this.from = new Int32Array(options.paths.length)
    this.to = new Int32Array(options.paths.length)
    this.escaped = new Uint8Array(options.paths.length)
  }

  /** Reads the record at `at` and returns its end. */
  read(at: number): number {
    this.to.fill(0)
    this.misfit = undefined
    const end = this.find(at, this.tree)
    // A number at the end of the available bytes may continue in the next chunk.
    if (end >= this.scanner.bytes.length && !this.scanner.isLast) throw this.scanner.unexpected(end)
    if (this.toSkip > 0) this.toSkip--
    else this.write(at, end)
    return end
  }

  /** Writes any JSON value as one cell. */
  writeCell(from: number, to: number, isEscaped: boolean): void {
    const { scanner, writer } = this
    if (scanner.isNull(from)) return writer.noCell()
    if (scanner.isString(from)) {
      if (!isEscaped) return writer.textCell(scanner.bytes, from + 1, to - 1)
      const text = new TextEncoder().encode(scanner.text(from))
      return writer.cell(text, 0, text.length, true)
    }
    if (!scanner.isObject(from) && !scanner.isArray(from)) return writer.plainCell(scanner.bytes, from, to)
    const text = scanner.compact({ from, to })
    return writer.cell(text, 0, text.length, true)
  }

  reject({ from, to }: JsonSpan, reason: Message): void {
    const { scanner } = this
    this.writer.reject(scanner.lineOf(from), new TextDecoder().decode(scanner.bytes.subarray(from, to)), reason)
  }

  private write(at: number, end: number): void {
    const { scanner, writer, from, to, escaped, options } = this
    const span = { from: at, to: end }
    if (this.misfit !== undefined) {
      options.onMisfit(this.misfit)
      return this.reject(span, this.misfit)
    }
    if (scanner.isNull(at) && this.tree.column < 0) return this.reject(span, message('loading.reject-null', {}))
    if (scanner.isArray(at) && to.at(-1) === 0) {
      writer.result.short++
      if (!options.pad) return this.reject(span, message('loading.reject-short', { columns: to.length }))
      writer.result.padded++
    }
    options.lead?.()
    for (let column = 0; column < to.length; column++) {
      const cellEnd = to[column] as number
      if (cellEnd === 0) writer.noCell()
      else this.writeCell(from[column] as number, cellEnd, escaped[column] === 1)
    }
    writer.endRecord()
  }

  /** Records the positions of cells in the value at `at` and returns its end. */
  private find(at: number, tree: CellTree): number {
    const { scanner } = this
    if (tree.column >= 0) return this.note(at, tree.column)
    const first = scanner.bytes[at]
    if (first === openBrace) return this.findInObject(at, tree)
    if (first === openBracket) {
      let expected = 0
      return scanner.elements(at, (value) => {
        const index = tree.indexes.get(String(expected))
        if (index === undefined) this.misfit ??= message('loading.reject-place', { item: expected + 1 })
        expected++
        return this.findIn(tree, index, value)
      })
    }
    if (!scanner.isNull(at)) this.misfit ??= message('loading.reject-value', {})
    return scanner.skipValue(at)
  }

  /** Like `JsonScanner.members`, but expects keys in column order first. This is the hot path of JSON reading. */
  private findInObject(from: number, tree: CellTree): number {
    const { scanner } = this
    const { bytes } = scanner
    let expected = 0
    let at = scanner.skipBlanks(from + 1)
    if (bytes[at] === closeBrace) return at + 1
    for (;;) {
      if (bytes[at] !== quote) throw scanner.unexpected(at)
      const inside = tree.inside[expected]
      let index: number | undefined
      if (inside && scanner.isWritten(at, inside.written)) {
        index = expected
        at += inside.written.length + 2
      } else {
        const key = at
        at = scanner.skipString(at)
        index = tree.indexes.get(scanner.text(key))
        if (index === undefined) this.misfit ??= message('loading.reject-key', { key: scanner.text(key) })
      }
      if (index !== undefined) expected = index + 1
      if (bytes[at] !== colon) {
        at = scanner.skipBlanks(at)
        if (bytes[at] !== colon) throw scanner.unexpected(at)
      }
      at = this.findIn(tree, index, scanner.skipBlanks(at + 1))
      if (bytes[at] !== comma) {
        at = scanner.skipBlanks(at)
        if (bytes[at] === closeBrace) return at + 1
        if (bytes[at] !== comma) throw scanner.unexpected(at)
      }
      at = scanner.skipBlanks(at + 1)
    }
  }

  private findIn(tree: CellTree, index: number | undefined, value: number): number {
    const inside = index === undefined ? undefined : tree.inside[index]
    return inside ? this.find(value, inside.tree) : this.scanner.skipValue(value)
  }

  private note(at: number, column: number): number {
    const { scanner } = this
    const isText = scanner.bytes[at] === quote
    const end = isText ? scanner.skipString(at) : scanner.skipValue(at)
    this.from[column] = at
    this.to[column] = end
    this.escaped[column] = isText && scanner.sawEscape ? 1 : 0
    return end
  }
}
