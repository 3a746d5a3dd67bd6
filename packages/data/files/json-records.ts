import { message, type Message } from '@aw-flow/messages'
import type { CleanCsvWriter } from './clean-csv.ts'
import type { JsonScanner, JsonSpan } from './json-scanner.ts'

const [quote, comma, colon, openBrace, closeBrace, openBracket] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b]

/** Tree of the paths to a record's cells. Each key or list index leads to a column or to a nested tree. */
interface CellTree {
  /** Index of the column, or -1 if only nested values are columns. */
  column: number
  children: { keyBytes: Uint8Array; tree: CellTree }[]
  indexes: Map<string, number>
}

function buildCellTree(paths: readonly (readonly string[])[]): CellTree {
  const root: CellTree = { column: -1, children: [], indexes: new Map() }
  paths.forEach((path, column) => {
    let tree = root
    for (const key of path) {
      let index = tree.indexes.get(key)
      if (index === undefined) {
        index = tree.children.length
        tree.indexes.set(key, index)
        const encodedKey = new TextEncoder().encode(key)
        tree.children.push({ keyBytes: encodedKey, tree: { column: -1, children: [], indexes: new Map() } })
      }
      tree = (tree.children[index] as CellTree['children'][number]).tree
    }
    tree.column = column
  })
  return root
}

export interface JsonRecordOptions {
  /** Path of each column's cell within a record, as keys and list indexes. */
  paths: readonly (readonly string[])[]
  /** Number of leading records that form the header. */
  skippedRecords: number
  /** Whether short lists are padded with empty cells. Otherwise, they are rejected. */
  padShortRecords: boolean
  /** Writes the key of a keyed record as its first cell. */
  writeKeyCell?: () => void
  /** Called with the reason before a record is rejected because one of its values does not belong to a column. */
  onRejectedValue: (reason: Message) => void
}

/** Reads the records that a scanner finds, and writes their cells. */
export class JsonRecords {
  private readonly scanner: JsonScanner
  private readonly writer: CleanCsvWriter
  private readonly options: JsonRecordOptions
  private readonly tree: CellTree
  private remainingHeaderRecordCount: number
  /** Start and end offsets of the cells in the current record. The end of a missing cell is 0. */
  private readonly starts: Int32Array
  private readonly ends: Int32Array
  /** 1 for each cell that contains an escape, otherwise 0. */
  private readonly escapeFlags: Uint8Array
  /** Reason for rejecting the current record. Set if one of its values does not belong to a column. */
  private rejectReason: Message | undefined

  constructor(scanner: JsonScanner, writer: CleanCsvWriter, options: JsonRecordOptions) {
    this.scanner = scanner
    this.writer = writer
    this.options = options
    this.tree = buildCellTree(options.paths)
    this.remainingHeaderRecordCount = options.skippedRecords
    this.starts = new Int32Array(options.paths.length)
    this.ends = new Int32Array(options.paths.length)
    this.escapeFlags = new Uint8Array(options.paths.length)
  }

  /** Reads the record at `offset` and returns the offset after it. */
  read(offset: number): number {
    this.ends.fill(0)
    this.rejectReason = undefined
    const end = this.findCells(offset, this.tree)
    // A number at the end of the available bytes may continue in the next chunk.
    if (end >= this.scanner.bytes.length && !this.scanner.hasAllBytes) throw this.scanner.createSyntaxError(end)
    if (this.remainingHeaderRecordCount > 0) this.remainingHeaderRecordCount--
    else this.write(offset, end)
    return end
  }

  /** Writes any JSON value as a single cell. */
  writeCell(from: number, to: number, isEscaped: boolean): void {
    const { scanner, writer } = this
    if (scanner.isNull(from)) return writer.writeNull()
    if (scanner.isString(from)) {
      if (!isEscaped) return writer.writeText(scanner.bytes, from + 1, to - 1)
      const text = new TextEncoder().encode(scanner.decodeString(from))
      return writer.writeCell(text, 0, text.length, true)
    }
    if (!scanner.isObject(from) && !scanner.isArray(from)) return writer.writeUnquotedCell(scanner.bytes, from, to)
    const text = scanner.compact({ start: from, end: to })
    return writer.writeCell(text, 0, text.length, true)
  }

