import type { Frame } from './frame.ts'
import { areDependenciesEqual } from './frame-dependencies.ts'

export interface CachedBitmapOptions {
  /** Returns the values that the bitmap depends on, in addition to the view and size. */
  listDependencies(frame: Frame): readonly unknown[]
  /** Whether the bitmap is opaque. Text in opaque bitmaps is as sharp as on the canvas itself. */
  isOpaque: boolean
  /** Whether to create the bitmap only after the view has moved, rather than when the same frame is drawn again. */
  redrawsOnMove: boolean
}

/** The margin around the visible area, in CSS pixels. The view can pan this far before the bitmap must be redrawn. */
const margin = 320
/** The maximum bitmap size. The time saved does not justify the memory of a larger bitmap. */
const maxPixels = 24_000_000

export function createCachedBitmap({ listDependencies, isOpaque, redrawsOnMove }: CachedBitmapOptions) {
  let canvas: HTMLCanvasElement | undefined
  let cachedFrame: { dependencies: readonly unknown[]; x: number; y: number } | undefined
  /** The dependencies and position of the last frame. */
  let lastFrame: { dependencies: readonly unknown[]; x: number; y: number } | undefined
  return {
    /**
     * Draws the bitmap at the current view. Returns false if the bitmap cannot be used, so that the caller must draw the
     * frame. `paint` renders the bitmap from a frame that is enlarged by the margin.
     */
    draw(
      context: CanvasRenderingContext2D,
      frame: Frame,
      paint: (context: CanvasRenderingContext2D, frame: Frame) => void,
    ): boolean {
      const { view, width, height, density, isSettled } = frame
      const fullWidth = Math.ceil((width + 2 * margin) * density)
      const fullHeight = Math.ceil((height + 2 * margin) * density)
      if (!isSettled || fullWidth * fullHeight > maxPixels) {
        cachedFrame = undefined
        lastFrame = undefined
        return false
      }
      const dependencies = [frame.scene, frame.theme, view.scale, density, width, height, ...listDependencies(frame)]
      // Frames differ while zooming, so a bitmap pays off only after two consecutive frames with equal dependencies.
      const isRepeated =
        areDependenciesEqual(dependencies, lastFrame?.dependencies) &&
        !(redrawsOnMove && lastFrame?.x === view.x && lastFrame.y === view.y)
      lastFrame = { dependencies, x: view.x, y: view.y }
      const isWithinMargin =
        cachedFrame && Math.abs(view.x - cachedFrame.x) <= margin && Math.abs(view.y - cachedFrame.y) <= margin
      if (!cachedFrame || !areDependenciesEqual(dependencies, cachedFrame.dependencies) || !isWithinMargin) {
        if (!isRepeated) return false
        canvas ??= document.createElement('canvas')
        canvas.width = fullWidth
        canvas.height = fullHeight
        const bitmapContext = canvas.getContext('2d', { alpha: !isOpaque })
        if (!bitmapContext) return false
        // Matches the surface's direction. A detached canvas would use the page's direction.
        bitmapContext.direction = 'ltr'
        bitmapContext.setTransform(density, 0, 0, density, 0, 0)
        const bitmapView = { ...view, x: view.x + margin, y: view.y + margin }
        paint(bitmapContext, { ...frame, view: bitmapView, width: width + 2 * margin, height: height + 2 * margin })
        cachedFrame = { dependencies, x: view.x, y: view.y }
      }
      if (!canvas) return false
      // Snaps to whole device pixels to keep the bitmap sharp.
      const x = Math.round((view.x - cachedFrame.x - margin) * density)
      const y = Math.round((view.y - cachedFrame.y - margin) * density)
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(canvas, x, y)
      context.restore()
      return true
    },
    clear(): void {
      canvas = undefined
      cachedFrame = undefined
      lastFrame = undefined
    },
  }
}
