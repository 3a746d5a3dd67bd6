import { TablesError, type SourceHeader } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { fillMerges, type Merge } from './fill-merges.ts'
import { parseRow, writeCell } from './grid-row.ts'

/** What a written grid is. */
export interface Grid {
  /** As CSV: UTF-8, comma, double quotes, LF, a record a row; every row has all columns, blank ones are empty lines. */
  pieces: Uint8Array[]
  rows: number
  columns: number
  /** Columns without any value that stood in front and were left away. */
  left: number
  /** Which rows name the columns, where that is said: the line of the first, from 1, and how many they are. */
  header: SourceHeader | undefined
}

/** A grid may be so large as text. In bytes. */
const largest = 1 << 30
/** Rows are filled up to all columns as long as that adds no more than this. In bytes. */
const mostPadding = 1 << 28
/** A row that is said to stand further below the one before is taken for the next one: no sheet has so many. */
const farthest = 1 << 20
/** No sheet of any program has more; a cell further right is told and left out. */
export const mostColumns = 1 << 14

const [comma, lineFeed] = [0x2c, 0x0a]

/**
 * Writes the cells of a sheet or a table as one CSV. Rows come in their order; columns count from 0. Blank rows inside
 * stay blank lines, blank rows at the end and blank columns at both sides are left away.
 */
export class GridWriter {
  private readonly file: string
  // Small at first: a page may hold very many small tables.
  private bytes = new Uint8Array(1 << 10)
  private length = 0
  private ends = new Uint32Array(1 << 5)
  private widths = new Uint16Array(1 << 5)
  /** Rows that are finished. */
  private rows = 0
  /** The row that cells belong to, and the one that is being written: it begins with its first cell. */
  private target = -1
  private open = -1
  /** Columns of the open row that are written, blank ones included. */
  private at = 0
  /** The open row's cells, where one came behind its place. */
  private loose: string[] | undefined
  private rowStart = 0
  private left = mostColumns
  private right = 0
  private readonly merges: Merge[] = []
  private named: { row: number; rows: number } | undefined
  private suggested: number | undefined
  /** Cells beyond the last column that a sheet can have. */
  outside = 0

  constructor(file: string) {
    this.file = file
  }

  /** The bytes written so far. */
  get size(): number {
    return this.length
  }

  /** Begins the row of this index, from 0; without one the next row. */
  startRow(index = this.target + 1): void {
    const gap = index - this.target
    this.target = gap < 1 || gap > farthest ? this.target + 1 : index
  }

  /** A cell of text that may be anything. */
  text(column: number, text: string): void {
    if (text === '' || !this.place(column, text.length * 3 + 2)) return
    if (this.loose) this.loose[column] = text
    else this.length = writeCell(this.bytes, this.length, text)
  }

  /** A cell whose bytes are CSV already: quoted where they must be. */
  written(column: number, source: Uint8Array, from: number, to: number): void {
    if (from === to || !this.place(column, to - from)) return
    if (this.loose) {
      this.loose[column] = parseRow(source.subarray(from, to))[0] ?? ''
      return
    }
    const { bytes } = this
    let { length } = this
    for (let index = from; index < to; index++) bytes[length++] = source[index] as number
    this.length = length
  }

  /** A cell that covers others: rows and columns from 0, both ends included. */
  merge(merge: Merge): void {
    if (merge.bottom > merge.top || merge.right > merge.left) this.merges.push(merge)
  }

  /** Says which rows name the columns: the first, from 0, and how many they are. */
  nameColumns(row: number, rows: number): void {
    this.named = { row, rows }
  }

  /** Says that this row, from 0, should be the last of the names: it is, where nothing stands right above it. */
  suggestNames(row: number): void {
    this.suggested = row
  }

  finish(): Grid {
    this.endRow()
    const left = this.right === 0 ? 0 : this.left
    const { rows } = this
    const { changed, named = this.named ?? this.suggestion() } = fillMerges(this.merges, {
      rows,
      left,
      right: this.right,
      cells: (row) => parseRow(this.row(row)),
    })
    const header = named && { line: this.lineOf(named.row, changed), rows: named.rows }
    return { pieces: [...this.pieces(left, changed)], rows, columns: this.right - left, left, header }
  }

  private suggestion(): { row: number; rows: number } | undefined {
    const row = this.suggested
    if (row === undefined || row + 1 >= this.rows) return undefined
    const filled = (at: number): number => (at < 0 ? 0 : parseRow(this.row(at)).filter((cell) => cell !== '').length)
    return filled(row) > 0 && filled(row - 1) <= 1 ? { row, rows: 1 } : undefined
  }

  /** The physical line, from 1, on which a row begins. */
  private lineOf(row: number, changed: ReadonlyMap<number, string[]>): number {
    let line = 1
    for (let above = 0; above < Math.min(row, this.rows); above++) {
      const cells = changed.get(above) ?? parseRow(this.row(above))
      line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    }
    return line
  }

  /** Makes room for a cell; false where no cell can stand. */
  private place(column: number, size: number): boolean {
    if (column >= mostColumns) {
      this.outside++
      return false
    }
    if (this.open !== this.target) this.openRow()
    if (column < this.left) this.left = column
    if (column >= this.right) this.right = column + 1
    if (this.loose) return true
    if (column < this.at) {
      this.loose = parseRow(this.bytes.subarray(this.rowStart, this.length))
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
    if (this.loose) {
      const row = encodeRow(Array.from(this.loose, (cell) => cell ?? ''))
      this.at = this.loose.length
      this.loose = undefined
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
      this.ends = grown(this.ends, Uint32Array)
      this.widths = grown(this.widths, Uint16Array)
    }
    this.ends[this.rows] = this.length
    this.widths[this.rows] = width
    this.rows++
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    if (this.length + size > largest) throw tooLarge(this.file)
    const bytes = new Uint8Array(Math.min(largest, Math.max(this.bytes.length * 2, this.length + size)))
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }

  private *pieces(left: number, changed: ReadonlyMap<number, string[]>): Generator<Uint8Array> {
    let padding = 0
    for (let row = 0; row < this.rows; row++)
      if (this.widths[row] !== 0) padding += this.right - (this.widths[row] as number)
    const isPadded = padding <= mostPadding
    let piece = new Uint8Array(Math.min(1 << 20, this.length + this.rows + (isPadded ? padding : 0)))
    let length = 0
    for (let row = 0; row < this.rows; row++) {
      const cells = changed.get(row)
      const source = cells ? encodeRow(cells) : this.row(row)
      const width = cells ? cells.length : (this.widths[row] as number)
      const pad = width === 0 || !isPadded ? 0 : this.right - width
      const size = source.length + pad + 1
      if (length + size > piece.length) {
        if (length > 0) yield piece.subarray(0, length)
        piece = new Uint8Array(Math.max(1 << 20, size))
        length = 0
      }
      for (let index = left; index < source.length; index++) piece[length++] = source[index] as number
      for (let index = 0; index < pad; index++) piece[length++] = comma
      piece[length++] = lineFeed
    }
    if (length > 0) yield piece.subarray(0, length)
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

function grown<T extends Uint32Array | Uint16Array>(array: T, make: { new (length: number): T }): T {
  const larger = new make(array.length * 2)
  larger.set(array)
  return larger
}

const tooLarge = (file: string): TablesError =>
  new TablesError(error('load.too-large.table', { file, max: largest }, { where: { file } }))
