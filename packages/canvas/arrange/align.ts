import { computeBounds, type Point, type Rect } from '../camera/view.ts'

/** A rectangle to align, identified by `id`. @internal */
export interface AlignItem extends Rect {
  readonly id: string
}

/** The side or center line on which rectangles are aligned. @internal */
export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'

/** Returns the positions, keyed by id, that align the rectangles within their common bounds. @internal */
export function alignRects(rects: readonly AlignItem[], alignment: Alignment): Map<string, Point> {
  const bounds = computeBounds(rects)
  const positions = new Map<string, Point>()
  if (!bounds) return positions
  for (const { id, x, y, width, height } of rects) {
    const candidates: Record<Alignment, Point> = {
      left: { x: bounds.x, y },
      center: { x: bounds.x + (bounds.width - width) / 2, y },
      right: { x: bounds.x + bounds.width - width, y },
      top: { x, y: bounds.y },
      middle: { x, y: bounds.y + (bounds.height - height) / 2 },
      bottom: { x, y: bounds.y + bounds.height - height },
    }
    positions.set(id, { x: Math.round(candidates[alignment].x), y: Math.round(candidates[alignment].y) })
  }
  return positions
}

/**
 * Returns the positions, keyed by id, that leave equal gaps between neighboring rectangles along an axis. The first and
 * last rectangles stay in place; fewer than three rectangles yield an empty map.
 *
 * @internal
 */
export function distributeRects(rects: readonly AlignItem[], axis: 'x' | 'y'): Map<string, Point> {
  const getLength = (rect: Rect): number => (axis === 'x' ? rect.width : rect.height)
  const sortedRects = rects.toSorted((a, b) => a[axis] - b[axis])
  const first = sortedRects[0]
  const last = sortedRects.at(-1)
  const positions = new Map<string, Point>()
  if (!first || !last || sortedRects.length < 3) return positions
  const totalGap =
    last[axis] + getLength(last) - first[axis] - sortedRects.reduce((sum, rect) => sum + getLength(rect), 0)
  const gap = totalGap / (sortedRects.length - 1)
  let offset = first[axis]
  for (const rect of sortedRects) {
    positions.set(rect.id, axis === 'x' ? { x: Math.round(offset), y: rect.y } : { x: rect.x, y: Math.round(offset) })
    offset += getLength(rect) + gap
  }
  return positions
}