  reject({ start, end }: JsonSpan, reason: Message): void {
    const { scanner } = this
    this.writer.reject(scanner.findLineNumber(start), scanner.bytes.subarray(start, end), reason)
  }

  private write(offset: number, end: number): void {
    const { scanner, writer, starts, ends, escapeFlags, options } = this
    const span = { start: offset, end }
    if (this.rejectReason !== undefined) {
      options.onRejectedValue(this.rejectReason)
      return this.reject(span, this.rejectReason)
    }
    if (scanner.isNull(offset) && this.tree.column < 0) return this.reject(span, message('loading.reject-null', {}))
    if (scanner.isArray(offset) && ends.at(-1) === 0) {
      writer.result.shortRecords++
      if (!options.padShortRecords) return this.reject(span, message('loading.reject-short', { columns: ends.length }))
      writer.result.paddedRecords++
    }
    options.writeKeyCell?.()
    for (let column = 0; column < ends.length; column++) {
      const cellEnd = ends[column] as number
      if (cellEnd === 0) writer.writeNull()
      else this.writeCell(starts[column] as number, cellEnd, escapeFlags[column] === 1)
    }
    writer.endRecord()
  }

  /** Records the positions of the cells in the value at `offset`. Returns the offset after it. */
  private findCells(offset: number, tree: CellTree): number {
    const { scanner } = this
    if (tree.column >= 0) return this.recordCell(offset, tree.column)
    const firstByte = scanner.bytes[offset]
    if (firstByte === openBrace) return this.findCellsInObject(offset, tree)
    if (firstByte === openBracket) {
      let itemIndex = 0
      return scanner.visitElements(offset, (valueOffset) => {
        const index = tree.indexes.get(String(itemIndex))
        if (index === undefined) this.rejectReason ??= message('loading.reject-place', { item: itemIndex + 1 })
        itemIndex++
        return this.findChildCells(tree, index, valueOffset)
      })
    }
    if (!scanner.isNull(offset)) this.rejectReason ??= message('loading.reject-value', {})
    return scanner.skipValue(offset)
  }

  /**
   * Finds the cells in the members of an object. Checks first whether each key is the next one in column order, because
   * most records have their keys in this order. This is the hot path when reading JSON.
   */
  private findCellsInObject(from: number, tree: CellTree): number {
    const { scanner } = this
    const { bytes } = scanner
    let expectedIndex = 0
    let offset = scanner.skipWhitespace(from + 1)
    if (bytes[offset] === closeBrace) return offset + 1
    for (;;) {
      if (bytes[offset] !== quote) throw scanner.createSyntaxError(offset)
      const child = tree.children[expectedIndex]
      let index: number | undefined
      if (child && scanner.matchesString(offset, child.keyBytes)) {
        index = expectedIndex
        offset += child.keyBytes.length + 2
      } else {
        const keyOffset = offset
        offset = scanner.skipString(offset)
        index = tree.indexes.get(scanner.decodeString(keyOffset))
        if (index === undefined)
          this.rejectReason ??= message('loading.reject-key', { key: scanner.decodeString(keyOffset) })
      }
      if (index !== undefined) expectedIndex = index + 1
      if (bytes[offset] !== colon) {
        offset = scanner.skipWhitespace(offset)
        if (bytes[offset] !== colon) throw scanner.createSyntaxError(offset)
      }
      offset = this.findChildCells(tree, index, scanner.skipWhitespace(offset + 1))
      if (bytes[offset] !== comma) {
        offset = scanner.skipWhitespace(offset)
        if (bytes[offset] === closeBrace) return offset + 1
        if (bytes[offset] !== comma) throw scanner.createSyntaxError(offset)
      }
      offset = scanner.skipWhitespace(offset + 1)
    }
  }

  private findChildCells(tree: CellTree, index: number | undefined, valueOffset: number): number {
    const child = index === undefined ? undefined : tree.children[index]
    return child ? this.findCells(valueOffset, child.tree) : this.scanner.skipValue(valueOffset)
  }

  private recordCell(offset: number, column: number): number {
    const { scanner } = this
    const isText = scanner.bytes[offset] === quote
    const end = isText ? scanner.skipString(offset) : scanner.skipValue(offset)
    this.starts[column] = offset
    this.ends[column] = end
    this.escapeFlags[column] = isText && scanner.hasEscape ? 1 : 0
    return end
  }
}
