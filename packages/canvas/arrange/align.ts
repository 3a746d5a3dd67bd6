import { boundsOf, type Point, type Rect } from '../camera/view.ts'

/** A rectangle that can be aligned, with its id. @internal */
export interface Placed extends Rect {
  readonly id: string
}

/** @internal */
export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

/** Positions that align all rectangles with a side or the middle of their common bounds. @internal */
export function align(all: readonly Placed[], to: Alignment): Map<string, Point> {
  const bounds = boundsOf(all)
  const places = new Map<string, Point>()
  if (!bounds) return places
  for (const { id, x, y, width, height } of all) {
    const at: Record<Alignment, Point> = {
      left: { x: bounds.x, y },
      centre: { x: bounds.x + (bounds.width - width) / 2, y },
      right: { x: bounds.x + bounds.width - width, y },
      top: { x, y: bounds.y },
      middle: { x, y: bounds.y + (bounds.height - height) / 2 },
      bottom: { x, y: bounds.y + bounds.height - height },
    }
    places.set(id, { x: Math.round(at[to].x), y: Math.round(at[to].y) })
  }
  return places
}

/** Positions with equal gaps between neighbors; the outermost two rectangles do not move. @internal */
export function distribute(all: readonly Placed[], axis: 'x' | 'y'): Map<string, Point> {
  const length = (rect: Rect): number => (axis === 'x' ? rect.width : rect.height)
  const inOrder = all.toSorted((a, b) => a[axis] - b[axis])
  const first = inOrder[0]
  const last = inOrder.at(-1)
  const places = new Map<string, Point>()
  if (!first || !last || inOrder.length < 3) return places
  const inner = last[axis] + length(last) - first[axis] - inOrder.reduce((sum, rect) => sum + length(rect), 0)
  const gap = inner / (inOrder.length - 1)
  let at = first[axis]
  for (const rect of inOrder) {
    places.set(rect.id, axis === 'x' ? { x: Math.round(at), y: rect.y } : { x: rect.x, y: Math.round(at) })
    at += length(rect) + gap
  }
  return places
}
