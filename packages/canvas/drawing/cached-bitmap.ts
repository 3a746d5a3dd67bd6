import type { Frame } from './frame.ts'
import { hasEqualDependencies } from './frame-dependencies.ts'

/** A bitmap of the drawing and its surroundings, reused while only the view moves. */
export interface CachedBitmap {
  /**
   * Draws the bitmap at the current view; returns false if there is none and the frame must be drawn. `paint` creates
   * the bitmap from a frame that is larger by the margin.
   */
  draw(
    context: CanvasRenderingContext2D,
    frame: Frame,
    paint: (context: CanvasRenderingContext2D, frame: Frame) => void,
  ): boolean
  clear(): void
}

export interface CachedBitmapOptions {
  /** Returns the values that the bitmap depends on, except the view and the size. */
  listDependencies(frame: Frame): readonly unknown[]
  /** True if the bitmap is opaque, which makes its text as sharp as on the canvas. */
  isOpaque: boolean
  /** True if the bitmap is created only after the view has moved, not when the same frame is drawn again. */
  redrawsOnMove: boolean
}

/** Margin around the visible area, in CSS pixels: how far the view can pan before the bitmap is redrawn. */
const margin = 320
/** The maximum size: a larger bitmap costs more memory than it saves time. */
const maxPixels = 24_000_000

export function createCachedBitmap({ listDependencies, isOpaque, redrawsOnMove }: CachedBitmapOptions): CachedBitmap {
  let canvas: HTMLCanvasElement | undefined
  let cached: { dependencies: readonly unknown[]; x: number; y: number } | undefined
  /** The dependencies and the view of the last frame. */
  let last: { dependencies: readonly unknown[]; x: number; y: number } | undefined
  return {
    draw(context, frame, paint) {
      const { view, width, height, density, isSettled } = frame
      const fullWidth = Math.ceil((width + 2 * margin) * density)
      const fullHeight = Math.ceil((height + 2 * margin) * density)
      if (!isSettled || fullWidth * fullHeight > maxPixels) {
        cached = undefined
        last = undefined
        return false
      }
      const dependencies = [frame.scene, frame.theme, view.scale, density, width, height, ...listDependencies(frame)]
      // While zooming, each frame differs: a bitmap only pays off once two consecutive frames are equal.
      const isRepeated =
        hasEqualDependencies(dependencies, last?.dependencies) &&
        !(redrawsOnMove && last?.x === view.x && last.y === view.y)
      last = { dependencies, x: view.x, y: view.y }
      const isNear = cached && Math.abs(view.x - cached.x) <= margin && Math.abs(view.y - cached.y) <= margin
      if (!cached || !hasEqualDependencies(dependencies, cached.dependencies) || !isNear) {
        if (!isRepeated) return false
        canvas ??= document.createElement('canvas')
        canvas.width = fullWidth
        canvas.height = fullHeight
        const bitmapContext = canvas.getContext('2d', { alpha: !isOpaque })
        if (!bitmapContext) return false
        // The direction of the surface: a detached canvas would use the page's direction.
        bitmapContext.direction = 'ltr'
        bitmapContext.setTransform(density, 0, 0, density, 0, 0)
        const bitmapView = { ...view, x: view.x + margin, y: view.y + margin }
        paint(bitmapContext, { ...frame, view: bitmapView, width: width + 2 * margin, height: height + 2 * margin })
        cached = { dependencies, x: view.x, y: view.y }
      }
      if (!canvas) return false
      // Rounded to whole pixels, because the bitmap would be blurred between them.
      const x = Math.round((view.x - cached.x - margin) * density)
      const y = Math.round((view.y - cached.y - margin) * density)
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(canvas, x, y)
      context.restore()
      return true
    },
    clear() {
      canvas = undefined
      cached = undefined
      last = undefined
    },
  }
}
