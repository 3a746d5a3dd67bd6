/**
 * Scrolls more rows than an element can be high. The inner element has a maximum height; its scroll offset is scaled to
 * a row position, which is authoritative, so that wheel and keys move by rows and the scroll bar reaches the last row.
 */
export interface TableScroll {
  readonly rows: number
  readonly rowHeight: number
  /** Height of the visible part. */
  readonly viewHeight: number
}

/** Below the limits of browsers (Chromium 33.5, Firefox 17.8 million pixels). */
export const maxHeight = 8_000_000

export const bodyHeight = ({ rows, rowHeight }: TableScroll): number => Math.min(rows * rowHeight, maxHeight)

export const isScaled = ({ rows, rowHeight }: TableScroll): boolean => rows * rowHeight > maxHeight

/** The largest row position: the last row is at the bottom. */
export const lastPosition = ({ rows, rowHeight, viewHeight }: TableScroll): number =>
  Math.max(0, rows - viewHeight / rowHeight)

export const clampPosition = (scroll: TableScroll, position: number): number =>
  Math.min(lastPosition(scroll), Math.max(0, position))

/** The row (with a fraction) at the top for a scroll offset. */
export function positionOf(scroll: TableScroll, scrollTop: number): number {
  const maximum = bodyHeight(scroll) - scroll.viewHeight
  if (maximum <= 0) return 0
  return clampPosition(
    scroll,
    isScaled(scroll) ? (scrollTop / maximum) * lastPosition(scroll) : scrollTop / scroll.rowHeight,
  )
}

/** The scroll offset for a row position: the inverse of `positionOf`. */
export function scrollTopOf(scroll: TableScroll, position: number): number {
  const last = lastPosition(scroll)
  if (last === 0) return 0
  const maximum = bodyHeight(scroll) - scroll.viewHeight
  return isScaled(scroll)
    ? (clampPosition(scroll, position) / last) * maximum
    : clampPosition(scroll, position) * scroll.rowHeight
}

/** The nearest row position at which a row is completely visible. */
export function positionShowing(scroll: TableScroll, position: number, row: number): number {
  const seen = scroll.viewHeight / scroll.rowHeight
  if (row < position) return clampPosition(scroll, row)
  if (row + 1 > position + seen) return clampPosition(scroll, row + 1 - seen)
  return position
}
