import type { SurfaceSize } from './surface-size.ts'
import {
  computeBounds,
  fit,
  legibleScale,
  overlaps,
  pan,
  toGraph,
  toScreen,
  zoomAt,
  type Point,
  type Rect,
  type Viewport,
} from './view.ts'

/** The areas along the sides of a surface that other elements cover, in CSS pixels. @public */
export interface Insets {
  /** The covered space at the top, in CSS pixels. */
  readonly top: number
  /** The covered space on the right, in CSS pixels. */
  readonly right: number
  /** The covered space at the bottom, in CSS pixels. */
  readonly bottom: number
  /** The covered space on the left, in CSS pixels. */
  readonly left: number
}

/** Controls which part of the graph a surface shows. */
export interface Camera {
  /** The current pan offset and scale. */
  readonly view: Viewport
  /** The center of the surface, in CSS pixels. */
  readonly center: Point
  /** The size of the surface in CSS pixels, with its pixel density. */
  size: SurfaceSize
  /** The areas along the sides of the surface that other elements cover. */
  insets: Insets
  /**
   * Returns the rectangles of elements over the surface, in CSS pixels. `fit`, `reveal` and `keepVisible` avoid them.
   */
  getCoverRects: () => readonly Rect[]
  /** True while the view is fitted to the entire graph. Any change to the view resets it. */
  isFitted: boolean
  /** Sets the offset and scale without animation. */
  setView(view: Viewport): void
  /** Pans the view by a distance in CSS pixels. */
  panBy(dx: number, dy: number): void
  /** Zooms by a factor around a point of the surface, by default its center. */
  zoom(factor: number, pivot?: Point): void
  /**
   * Fits a rectangle of the graph between the insets at the largest possible scale, but at least `minScale`. If
   * possible, elements over the surface hide none of the `contentRects`, which are parts of the rectangle.
   */
  fit(rect: Rect | undefined, minScale?: number, contentRects?: readonly Rect[]): void
  /** Centers the view on a point in graph coordinates. */
  centerOn(point: Point): void
  /** Pans by the shortest distance that makes a rectangle of the graph fully visible. */
  reveal(rect: Rect, animated?: boolean): void
  /**
   * Pans the view up so that currently visible rectangles stay above the bottom inset and any covering elements, as far
   * as the space above them allows. Call after the surface height has changed by `heightChange`.
   */
  keepVisible(rects: readonly Rect[], heightChange: number, animated: boolean): void
  /**
   * Moves the view back to where it was before `keepVisible` moved it, if the surface is as tall as before and nothing
   * else has changed the view since.
   */
  restore(animated: boolean): void
  /** Advances the animation to `time` (`performance.now()`, in ms). Returns whether it is still running. */
  step(time: number): boolean
  /** Brings rectangles of the graph into view unless one is already visible. Keeps the scale if all of them fit. */
  ensureAnyVisible(rects: readonly Rect[]): void
  /** Converts surface coordinates (CSS pixels) to graph coordinates. */
  toGraph(point: Point): Point
  /** Converts graph coordinates to surface coordinates (CSS pixels). */
  toScreen(point: Point): Point
}

/** The duration of the `reveal` animation, in ms. */
const animationMs = 160

/** The minimum distance between a revealed rectangle and a covering element, in CSS pixels. */
const clearance = 12

/** Returns how far visible rectangles must move up to stay above the bottom inset and any covering elements. */
function computeUpDistance(
  { size, insets, getCoverRects }: Camera,
  currentView: Viewport,
  rects: readonly Rect[],
  heightChange: number,
): number {
  const bottom = size.height - insets.bottom
  const visibleRect = { x: 0, y: 0, width: size.width, height: bottom - heightChange }
  const onScreenRects = rects
    .map((rect) => toScreenRect(currentView, rect))
    .filter((rect) => contains(visibleRect, rect))
  const bounds = computeBounds(onScreenRects)
  if (!bounds) return 0
  // Covers are at the bottom of the surface. A rectangle that overlaps a cover horizontally must end above it.
  const distances = getCoverRects().flatMap((cover) =>
    onScreenRects
      .filter(
        (rect) => rect.x < cover.x + cover.width && cover.x < rect.x + rect.width && rect.y >= cover.y - rect.height,
      )
      .map((rect) => rect.y + rect.height + clearance - cover.y),
  )
  return Math.min(Math.max(bounds.y + bounds.height - bottom, ...distances), bounds.y - insets.top)
}

