/**
 * The geometry of a scroll container with more rows than the maximum height of an element allows. The inner element has
 * a limited height, and its scroll offset is scaled to a row position. The row position is authoritative, so that the
 * wheel and keys move by rows and the scroll bar still reaches the last row.
 */
export interface TableScroll {
  readonly rows: number
  readonly rowHeight: number
  /** Height of the visible part. */
  readonly viewHeight: number
}

/** Maximum height of the inner element, below the limits of browsers (Chromium 33.5, Firefox 17.8 million pixels). */
export const maxHeight = 8_000_000

export const getBodyHeight = ({ rows, rowHeight }: TableScroll): number => Math.min(rows * rowHeight, maxHeight)

export const isScaled = ({ rows, rowHeight }: TableScroll): boolean => rows * rowHeight > maxHeight

/** Returns the largest row position, with the last row at the bottom. */
export const getMaxPosition = ({ rows, rowHeight, viewHeight }: TableScroll): number =>
  Math.max(0, rows - viewHeight / rowHeight)

export const clampPosition = (scroll: TableScroll, position: number): number =>
  Math.min(getMaxPosition(scroll), Math.max(0, position))

/** Returns the fractional row at the top for a scroll offset. */
export function toRowPosition(scroll: TableScroll, scrollTop: number): number {
  const maxScrollTop = getBodyHeight(scroll) - scroll.viewHeight
  if (maxScrollTop <= 0) return 0
  return clampPosition(
    scroll,
    isScaled(scroll) ? (scrollTop / maxScrollTop) * getMaxPosition(scroll) : scrollTop / scroll.rowHeight,
  )
}

/** Returns the scroll offset for a row position; the inverse of `toRowPosition`. */
export function toScrollTop(scroll: TableScroll, position: number): number {
  const maxPosition = getMaxPosition(scroll)
  if (maxPosition === 0) return 0
  const maxScrollTop = getBodyHeight(scroll) - scroll.viewHeight
  return isScaled(scroll)
    ? (clampPosition(scroll, position) / maxPosition) * maxScrollTop
    : clampPosition(scroll, position) * scroll.rowHeight
}

/** Returns the nearest row position that makes a row completely visible. */
export function computePositionToReveal(scroll: TableScroll, position: number, row: number): number {
  const visibleRows = scroll.viewHeight / scroll.rowHeight
  if (row < position) return clampPosition(scroll, row)
  if (row + 1 > position + visibleRows) return clampPosition(scroll, row + 1 - visibleRows)
  return position
}
