/**
 * Geometry of a table's scroll container, which supports more rows than the maximum element height allows. The inner
 * element has a limited height, and its scroll offset is scaled to a row position. The row position is authoritative,
 * so that the wheel and keys move by whole rows while the scroll bar still reaches the last row.
 */
export interface TableScroll {
  readonly rows: number
  readonly rowHeight: number
  /** Height of the visible area. */
  readonly viewHeight: number
}

/**
 * Maximum height of the inner element in pixels, below browser limits (33.5 million in Chromium, 17.8 million in
 * Firefox).
 */
export const maxHeight = 8_000_000

export const getBodyHeight = ({ rows, rowHeight }: TableScroll): number => Math.min(rows * rowHeight, maxHeight)

export const isScaled = ({ rows, rowHeight }: TableScroll): boolean => rows * rowHeight > maxHeight

/** Returns the maximum row position, at which the last row is at the bottom. */
export const getMaxPosition = ({ rows, rowHeight, viewHeight }: TableScroll): number =>
  Math.max(0, rows - viewHeight / rowHeight)

export const clampPosition = (scroll: TableScroll, position: number): number =>
  Math.min(getMaxPosition(scroll), Math.max(0, position))

/** Converts a scroll offset to the fractional index of the row at the top. */
export function toRowPosition(scroll: TableScroll, scrollTop: number): number {
  const maxScrollTop = getBodyHeight(scroll) - scroll.viewHeight
  if (maxScrollTop <= 0) return 0
  return clampPosition(
    scroll,
    isScaled(scroll) ? (scrollTop / maxScrollTop) * getMaxPosition(scroll) : scrollTop / scroll.rowHeight,
  )
}

/** Converts a row position to a scroll offset; the inverse of `toRowPosition`. */
export function toScrollTop(scroll: TableScroll, position: number): number {
  const maxPosition = getMaxPosition(scroll)
  if (maxPosition === 0) return 0
  const maxScrollTop = getBodyHeight(scroll) - scroll.viewHeight
  return isScaled(scroll)
    ? (clampPosition(scroll, position) / maxPosition) * maxScrollTop
    : clampPosition(scroll, position) * scroll.rowHeight
}

/** Returns the row position closest to the current one at which a row is completely visible. */
export function computePositionToReveal(scroll: TableScroll, position: number, row: number): number {
  const visibleRowCount = scroll.viewHeight / scroll.rowHeight
  if (row < position) return clampPosition(scroll, row)
  if (row + 1 > position + visibleRowCount) return clampPosition(scroll, row + 1 - visibleRowCount)
  return position
}
