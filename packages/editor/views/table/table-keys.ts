import type { CellPlace } from './cell-range.ts'

/** A key with its modifiers. */
export interface MoveKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/**
 * The place to which a key moves the current cell in a table of a size; `undefined` for other keys. Ctrl moves to the
 * ends. Row -1 is the header with the column menus, if `hasHead`.
 */
export function movedBy(
  event: MoveKey,
  { row, column }: CellPlace,
  { rows, columns, page, hasHead }: { rows: number; columns: number; page: number; hasHead: boolean },
): CellPlace | undefined {
  const [lastRow, lastColumn] = [rows - 1, columns - 1]
  const whole = event.ctrlKey || event.metaKey
  const moves: Record<string, [number, number]> = {
    ArrowUp: whole ? [0, column] : [row - 1, column],
    ArrowDown: whole ? [lastRow, column] : [row + 1, column],
    ArrowLeft: whole ? [row, 0] : [row, column - 1],
    ArrowRight: whole ? [row, lastColumn] : [row, column + 1],
    PageUp: [Math.max(0, row - page), column],
    PageDown: [row + page, column],
    Home: whole ? [0, 0] : [row, 0],
    End: whole ? [lastRow, lastColumn] : [row, lastColumn],
  }
  const to = moves[event.key]
  if (!to) return undefined
  const top = hasHead ? -1 : 0
  return { row: Math.min(lastRow, Math.max(top, to[0])), column: Math.min(lastColumn, Math.max(0, to[1])) }
}
