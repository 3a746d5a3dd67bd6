import { TablesError, type SourceHeader } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { fillMerges, type Merge } from './fill-merges.ts'
import { parseRow, writeCell } from './grid-row.ts'

/** A finished grid. */
export interface Grid {
  /** The rows as CSV: UTF-8, comma, double quotes, LF. Every row has all columns; blank rows are empty lines. */
  chunks: Uint8Array[]
  rows: number
  columns: number
  /** Number of blank columns removed at the left. */
  left: number
  /** The rows with the column names, if known: line of the first one, counted from 1, and their number. */
  header: SourceHeader | undefined
}

/** Maximum size of a grid as text. In bytes. */
const maxGridBytes = 1 << 30
/** Rows are padded to all columns as long as that adds at most this size. In bytes. */
const maxPaddingBytes = 1 << 28
/** A row with a larger gap to the previous row is written as the next row. */
const maxRowGap = 1 << 20
/** Maximum columns of a sheet; cells further right are reported and skipped. */
export const maxGridColumns = 1 << 14

const [comma, lineFeed] = [0x2c, 0x0a]

/**
 * Writes the cells of a sheet or a table as CSV. Rows arrive in order; columns are counted from 0. Blank rows inside
 * become empty lines; blank rows at the end and blank columns at both sides are removed.
 */
export class GridWriter {
  private readonly file: string
  // Small at first, since a page may contain many small tables.
  private bytes = new Uint8Array(1 << 10)
  private length = 0
  private ends = new Uint32Array(1 << 5)
  private widths = new Uint16Array(1 << 5)
  /** Number of finished rows. */
  private rows = 0
  /** The row that cells belong to, and the row being written, which starts with its first cell. */
  private target = -1
  private open = -1
  /** Columns of the open row written so far, including blank ones. */
  private at = 0
  /** Cells of the open row, if a cell arrived out of order. */
  private rewrittenRow: string[] | undefined
  private rowStart = 0
  private left = maxGridColumns
  private right = 0
  private readonly merges: Merge[] = []
  private named: { row: number; rows: number } | undefined
  private suggested: number | undefined
  /** Number of cells beyond the last possible column. */
  cellsOutside = 0

  constructor(file: string) {
    this.file = file
  }

  /** The bytes written so far. */
  get size(): number {
    return this.length
  }

  /** Starts the row with this index, counted from 0; the next row by default. */
  startRow(index = this.target + 1): void {
    const gap = index - this.target
    this.target = gap < 1 || gap > maxRowGap ? this.target + 1 : index
  }

  /** Writes any text as a cell. */
  text(column: number, text: string): void {
    if (text === '' || !this.moveTo(column, text.length * 3 + 2)) return
    if (this.rewrittenRow) this.rewrittenRow[column] = text
    else this.length = writeCell(this.bytes, this.length, text)
  }

  /** Writes a cell whose bytes are CSV already, including quotes. */
  written(column: number, source: Uint8Array, from: number, to: number): void {
    if (from === to || !this.moveTo(column, to - from)) return
    if (this.rewrittenRow) {
      this.rewrittenRow[column] = parseRow(source.subarray(from, to))[0] ?? ''
      return
    }
    const { bytes } = this
    let { length } = this
    for (let index = from; index < to; index++) bytes[length++] = source[index] as number
    this.length = length
  }

  /** Adds a merged range: rows and columns from 0, both ends included. */
  merge(merge: Merge): void {
    if (merge.bottom > merge.top || merge.right > merge.left) this.merges.push(merge)
  }

  /** Sets the rows with the column names: the first one, counted from 0, and their number. */
  nameColumns(row: number, rows: number): void {
    this.named = { row, rows }
  }

  /** Suggests a row, counted from 0, as the last one with column names. It is used if the row above is empty. */
  suggestNames(row: number): void {
    this.suggested = row
  }

  finish(): Grid {
    this.endRow()
    const left = this.right === 0 ? 0 : this.left
    const { rows } = this
    const { changed, header: headerRows = this.named ?? this.suggestion() } = fillMerges(this.merges, {
      rows,
      left,
      right: this.right,
      cells: (row) => parseRow(this.row(row)),
    })
    const header = headerRows && { line: this.lineOf(headerRows.row, changed), rows: headerRows.rows }
    return { chunks: [...this.chunks(left, changed)], rows, columns: this.right - left, left, header }
  }

