import type { SurfaceSize } from './surface-size.ts'
import {
  boundsOf,
  fit,
  legibleScale,
  overlaps,
  pan,
  toGraph,
  toScreen,
  zoomAt,
  type Point,
  type Rect,
  type View,
} from './view.ts'

/** Space at the sides of a surface that other elements cover, in CSS pixels. */
export interface Insets {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** The view of a surface and the ways to change it. */
export interface Camera {
  readonly view: View
  /** The surface's middle, in its CSS pixels. */
  readonly middle: Point
  size: SurfaceSize
  insets: Insets
  /** Elements over the surface, in its CSS pixels; `reveal` keeps rectangles clear of them if possible. */
  covers: () => readonly Rect[]
  /** True while the view shows the complete graph; any change of the view clears it. */
  isFitted: boolean
  setView(view: View): void
  /** Moves the view by CSS pixels. */
  panBy(dx: number, dy: number): void
  /** Zooms by a factor around a point of the surface (default: its middle). */
  zoom(factor: number, pivot?: Point): void
  /** Shows a rectangle of the graph between the insets, as large as possible, but not below `minScale`. */
  fit(rect: Rect | undefined, minScale?: number): void
  /** Centers the view on a point of the graph. */
  centre(at: Point): void
  /** Pans as little as possible until a rectangle of the graph is fully visible. */
  reveal(rect: Rect): void
  /** Shows rectangles of the graph unless one of them is visible; keeps the scale if all fit. */
  showSome(rects: readonly Rect[]): void
  /** A point of the surface in graph coordinates. */
  toGraph(at: Point): Point
  /** A point of the graph in CSS pixels of the surface. */
  toScreen(at: Point): Point
}

/** Distance between a revealed rectangle and an element over the surface, in CSS pixels. */
const clearance = 12

/** Creates a camera; `onChange` is called with each new view. */
export function createCamera(onChange: (view: View) => void): Camera {
  let view: View = { x: 0, y: 0, scale: 1 }

  /** Moves the view left or up, whichever is shorter, if a rectangle of the graph is under a cover and there is space. */
  const clear = (rect: Rect, cover: Rect): void => {
    const shown = { ...toScreen(view, rect), width: rect.width * view.scale, height: rect.height * view.scale }
    if (!overlaps(shown, cover)) return
    const left = shown.x + shown.width + clearance - cover.x
    const up = shown.y + shown.height + clearance - cover.y
    const moves = [
      ...(shown.x - left >= camera.insets.left ? [{ dx: -left, dy: 0, length: left }] : []),
      ...(shown.y - up >= camera.insets.top ? [{ dx: 0, dy: -up, length: up }] : []),
    ]
    const [shortest] = moves.toSorted((a, b) => a.length - b.length)
    if (shortest) camera.panBy(shortest.dx, shortest.dy)
  }

  const camera: Camera = {
    get view() {
      return view
    },
    get middle() {
      return { x: camera.size.width / 2, y: camera.size.height / 2 }
    },
    size: { width: 0, height: 0, density: 1 },
    insets: { top: 24, right: 24, bottom: 24, left: 24 },
    covers: () => [],
    isFitted: false,
    setView(next) {
      view = next
      camera.isFitted = false
      onChange(next)
    },
    panBy: (dx, dy) => camera.setView(pan(view, dx, dy)),
    zoom: (factor, pivot = camera.middle) => camera.setView(zoomAt(view, factor, pivot)),
    fit(rect, minScale = 0) {
      const { top, left } = camera.insets
      const fitted = pan(fit(rect, freeSize(camera), 24), left, top)
      camera.setView(fitted.scale < minScale ? zoomAt(fitted, minScale / fitted.scale, camera.middle) : fitted)
    },
    centre(at) {
      const { scale } = view
      const { x, y } = camera.middle
      camera.setView({ scale, x: x - at.x * scale, y: y - at.y * scale })
    },
    reveal(rect) {
      const { size, insets } = camera
      if (size.width === 0) return
      const { x, y } = toScreen(view, rect)
      const dx = shift(x, rect.width * view.scale, insets.left, size.width - insets.right)
      const dy = shift(y, rect.height * view.scale, insets.top, size.height - insets.bottom)
      if (dx !== 0 || dy !== 0) camera.panBy(dx, dy)
      for (const cover of camera.covers()) clear(rect, cover)
    },
    showSome(rects) {
      const { top, left } = camera.insets
      const { scale } = view
      const free = freeSize(camera)
      const visible = {
        ...toGraph(view, { x: left, y: top }),
        width: free.width / scale,
        height: free.height / scale,
      }
      const bounds = boundsOf(rects)
      if (!bounds || camera.size.width === 0 || rects.some((rect) => overlaps(rect, visible))) return
      if (bounds.width <= visible.width && bounds.height <= visible.height) camera.reveal(bounds)
      else camera.fit(bounds, Math.min(scale, legibleScale))
    },
    toGraph: (at) => toGraph(view, at),
    toScreen: (at) => toScreen(view, at),
  }
  return camera
}

/** The size of a surface between its insets. */
const freeSize = ({ size, insets }: Camera): { width: number; height: number } => ({
  width: size.width - insets.left - insets.right,
  height: size.height - insets.top - insets.bottom,
})

/** How far a span must move to be between `low` and `high`; a longer one starts at `low`. */
const shift = (from: number, length: number, low: number, high: number): number =>
  from < low || length > high - low ? low - from : from + length > high ? high - from - length : 0
