/** A position in the displayed table, as row and column indices from 0. */
export interface CellPosition {
  readonly row: number
  readonly column: number
}

/** A rectangular range of cells, with inclusive bounds. */
export interface CellRange {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

export const createRange = (start: CellPosition, end: CellPosition): CellRange => ({
  firstRow: Math.min(start.row, end.row),
  lastRow: Math.max(start.row, end.row),
  firstColumn: Math.min(start.column, end.column),
  lastColumn: Math.max(start.column, end.column),
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