/** Creates a camera. `onChange` is called for each new view; `isAnimating` is true for frames of an animation. */
export function createCamera(onChange: (view: Viewport, isAnimating: boolean) => void): Camera {
  let view: Viewport = { x: 0, y: 0, scale: 1 }
  /** The moves by `keepVisible`, oldest first: the view before, with the height of the surface, and the view after. */
  let avoidances: { readonly original: Viewport; readonly height: number; readonly target: Viewport }[] = []
  let animation: { readonly start: Viewport; readonly target: Viewport; readonly startedAt: number } | undefined

  const updateView = (next: Viewport, isAnimating = false): void => {
    view = next
    camera.isFitted = false
    onChange(next, isAnimating)
  }

  const moveTo = (target: Viewport, animated: boolean): void => {
    if (!animated) return camera.setView(target)
    animation = { start: view, target, startedAt: performance.now() }
    // Notifies the host so that it requests the first frame.
    updateView(view, true)
  }

  const camera: Camera = {
    get view() {
      return view
    },
    get center() {
      return { x: camera.size.width / 2, y: camera.size.height / 2 }
    },
    size: { width: 0, height: 0, density: 1 },
    insets: { top: 24, right: 24, bottom: 24, left: 24 },
    getCoverRects: () => [],
    isFitted: false,
    setView(next) {
      animation = undefined
      updateView(next)
    },
    panBy: (dx, dy) => camera.setView(pan(view, dx, dy)),
    zoom: (factor, pivot = camera.center) => camera.setView(zoomAt(view, factor, pivot)),
    fit(rect, minScale = 0, contentRects = []) {
      const covers = camera.getCoverRects()
      const isClear = (candidate: Viewport): boolean =>
        !covers.some((cover) => contentRects.some((part) => isCovered(candidate, part, cover)))
      let bestView = fitBetweenInsets(rect, camera, camera.insets)
      if (!isClear(bestView)) {
        const candidates = listAlternativeInsets(covers, camera).map((insets) => fitBetweenInsets(rect, camera, insets))
        bestView = candidates.filter(isClear).toSorted((a, b) => b.scale - a.scale)[0] ?? bestView
      }
      camera.setView(bestView.scale < minScale ? alignToStart(rect, minScale, bestView, camera) : bestView)
    },
    centerOn(point) {
      const { scale } = view
      const { x, y } = camera.center
      camera.setView({ scale, x: x - point.x * scale, y: y - point.y * scale })
    },
    reveal(rect, animated = false) {
      const { size, insets } = camera
      if (size.width === 0) return
      const currentView = animation?.target ?? view
      const { x, y } = toScreen(currentView, rect)
      const dx = computeShift(x, rect.width * currentView.scale, insets.left, size.width - insets.right)
      const dy = computeShift(y, rect.height * currentView.scale, insets.top, size.height - insets.bottom)
      const target = camera
        .getCoverRects()
        .reduce((next, cover) => avoidCover(next, rect, cover, insets), pan(currentView, dx, dy))
      if (target.x !== currentView.x || target.y !== currentView.y) moveTo(target, animated)
    },
    keepVisible(rects, heightChange, animated) {
      const currentView = animation?.target ?? view
      const upDistance = computeUpDistance(camera, currentView, rects, heightChange)
      if (upDistance <= 0) return
      const target = pan(currentView, 0, -upDistance)
      avoidances = avoidances.at(-1)?.target === currentView ? avoidances : []
      avoidances.push({ original: currentView, height: camera.size.height - heightChange, target })
      moveTo(target, animated)
    },
    restore(animated) {
      const currentView = animation?.target ?? view
      let restoredView = currentView
      for (
        let last = avoidances.at(-1);
        last?.target === restoredView && camera.size.height >= last.height;
        last = avoidances.at(-1)
      ) {
        restoredView = last.original
        avoidances.pop()
      }
      if (restoredView !== currentView) moveTo(restoredView, animated)
    },
    step(time) {
      if (!animation) return false
      const { start, target, startedAt } = animation
      const progress = Math.min(1, Math.max(0, (time - startedAt) / animationMs))
      const easedProgress = 1 - (1 - progress) ** 3
      if (progress === 1) animation = undefined
      const interpolatedView = {
        scale: target.scale,
        x: start.x + (target.x - start.x) * easedProgress,
        y: start.y + (target.y - start.y) * easedProgress,
      }
      updateView(progress === 1 ? target : interpolatedView, true)
      return progress < 1
    },
    ensureAnyVisible(rects) {
      const { top, left } = camera.insets
      const { scale } = view
      const availableSize = computeFreeSize(camera)
      const visibleRect = {
        ...toGraph(view, { x: left, y: top }),
        width: availableSize.width / scale,
        height: availableSize.height / scale,
      }
      const bounds = computeBounds(rects)
      if (!bounds || camera.size.width === 0 || rects.some((rect) => overlaps(rect, visibleRect))) return
      if (bounds.width <= visibleRect.width && bounds.height <= visibleRect.height) camera.reveal(bounds)
      else camera.fit(bounds, Math.min(scale, legibleScale))
    },
    toGraph: (point) => toGraph(view, point),
    toScreen: (point) => toScreen(view, point),
  }
  return camera
}

