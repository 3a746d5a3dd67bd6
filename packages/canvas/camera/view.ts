/**
 * Maps graph coordinates to the surface: the graph point `(gx, gy)` appears at `(gx * scale + x, gy * scale + y)`, in
 * CSS pixels.
 *
 * @public
 */
export interface Viewport {
  /** The x coordinate of the graph's origin on the surface, in CSS pixels. */
  readonly x: number
  /** The y coordinate of the graph's origin on the surface, in CSS pixels. */
  readonly y: number
  /** The number of CSS pixels per graph unit. */
  readonly scale: number
}

/** A point in graph or surface coordinates, depending on the context. @public */
export interface Point {
  /** The horizontal coordinate, which increases to the right. */
  readonly x: number
  /** The vertical coordinate, which increases downward. */
  readonly y: number
}

/** A rectangle, defined by its top-left corner and size. @public */
export interface Rect extends Point {
  /** The width, in the units of `x` and `y`. */
  readonly width: number
  /** The height, in the units of `x` and `y`. */
  readonly height: number
}

/** The minimum scale, at which about 100,000 nodes are visible at once. */
export const minScale = 0.01
export const maxScale = 3
/** The scale from which all node text is legible. Below it, nodes show less text in a larger font. */
export const legibleScale = 0.6
/**
 * The scale from which nodes show ports and legible titles. Below it, nodes are plain rectangles, and all edges are
 * drawn as one path.
 */
export const detailScale = 0.45

const clampScale = (scale: number): number => Math.min(maxScale, Math.max(minScale, scale))

export const toGraph = (view: Viewport, { x, y }: Point): Point => ({
  x: (x - view.x) / view.scale,
  y: (y - view.y) / view.scale,
})

export const toScreen = (view: Viewport, { x, y }: Point): Point => ({
  x: x * view.scale + view.x,
  y: y * view.scale + view.y,
})

export const pan = (view: Viewport, dx: number, dy: number): Viewport => ({ ...view, x: view.x + dx, y: view.y + dy })

/** Zooms by a factor around `pivot`, a point on the surface. */
export function zoomAt(view: Viewport, factor: number, pivot: Point): Viewport {
  const scale = clampScale(view.scale * factor)
  const ratio = scale / view.scale
  return { scale, x: pivot.x - (pivot.x - view.x) * ratio, y: pivot.y - (pivot.y - view.y) * ratio }
}

/** Returns the view that centers `rect` (graph units) in `size` (CSS pixels) at a scale of at most `scaleLimit`. */
export function fit(
  rect: Rect | undefined,
  size: { width: number; height: number },
  margin = 48,
  scaleLimit = 1,
): Viewport {
  if (!rect) return { x: size.width / 2, y: size.height / 2, scale: 1 }
  const scale = clampScale(
    Math.min(
      scaleLimit,
      (size.width - 2 * margin) / Math.max(1, rect.width),
      (size.height - 2 * margin) / Math.max(1, rect.height),
    ),
  )
  return {
    scale,
    x: Math.round(size.width / 2 - (rect.x + rect.width / 2) * scale),
    y: Math.round(size.height / 2 - (rect.y + rect.height / 2) * scale),
  }
}

/** Returns the smallest rectangle that contains all `rects`, or `undefined` if `rects` is empty. @internal */
export function computeBounds(rects: Iterable<Rect>): Rect | undefined {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const rect of rects) {
    left = Math.min(left, rect.x)
    top = Math.min(top, rect.y)
    right = Math.max(right, rect.x + rect.width)
    bottom = Math.max(bottom, rect.y + rect.height)
  }
  return right < left ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export const createRectBetween = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})
