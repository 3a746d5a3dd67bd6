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

/** Room at the edges of a surface that other things cover, in CSS pixels. */
export interface Insets {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** Where a surface looks, and the ways to look elsewhere. `changed` hears of each. */
export class Camera {
  view: View = { x: 0, y: 0, scale: 1 }
  size: SurfaceSize = { width: 0, height: 0, density: 1 }
  insets: Insets = { top: 24, right: 24, bottom: 24, left: 24 }
  /** What stands over the surface, in its CSS pixels; `reveal` keeps clear of it. */
  covers: () => readonly Rect[] = () => []
  /** True from a look at everything until somebody looks elsewhere. */
  whole = false
  #changed: (view: View) => void

  constructor(changed: (view: View) => void) {
    this.#changed = changed
  }

  look(view: View): void {
    this.view = view
    this.whole = false
    this.#changed(view)
  }

  panBy(dx: number, dy: number): void {
    this.look(pan(this.view, dx, dy))
  }

  zoom(factor: number, pivot: Point = this.middle): void {
    this.look(zoomAt(this.view, factor, pivot))
  }

  /** Looks at a rectangle of the graph, between the insets, as near as it can and no farther than scale `least`. */
  fit(rect: Rect | undefined, least = 0): void {
    const { top, right, bottom, left } = this.insets
    const inner = { width: this.size.width - left - right, height: this.size.height - top - bottom }
    const near = pan(fit(rect, inner, 24), left, top)
    this.look(near.scale < least ? zoomAt(near, least / near.scale, this.middle) : near)
  }

  centre(at: Point): void {
    const { scale } = this.view
    this.look({ scale, x: this.size.width / 2 - at.x * scale, y: this.size.height / 2 - at.y * scale })
  }

  /** Moves as little as needed for a rectangle of the graph to be seen whole. */
  reveal(rect: Rect): void {
    if (this.size.width === 0) return
    const { x, y } = toScreen(this.view, rect)
    const { scale } = this.view
    const { top, right, bottom, left } = this.insets
    const dx = shift(x, rect.width * scale, left, this.size.width - right)
    const dy = shift(y, rect.height * scale, top, this.size.height - bottom)
    if (dx !== 0 || dy !== 0) this.panBy(dx, dy)
    for (const cover of this.covers()) this.#clear(rect, cover)
  }

  /** Looks at rectangles of the graph where none of them is in view: at this scale, if there is room for all. */
  showSome(rects: readonly Rect[]): void {
    const { top, right, bottom, left } = this.insets
    const { scale } = this.view
    const width = (this.size.width - left - right) / scale
    const height = (this.size.height - top - bottom) / scale
    const seen = { ...this.toGraph({ x: left, y: top }), width, height }
    const all = boundsOf(rects)
    if (!all || this.size.width === 0 || rects.some((rect) => overlaps(rect, seen))) return
    if (all.width <= width && all.height <= height) this.reveal(all)
    else this.fit(all, Math.min(scale, legibleScale))
  }

  /** Moves the shorter way left or up, if a rectangle of the graph lies under a cover and there is room to move. */
  #clear(rect: Rect, cover: Rect): void {
    const { scale } = this.view
    const shown = { ...toScreen(this.view, rect), width: rect.width * scale, height: rect.height * scale }
    if (!overlaps(shown, cover)) return
    const left = shown.x + shown.width + clearance - cover.x
    const up = shown.y + shown.height + clearance - cover.y
    const ways = [
      ...(shown.x - left >= this.insets.left ? [{ dx: -left, dy: 0, length: left }] : []),
      ...(shown.y - up >= this.insets.top ? [{ dx: 0, dy: -up, length: up }] : []),
    ]
    const way = ways.toSorted((a, b) => a.length - b.length)[0]
    if (way) this.panBy(way.dx, way.dy)
  }

  get middle(): Point {
    return { x: this.size.width / 2, y: this.size.height / 2 }
  }

  toGraph(at: Point): Point {
    return toGraph(this.view, at)
  }

  toScreen(at: Point): Point {
    return toScreen(this.view, at)
  }
}

const clearance = 12

const shift = (from: number, length: number, low: number, high: number): number =>
  from < low || length > high - low ? low - from : from + length > high ? high - from - length : 0
