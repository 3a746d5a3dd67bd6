/** A position in a displayed table: row and column from 0. */
export interface CellPosition {
  readonly row: number
  readonly column: number
}

/** The cells between two corners, inclusive. */
export interface CellRange {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

export const createRange = (a: CellPosition, b: CellPosition): CellRange => ({
  firstRow: Math.min(a.row, b.row),
  lastRow: Math.max(a.row, b.row),
  firstColumn: Math.min(a.column, b.column),
  lastColumn: Math.max(a.column, b.column),
})

export const isInRange = (range: CellRange, row: number, column: number): boolean =>
  row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn

export const getRangeSize = ({
  firstRow,
  lastRow,
  firstColumn,
  lastColumn,
}: CellRange): { rows: number; columns: number } => ({
  rows: lastRow - firstRow + 1,
  columns: lastColumn - firstColumn + 1,
})