/**
 * Pans left or up, whichever is shorter, to uncover a rectangle of the graph. Does nothing if neither side has space.
 */
function avoidCover(view: Viewport, rect: Rect, cover: Rect, insets: Insets): Viewport {
  if (!isCovered(view, rect, cover)) return view
  const screenRect = toScreenRect(view, rect)
  const leftDistance = screenRect.x + screenRect.width + clearance - cover.x
  const upDistance = screenRect.y + screenRect.height + clearance - cover.y
  const moves = [
    ...(screenRect.x - leftDistance >= insets.left ? [{ dx: -leftDistance, dy: 0, length: leftDistance }] : []),
    ...(screenRect.y - upDistance >= insets.top ? [{ dx: 0, dy: -upDistance, length: upDistance }] : []),
  ]
  const [shortestMove] = moves.toSorted((a, b) => a.length - b.length)
  return shortestMove ? pan(view, shortestMove.dx, shortestMove.dy) : view
}

/** Returns the view that fits a rectangle into the area between the insets. */
function fitBetweenInsets(rect: Rect | undefined, { size }: Camera, insets: Insets): Viewport {
  const availableSize = computeFreeSize({ size, insets })
  return pan(fit(rect, availableSize, 24, computeMaxFitScale(availableSize)), insets.left, insets.top)
}

/**
 * Enlarges a fitted view to a legible scale. A graph that no longer fits is aligned to its top-left corner, where
 * reading starts; otherwise it stays centered.
 */
function alignToStart(rect: Rect | undefined, scale: number, fittedView: Viewport, camera: Camera): Viewport {
  const view = zoomAt(fittedView, scale / fittedView.scale, camera.center)
  if (!rect) return view
  const { insets } = camera
  const availableSize = computeFreeSize(camera)
  const { x, y } = toScreen(view, rect)
  const dx = rect.width * view.scale > availableSize.width ? insets.left - x : 0
  const dy = rect.height * view.scale > availableSize.height ? insets.top - y : 0
  return pan(view, dx, dy)
}

/** Returns alternative insets that keep one or two sides of the surface free for the covering elements. */
const listAlternativeInsets = (covers: readonly Rect[], { size, insets }: Camera): Insets[] => {
  const {
    right = 0,
    bottom = 0,
    left = 0,
    top = 0,
  } = {
    bottom: size.height - Math.min(...covers.map(({ y }) => y).filter((y) => y > size.height / 2), size.height),
    right: size.width - Math.min(...covers.map(({ x }) => x).filter((x) => x > size.width / 2), size.width),
    left: Math.max(...covers.map(({ x, width }) => x + width).filter((x) => x < size.width / 2), 0),
    top: Math.max(...covers.map(({ y, height }) => y + height).filter((y) => y < size.height / 2), 0),
  }
  const sides = [{ bottom }, { right }, { left }, { top }, { bottom, top }, { right, left }]
  return sides.map((side) => ({
    top: Math.max(insets.top, side.top ?? 0),
    right: Math.max(insets.right, side.right ?? 0),
    bottom: Math.max(insets.bottom, side.bottom ?? 0),
    left: Math.max(insets.left, side.left ?? 0),
  }))
}

const toScreenRect = (view: Viewport, rect: Rect): Rect => ({
  ...toScreen(view, rect),
  width: rect.width * view.scale,
  height: rect.height * view.scale,
})

const isCovered = (view: Viewport, rect: Rect, cover: Rect): boolean => overlaps(toScreenRect(view, rect), cover)

const contains = (outer: Rect, { x, y, width, height }: Rect): boolean =>
  x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height

/** Returns the size of the area between the insets. */
const computeFreeSize = ({ size, insets }: Pick<Camera, 'size' | 'insets'>): { width: number; height: number } => ({
  width: size.width - insets.left - insets.right,
  height: size.height - insets.top - insets.bottom,
})

/** Surfaces up to this size never magnify a fitted graph. */
const naturalSize = { width: 1_600, height: 900 }
const maxFitScale = 2

/** Returns the maximum scale for fitting a graph. On a large screen, a small graph is magnified. */
const computeMaxFitScale = ({ width, height }: { width: number; height: number }): number =>
  Math.max(1, Math.min(maxFitScale, width / naturalSize.width, height / naturalSize.height))

/** Returns the shift that moves a span into the range `low` to `high`. A span that is too long is aligned to `low`. */
const computeShift = (start: number, length: number, low: number, high: number): number =>
  start < low || length > high - low ? low - start : start + length > high ? high - start - length : 0
