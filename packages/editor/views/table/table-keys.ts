import type { CellPosition } from './cells/cell-range.ts'

/** A pressed key and its modifiers. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/**
 * Returns the cell that a key moves to, or `undefined` for other keys. With Ctrl, arrow keys move to the first or last
 * row or column. If `hasHeader` is set, row -1 is the header, where the column menus can be opened.
 */
export function getTargetCell(
  event: KeyPress,
  { row, column }: CellPosition,
  {
    rowCount,
    columnCount,
    pageSize,
    hasHeader,
  }: { rowCount: number; columnCount: number; pageSize: number; hasHeader: boolean },
): CellPosition | undefined {
  const [lastRow, lastColumn] = [rowCount - 1, columnCount - 1]
  const shouldMoveToEnd = event.ctrlKey || event.metaKey
  const moves: Record<string, [number, number]> = {
    ArrowUp: shouldMoveToEnd ? [0, column] : [row - 1, column],
    ArrowDown: shouldMoveToEnd ? [lastRow, column] : [row + 1, column],
    ArrowLeft: shouldMoveToEnd ? [row, 0] : [row, column - 1],
    ArrowRight: shouldMoveToEnd ? [row, lastColumn] : [row, column + 1],
    PageUp: [Math.max(0, row - pageSize), column],
    PageDown: [row + pageSize, column],
    Home: shouldMoveToEnd ? [0, 0] : [row, 0],
    End: shouldMoveToEnd ? [lastRow, lastColumn] : [row, lastColumn],
  }
  const target = moves[event.key]
  if (!target) return undefined
  const top = hasHeader ? -1 : 0
  return { row: Math.min(lastRow, Math.max(top, target[0])), column: Math.min(lastColumn, Math.max(0, target[1])) }
}
