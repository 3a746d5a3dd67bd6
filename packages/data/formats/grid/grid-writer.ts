import { TablesError, type SourceHeader } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { ExpansionLimit } from '../expansion-limit.ts'
import { fillMerges, type Merge } from './fill-merges.ts'
import { parseRow, writeCell } from './grid-row.ts'

/** The complete grid of a sheet or table. */
export interface Grid {
  /**
   * The rows as CSV in UTF-8, with commas, double quotes and LF line breaks. Blank rows are empty lines. Other rows are
   * padded to the same number of columns, unless this would add too many bytes.
   */
  chunks: Uint8Array[]
  rows: number
  columns: number
  /** Number of blank columns removed on the left. */
  leftBlankCount: number
  /** The header rows, if known: the line of the first header row, counted from 1, and the number of header rows. */
  header: SourceHeader | undefined
}

/** Maximum size of a grid as text, in bytes. */
const maxGridBytes = 1 << 30
/**
 * Maximum number of bytes that padding may add. If padding all rows to the same number of columns would exceed this,
 * rows are not padded.
 */
const maxPaddingBytes = 1 << 28
/** Maximum gap between rows. After a larger gap, a row is written directly below the previous one. */
const maxRowGap = 1 << 20
/** Maximum number of columns in a sheet. Cells further to the right are skipped and reported. */
export const maxGridColumns = 1 << 14

/** Bytes that describe a row: its end and its width. */
const bytesPerRow = 6

const [comma, lineFeed] = [0x2c, 0x0a]

/**
 * Writes the cells of a sheet or table as CSV. Rows must arrive in order; columns are counted from 0. Blank rows
 * between other rows become empty lines. Blank rows at the end and blank columns on both sides are removed.
 */
export class GridWriter {
  private readonly fileName: string
  private readonly limit: ExpansionLimit
  /** Number of bytes that were counted toward the limit. */
  private countedLength = 0
  // Buffers start small, because a page may contain many small tables.
  private bytes = new Uint8Array(1 << 10)
  private length = 0
  private rowEnds = new Uint32Array(1 << 5)
  private rowWidths = new Uint16Array(1 << 5)
  /** Number of finished rows. */
  private rowCount = 0
  /** The row of the next cell, and the row being written. A row is created by its first cell. */
  private targetRow = -1
  private currentRow = -1
  /** Number of columns written in the current row, including blank ones. */
  private columnCount = 0
  /** Cells of the current row. Set only if a cell arrived out of order. */
  private rewrittenRow: string[] | undefined
  private rowStart = 0
  private firstUsedColumn = maxGridColumns
  private usedColumnEnd = 0
  private readonly merges: Merge[] = []
  private knownHeader: { row: number; rows: number } | undefined
  private suggestedHeaderRow: number | undefined
  /** Number of cells skipped because they are to the right of the last possible column. */
  outOfRangeCellCount = 0

  constructor(file: string, limit: ExpansionLimit) {
    this.fileName = file
    this.limit = limit
  }

  /** Number of bytes written so far. */
  get size(): number {
    return this.length
  }

  /** Starts the row with this index, counted from 0. Defaults to the next row. */
  startRow(index = this.targetRow + 1): void {
    const gap = index - this.targetRow
    this.targetRow = gap < 1 || gap > maxRowGap ? this.targetRow + 1 : index
  }

  /** Writes text as a cell. */
  writeText(column: number, content: string): void {
    if (content === '' || !this.moveTo(column, content.length * 3 + 2)) return
    if (this.rewrittenRow) this.rewrittenRow[column] = content
    else this.length = writeCell(this.bytes, this.length, content)
  }

  /** Writes a cell whose bytes are already encoded as CSV, including any quotes. */
  writeEncoded(column: number, source: Uint8Array, start: number, end: number): void {
    if (start === end || !this.moveTo(column, end - start)) return
    if (this.rewrittenRow) {
      this.rewrittenRow[column] = parseRow(source.subarray(start, end))[0] ?? ''
      return
    }
    const { bytes } = this
    let { length } = this
    for (let index = start; index < end; index++) bytes[length++] = source[index] as number
    this.length = length
  }

  /** Adds a merged range. Rows and columns are counted from 0, and both ends are included. */
  addMerge(merge: Merge): void {
    if (merge.bottom > merge.top || merge.right > merge.left) this.merges.push(merge)
  }

  /** Sets the index of the first header row, counted from 0, and the number of header rows. */
  setHeader(row: number, rowCount: number): void {
    this.knownHeader = { row, rows: rowCount }
  }

  /** Suggests a header row, counted from 0. The suggestion is used if the row above has at most one cell. */
  suggestHeader(row: number): void {
    this.suggestedHeaderRow = row
  }

  finish(): Grid {
    this.endRow()
    const left = this.usedColumnEnd === 0 ? 0 : this.firstUsedColumn
    const { rowCount: rows } = this
    const { changedRows, header: headerRange = this.knownHeader ?? this.findSuggestedHeader() } = fillMerges(
      this.merges,
      {
        rowCount: rows,
        left,
        right: this.usedColumnEnd,
        getCells: (row) => parseRow(this.getRow(row)),
      },
    )
    const header = headerRange && { line: this.findLine(headerRange.row, changedRows), rows: headerRange.rows }
    return {
      chunks: [...this.yieldChunks(left, changedRows)],
      rows,
      columns: this.usedColumnEnd - left,
      leftBlankCount: left,
      header,
    }
  }

