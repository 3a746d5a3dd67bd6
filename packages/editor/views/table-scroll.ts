/**
 * Scrolling through more rows than an element can be high. The inner element is at most `mostHeight` high; its scroll
 * position is scaled to a row position, which is the truth, so that wheel and keys move by rows while the scroll bar
 * reaches the last row of any number.
 */
export interface TableScroll {
  readonly rows: number
  readonly rowHeight: number
  /** Height of the part in which rows are seen. */
  readonly viewHeight: number
}

/** Well below every browser's limit (Chromium 33.5, Firefox 17.8 million pixels). */
export const maxHeight = 8_000_000

export const bodyHeight = ({ rows, rowHeight }: TableScroll): number => Math.min(rows * rowHeight, maxHeight)

export const isScaled = ({ rows, rowHeight }: TableScroll): boolean => rows * rowHeight > maxHeight

/** The largest row position: the last row stands at the bottom. */
export const lastPosition = ({ rows, rowHeight, viewHeight }: TableScroll): number =>
  Math.max(0, rows - viewHeight / rowHeight)

export const clampPosition = (scroll: TableScroll, position: number): number =>
  Math.min(lastPosition(scroll), Math.max(0, position))

/** The row (with a fraction) at the top of the view for a scroll offset. */
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

/** The row position, as near as possible, at which a row is seen whole. */
export function positionShowing(scroll: TableScroll, position: number, row: number): number {
  const seen = scroll.viewHeight / scroll.rowHeight
  if (row < position) return clampPosition(scroll, row)
  if (row + 1 > position + seen) return clampPosition(scroll, row + 1 - seen)
  return position
}
