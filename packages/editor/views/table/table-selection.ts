import { createRange, type CellPosition, type CellRange } from './cells/cell-range.ts'

/** The current cell and the selected range, which spans from the anchor to the current cell. Row -1 is the header. */
export class TableSelection {
  readonly #onChange: () => void
  #currentCell: CellPosition | undefined
  #anchor: CellPosition | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get current(): CellPosition | undefined {
    return this.#currentCell
  }

  /** The range of selected cells, which includes the current cell. */
  get range(): CellRange | undefined {
    const current = this.#currentCell
    return current && current.row >= 0 ? createRange(this.#anchor ?? current, current) : undefined
  }

  clear(): void {
    this.#set(undefined, undefined)
  }

  /** Moves to a cell. If `shouldExtend` is set, extends the selection to it. */
  moveTo(position: CellPosition, shouldExtend = false, anchor = this.#currentCell): void {
    this.#set(position, shouldExtend ? (this.#anchor ?? anchor) : undefined)
  }

  /** Selects a row or, if `shouldExtend` is set, all rows from the anchor to that row. */
  selectRow(row: number, columnCount: number, shouldExtend: boolean): void {
    const startRow = shouldExtend && this.#anchor ? this.#anchor.row : row
    this.#set({ row, column: columnCount - 1 }, { row: startRow, column: 0 })
  }

  selectAll(rowCount: number, columnCount: number): void {
    if (rowCount > 0 && columnCount > 0)
      this.#set({ row: rowCount - 1, column: columnCount - 1 }, { row: 0, column: 0 })
  }

  /**
   * Extends the selection while the user drags the pointer from a cell.
   *
   * @param root - The root that contains the cells.
   */
  followDrag(startCell: CellPosition, root: DocumentOrShadowRoot): void {
    const onMove = ({ clientX, clientY }: PointerEvent): void => {
      // While a mouse button is pressed, Firefox dispatches all move events to the first cell.
      const cell = root.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[role=gridcell], [role=rowheader]')
      const position = cell ? readPosition(cell) : undefined
      if (
        !position ||
        position.column < 0 ||
        (position.row === this.#currentCell?.row && position.column === this.#currentCell.column)
      )
        return
      this.#set(position, this.#anchor ?? startCell)
    }
    const onEnd = (): void => {
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onEnd)
      window.removeEventListener('pointercancel', onEnd)
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onEnd)
    window.addEventListener('pointercancel', onEnd)
  }

  #set(current: CellPosition | undefined, anchor: CellPosition | undefined): void {
    this.#currentCell = current
    this.#anchor = anchor
    this.#onChange()
  }
}

/** Returns the position of the cell that an event occurred in. Column -1 contains the row numbers. */
export function findCell(event: Event): CellPosition | undefined {
  const cell = event
    .composedPath()
    .find((target) => target instanceof HTMLElement && /^(gridcell|rowheader)$/.test(target.role ?? ''))
  return cell instanceof HTMLElement ? readPosition(cell) : undefined
}

function readPosition(cell: HTMLElement): CellPosition | undefined {
  const row = cell.parentElement?.getAttribute('aria-rowindex')
  return row ? { row: Number(row) - 2, column: Number(cell.getAttribute('aria-colindex')) - 2 } : undefined
}
