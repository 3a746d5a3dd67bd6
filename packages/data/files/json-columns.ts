import type { JsonScanner, JsonSpan } from './json-scanner.ts'

/** A column in an object of columns: either a list of cells, or an object of cells keyed by row. */
interface JsonColumn {
  /** Offset of the list or object. */
  offset: number
  isList: boolean
  /** Number of cells. */
  count: number
  /** Whether the row keys are 0, 1, 2, … in this order. */
  isNumbered: boolean
}

/** Position of a cell. `undefined` if the column has no cell in this row. */
type CellSpan = JsonSpan | undefined

/**
 * Maximum number of rows and cells for which positions are held in memory. Positions are needed if row keys are not
 * numbered in order.
 */
const maxIndexedRows = 2_000_000
const maxIndexedCells = 50_000_000

/** Thrown if there are too many rows to hold their positions in memory. */
export class TooManyRowsError extends Error {
  readonly maxRows: number
  constructor(maxRows: number) {
    super(`More than ${maxRows} rows.`)
    this.maxRows = maxRows
  }
}

/**
 * Finds the cells of an object of columns, row by row. All bytes of the object must be available and valid JSON.
 * Columns whose rows are numbered in order are read in parallel, so that no cell positions need to be held in memory.
 */
export class JsonColumns {
  private readonly scanner: JsonScanner
  private readonly columns: ReadonlyMap<string, JsonColumn>

  private constructor(scanner: JsonScanner, columns: ReadonlyMap<string, JsonColumn>) {
    this.scanner = scanner
    this.columns = columns
  }

  /**
   * Returns the columns of the object at `offset`, or `undefined` if it is not an object of columns.
   *
   * @param canDifferInLength Whether columns may differ in length.
   */
  static find(scanner: JsonScanner, offset: number, canDifferInLength: boolean): JsonColumns | undefined {
    const columns = new Map<string, JsonColumn>()
    let isConsistent = true
    let length = -1
    scanner.visitMembers(offset, (keyOffset, valueOffset) => {
      const column = { offset: valueOffset, isList: scanner.isArray(valueOffset), count: 0, isNumbered: true }
      let hasRowNumbers = true
      const skipCell = (cell: number): number => {
        column.count++
        return scanner.skipValue(cell)
      }
      let end: number
      if (column.isList) end = scanner.visitElements(valueOffset, skipCell)
      else if (scanner.isObject(valueOffset)) {
        end = scanner.visitMembers(valueOffset, (row, cell) => {
          const name = scanner.decodeString(row)
          if (column.isNumbered && name !== String(column.count)) column.isNumbered = false
          if (hasRowNumbers && !column.isNumbered) hasRowNumbers = /^\d+$/.test(name)
          return skipCell(cell)
        })
      } else {
        isConsistent = false
        end = scanner.skipValue(valueOffset)
      }
      if (!hasRowNumbers || (length >= 0 && column.count !== length && !canDifferInLength)) isConsistent = false
      length = column.count
      columns.set(scanner.decodeString(keyOffset), column)
      return end
    })
    return isConsistent && columns.size > 0 ? new JsonColumns(scanner, columns) : undefined
  }

  get names(): string[] {
    return [...this.columns.keys()]
  }

  /**
   * Yields the cells of each row, in the order of `names`. Missing cells are `undefined`. The yielded array is reused.
   *
   * @throws TooManyRowsError
   */
  readRows(names: readonly string[]): Generator<readonly CellSpan[]> {
    const columns = names.map((name) => this.columns.get(name))
    const isNumbered = [...this.columns.values()].every((column) => column.isNumbered)
    return isNumbered ? this.readNumberedRows(columns) : this.readIndexedRows(columns)
  }

  /** Reads all columns in parallel. */
  private *readNumberedRows(columns: readonly (JsonColumn | undefined)[]): Generator<readonly CellSpan[]> {
    const { scanner } = this
    const rowCount = [...this.columns.values()].reduce((max, { count }) => Math.max(max, count), 0)
    const ends = columns.map((column) => (column ? column.offset + 1 : 0))
    const cells: CellSpan[] = []
    for (let row = 0; row < rowCount; row++) {
      for (const [index, column] of columns.entries()) {
        if (!column || row >= column.count) {
          cells[index] = undefined
          continue
        }
        const end = ends[index] as number
        const start = row === 0 ? scanner.skipWhitespace(end) : scanner.skipComma(scanner.skipWhitespace(end))
        const from = column.isList ? start : scanner.skipKey(start)
        const to = scanner.skipValue(from)
        cells[index] = { start: from, end: to }
        ends[index] = to
      }
      yield cells
    }
  }

  /** Reads cells through an index that holds the positions of all cells. */
  private *readIndexedRows(columns: readonly (JsonColumn | undefined)[]): Generator<readonly CellSpan[]> {
    const maxRows = Math.min(maxIndexedRows, Math.floor(maxIndexedCells / Math.max(1, columns.length)))
    const indexes = new Map<string, number>()
    for (const column of this.columns.values()) {
      this.visitCells(column, (row) => {
        if (indexes.has(row)) return
        if (indexes.size >= maxRows) throw new TooManyRowsError(maxRows)
        indexes.set(row, indexes.size)
      })
    }
    // 0 marks a missing cell, because no cell is at offset 0.
    const offsets = columns.map((column) => {
      const columnOffsets = new Uint32Array(indexes.size)
      if (column) this.visitCells(column, (row, cell) => void (columnOffsets[indexes.get(row) as number] = cell))
      return columnOffsets
    })
    for (let row = 0; row < indexes.size; row++) {
      yield offsets.map((columnOffsets) => {
        const start = columnOffsets[row] as number
        return start === 0 ? undefined : { start, end: this.scanner.skipValue(start) }
      })
    }
  }

  private visitCells({ offset, isList }: JsonColumn, visit: (row: string, cell: number) => void): void {
    const { scanner } = this
    let index = 0
    const visitCell = (row: string, cell: number): number => {
      visit(row, cell)
      return scanner.skipValue(cell)
    }
    if (isList) scanner.visitElements(offset, (cell) => visitCell(String(index++), cell))
    else scanner.visitMembers(offset, (row, cell) => visitCell(scanner.decodeString(row), cell))
  }
}
