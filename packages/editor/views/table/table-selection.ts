import { rangeOf, type CellPlace, type CellRange } from './cell-range.ts'

/** The current cell and the selected range, from the anchor to it. Row -1 is the header. */
export class TableSelection {
  readonly #changed: () => void
  #current: CellPlace | undefined
  #anchor: CellPlace | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get current(): CellPlace | undefined {
    return this.#current
  }

  /** The selected cells, at least the current one. */
  get range(): CellRange | undefined {
    const current = this.#current
    return current && current.row >= 0 ? rangeOf(this.#anchor ?? current, current) : undefined
  }

  clear(): void {
    this.#set(undefined, undefined)
  }

  /** Moves to a cell; `extend` selects the cells between. */
  goTo(place: CellPlace, extend = false, from = this.#current): void {
    this.#set(place, extend ? (this.#anchor ?? from) : undefined)
  }

  /** Selects all cells of the rows from the anchor on. */
  takeRow(row: number, columns: number, extend: boolean): void {
    const begun = extend && this.#anchor ? this.#anchor.row : row
    this.#set({ row, column: columns - 1 }, { row: begun, column: 0 })
  }

  takeAll(rows: number, columns: number): void {
    if (rows > 0 && columns > 0) this.#set({ row: rows - 1, column: columns - 1 }, { row: 0, column: 0 })
  }

  /** Follows a mouse that is pressed in a cell. `root`: the container of the cells. */
  followDrag(from: CellPlace, root: DocumentOrShadowRoot): void {
    const move = ({ clientX, clientY }: PointerEvent): void => {
      // Firefox dispatches all moves of a pressed mouse to the first cell.
      const under = root.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[role=gridcell], [role=rowheader]')
      const place = under ? placeOf(under) : undefined
      if (!place || place.column < 0 || (place.row === this.#current?.row && place.column === this.#current.column))
        return
      this.#set(place, this.#anchor ?? from)
    }
    const end = (): void => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', end)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }

  #set(current: CellPlace | undefined, anchor: CellPlace | undefined): void {
    this.#current = current
    this.#anchor = anchor
    this.#changed()
  }
}

/** The cell of an event; column -1 is the row number. */
export function placeUnder(event: Event): CellPlace | undefined {
  const cell = event
    .composedPath()
    .find((target) => target instanceof HTMLElement && /^(gridcell|rowheader)$/.test(target.role ?? ''))
  return cell instanceof HTMLElement ? placeOf(cell) : undefined
}

function placeOf(cell: HTMLElement): CellPlace | undefined {
  const row = cell.parentElement?.getAttribute('aria-rowindex')
  return row ? { row: Number(row) - 2, column: Number(cell.getAttribute('aria-colindex')) - 2 } : undefined
}
