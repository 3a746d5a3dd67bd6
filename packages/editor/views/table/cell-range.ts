/** A place in a displayed table: row and column from 0. */
export interface CellPlace {
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

export const rangeOf = (one: CellPlace, other: CellPlace): CellRange => ({
  firstRow: Math.min(one.row, other.row),
  lastRow: Math.max(one.row, other.row),
  firstColumn: Math.min(one.column, other.column),
  lastColumn: Math.max(one.column, other.column),
})

export const isInRange = (range: CellRange, row: number, column: number): boolean =>
  row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn

export const rangeSize = ({
  firstRow,
  lastRow,
  firstColumn,
  lastColumn,
}: CellRange): { rows: number; columns: number } => ({
  rows: lastRow - firstRow + 1,
  columns: lastColumn - firstColumn + 1,
})