  private suggestion(): { row: number; rows: number } | undefined {
    const row = this.suggested
    if (row === undefined || row + 1 >= this.rows) return undefined
    const filled = (at: number): number => (at < 0 ? 0 : parseRow(this.row(at)).filter((cell) => cell !== '').length)
    return filled(row) > 0 && filled(row - 1) <= 1 ? { row, rows: 1 } : undefined
  }

  /** The physical line of a row, counted from 1. */
  private lineOf(row: number, changed: ReadonlyMap<number, string[]>): number {
    let line = 1
    for (let above = 0; above < Math.min(row, this.rows); above++) {
      const cells = changed.get(above) ?? parseRow(this.row(above))
      line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    }
    return line
  }

  /** Moves to a column and reserves space; returns false if the column is out of range. */
  private moveTo(column: number, size: number): boolean {
    if (column >= maxGridColumns) {
      this.cellsOutside++
      return false
    }
    if (this.open !== this.target) this.openRow()
    if (column < this.left) this.left = column
    if (column >= this.right) this.right = column + 1
    if (this.rewrittenRow) return true
    if (column < this.at) {
      this.rewrittenRow = parseRow(this.bytes.subarray(this.rowStart, this.length))
      return true
    }
    this.reserve(column - this.at + size + 2)
    while (this.at <= column) {
      if (this.at > 0) this.bytes[this.length++] = comma
      this.at++
    }
    return true
  }

  private openRow(): void {
    this.endRow()
    while (this.rows < this.target) this.push(0)
    this.open = this.target
    this.rowStart = this.length
    this.at = 0
  }

  private endRow(): void {
    if (this.open < 0) return
    if (this.rewrittenRow) {
      const row = encodeRow(Array.from(this.rewrittenRow, (cell) => cell ?? ''))
      this.at = this.rewrittenRow.length
      this.rewrittenRow = undefined
      this.length = this.rowStart
      this.reserve(row.length)
      this.bytes.set(row, this.length)
      this.length += row.length
    }
    this.open = -1
    this.push(this.at)
  }

  private push(width: number): void {
    if (this.rows === this.ends.length) {
      this.ends = doubled(this.ends, Uint32Array)
      this.widths = doubled(this.widths, Uint16Array)
    }
    this.ends[this.rows] = this.length
    this.widths[this.rows] = width
    this.rows++
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    if (this.length + size > maxGridBytes) throw tooLarge(this.file)
    const bytes = new Uint8Array(Math.min(maxGridBytes, Math.max(this.bytes.length * 2, this.length + size)))
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }

  private *chunks(left: number, changed: ReadonlyMap<number, string[]>): Generator<Uint8Array> {
    let padding = 0
    for (let row = 0; row < this.rows; row++)
      if (this.widths[row] !== 0) padding += this.right - (this.widths[row] as number)
    const isPadded = padding <= maxPaddingBytes
    let chunk = new Uint8Array(Math.min(1 << 20, this.length + this.rows + (isPadded ? padding : 0)))
    let length = 0
    for (let row = 0; row < this.rows; row++) {
      const cells = changed.get(row)
      const source = cells ? encodeRow(cells) : this.row(row)
      const width = cells ? cells.length : (this.widths[row] as number)
      const pad = width === 0 || !isPadded ? 0 : this.right - width
      const size = source.length + pad + 1
      if (length + size > chunk.length) {
        if (length > 0) yield chunk.subarray(0, length)
        chunk = new Uint8Array(Math.max(1 << 20, size))
        length = 0
      }
      for (let index = left; index < source.length; index++) chunk[length++] = source[index] as number
      for (let index = 0; index < pad; index++) chunk[length++] = comma
      chunk[length++] = lineFeed
    }
    if (length > 0) yield chunk.subarray(0, length)
  }

  private row(index: number): Uint8Array {
    return this.bytes.subarray(index === 0 ? 0 : this.ends[index - 1], this.ends[index])
  }
}

function encodeRow(cells: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(cells.reduce((sum, cell) => sum + cell.length * 3 + 3, 0))
  let length = 0
  cells.forEach((cell, index) => {
    if (index > 0) bytes[length++] = comma
    length = writeCell(bytes, length, cell)
  })
  return bytes.subarray(0, length)
}

function doubled<T extends Uint32Array | Uint16Array>(array: T, make: { new (length: number): T }): T {
  const larger = new make(array.length * 2)
  larger.set(array)
  return larger
}

const tooLarge = (file: string): TablesError =>
  new TablesError(error('load.too-large.table', { file, max: maxGridBytes }, { where: { file } }))