  private findSuggestedHeader(): { row: number; rows: number } | undefined {
    const row = this.suggestedHeaderRow
    if (row === undefined || row + 1 >= this.rowCount) return undefined
    const countNonEmptyCells = (rowIndex: number): number =>
      rowIndex < 0 ? 0 : parseRow(this.getRow(rowIndex)).filter((cell) => cell !== '').length
    return countNonEmptyCells(row) > 0 && countNonEmptyCells(row - 1) <= 1 ? { row, rows: 1 } : undefined
  }

  /** Returns the physical line of a row, counted from 1. */
  private findLine(row: number, changedRows: ReadonlyMap<number, string[]>): number {
    let line = 1
    for (let index = 0; index < Math.min(row, this.rowCount); index++) {
      const cells = changedRows.get(index) ?? parseRow(this.getRow(index))
      line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    }
    return line
  }

  /** Moves to a column and reserves space. Returns false if the column is out of range. */
  private moveTo(column: number, size: number): boolean {
    if (column >= maxGridColumns) {
      this.outOfRangeCellCount++
      return false
    }
    if (this.currentRow !== this.targetRow) this.openRow()
    if (column < this.firstUsedColumn) this.firstUsedColumn = column
    if (column >= this.usedColumnEnd) this.usedColumnEnd = column + 1
    if (this.rewrittenRow) return true
    if (column < this.columnCount) {
      this.rewrittenRow = parseRow(this.bytes.subarray(this.rowStart, this.length))
      return true
    }
    this.reserve(column - this.columnCount + size + 2)
    while (this.columnCount <= column) {
      if (this.columnCount > 0) this.bytes[this.length++] = comma
      this.columnCount++
    }
    return true
  }

  private openRow(): void {
    this.endRow()
    while (this.rowCount < this.targetRow) this.addRow(0)
    this.currentRow = this.targetRow
    this.rowStart = this.length
    this.columnCount = 0
  }

  private endRow(): void {
    if (this.currentRow < 0) return
    if (this.rewrittenRow) {
      const row = encodeRow(Array.from(this.rewrittenRow, (cell) => cell ?? ''))
      this.columnCount = this.rewrittenRow.length
      this.rewrittenRow = undefined
      this.length = this.rowStart
      this.reserve(row.length)
      this.bytes.set(row, this.length)
      this.length += row.length
    }
    this.currentRow = -1
    this.addRow(this.columnCount)
  }

  private addRow(width: number): void {
    if (this.rowCount === this.rowEnds.length) {
      this.rowEnds = doubleCapacity(this.rowEnds, Uint32Array)
      this.rowWidths = doubleCapacity(this.rowWidths, Uint16Array)
    }
    this.rowEnds[this.rowCount] = this.length
    this.rowWidths[this.rowCount] = width
    this.rowCount++
    this.countBytes(bytesPerRow)
  }

  private countBytes(additional: number): void {
    this.limit.count(this.length - this.countedLength + additional)
    this.countedLength = this.length
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    this.countBytes(0)
    if (this.length + size > maxGridBytes) throw createTooLargeError(this.fileName)
    const bytes = new Uint8Array(Math.min(maxGridBytes, Math.max(this.bytes.length * 2, this.length + size)))
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }

  private *yieldChunks(left: number, changedRows: ReadonlyMap<number, string[]>): Generator<Uint8Array> {
    let totalPadding = 0
    for (let row = 0; row < this.rowCount; row++)
      if (this.rowWidths[row] !== 0) totalPadding += this.usedColumnEnd - (this.rowWidths[row] as number)
    const isPadded = totalPadding <= Math.min(maxPaddingBytes, this.limit.maxBytes)
    let chunk = new Uint8Array(Math.min(1 << 20, this.length + this.rowCount + (isPadded ? totalPadding : 0)))
    let length = 0
    for (let row = 0; row < this.rowCount; row++) {
      const cells = changedRows.get(row)
      const source = cells ? encodeRow(cells) : this.getRow(row)
      if (cells) this.limit.count(source.length - this.getRow(row).length)
      const width = cells ? cells.length : (this.rowWidths[row] as number)
      const padding = width === 0 || !isPadded ? 0 : this.usedColumnEnd - width
      const size = source.length + padding + 1
      if (length + size > chunk.length) {
        if (length > 0) yield chunk.subarray(0, length)
        chunk = new Uint8Array(Math.max(1 << 20, size))
        length = 0
      }
      for (let index = left; index < source.length; index++) chunk[length++] = source[index] as number
      for (let index = 0; index < padding; index++) chunk[length++] = comma
      chunk[length++] = lineFeed
    }
    if (length > 0) yield chunk.subarray(0, length)
  }

  private getRow(index: number): Uint8Array {
    return this.bytes.subarray(index === 0 ? 0 : this.rowEnds[index - 1], this.rowEnds[index])
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

function doubleCapacity<T extends Uint32Array | Uint16Array>(array: T, ArrayType: { new (length: number): T }): T {
  const newArray = new ArrayType(array.length * 2)
  newArray.set(array)
  return newArray
}

const createTooLargeError = (file: string): TablesError =>
  new TablesError(error('load.too-large.table', { file, max: maxGridBytes }, { where: { file } }))
