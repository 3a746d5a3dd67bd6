import type { Frame } from './frame.ts'
import { sameParts } from './frame-dependencies.ts'

/** A bitmap of the drawing and its surroundings, reused while only the view moves. */
export interface KeptPicture {
  /**
   * Draws the bitmap at the current view; returns false if there is none and the frame must be drawn. `paint` creates
   * the bitmap from a frame that is larger by the margin.
   */
  put(
    context: CanvasRenderingContext2D,
    frame: Frame,
    paint: (context: CanvasRenderingContext2D, frame: Frame) => void,
  ): boolean
  clear(): void
}

export interface KeptPictureOptions {
  /** What the bitmap depends on, except the view and the size. */
  dependencies(frame: Frame): readonly unknown[]
  /** True if the bitmap is opaque, which makes its text as sharp as on the canvas. */
  opaque: boolean
  /** True if the bitmap is created only after the view has moved, not when the same frame is drawn again. */
  onMove: boolean
}

/** Margin around the visible area, in CSS pixels: the distance to pan before the bitmap is drawn again. */
const room = 320
/** Maximum size: a larger bitmap costs more memory than it saves time. */
const maxPixels = 24_000_000

export function createKeptPicture({ dependencies, opaque, onMove }: KeptPictureOptions): KeptPicture {
  let canvas: HTMLCanvasElement | undefined
  let known: { parts: readonly unknown[]; x: number; y: number } | undefined
  /** The dependencies and the view of the last frame. */
  let before: { parts: readonly unknown[]; x: number; y: number } | undefined
  return {
    put(context, frame, paint) {
      const { view, width, height, density, settled } = frame
      const fullWidth = Math.ceil((width + 2 * room) * density)
      const fullHeight = Math.ceil((height + 2 * room) * density)
      if (!settled || fullWidth * fullHeight > maxPixels) {
        known = undefined
        before = undefined
        return false
      }
      const parts = [frame.scene, frame.theme, view.scale, density, width, height, ...dependencies(frame)]
      // While zooming, each frame differs: a bitmap only pays off once two consecutive frames are equal.
      const repeats = sameParts(parts, before?.parts) && !(onMove && before?.x === view.x && before.y === view.y)
      before = { parts, x: view.x, y: view.y }
      const near = known && Math.abs(view.x - known.x) <= room && Math.abs(view.y - known.y) <= room
      if (!known || !sameParts(parts, known.parts) || !near) {
        if (!repeats) return false
        canvas ??= document.createElement('canvas')
        canvas.width = fullWidth
        canvas.height = fullHeight
        const own = canvas.getContext('2d', { alpha: !opaque })
        if (!own) return false
        // The direction of the surface: a detached canvas would use the page's direction.
        own.direction = 'ltr'
        own.setTransform(density, 0, 0, density, 0, 0)
        const shown = { ...view, x: view.x + room, y: view.y + room }
        paint(own, { ...frame, view: shown, width: width + 2 * room, height: height + 2 * room })
        known = { parts, x: view.x, y: view.y }
      }
      if (!canvas) return false
      // Rounded to whole pixels, because the bitmap would be blurred between them.
      const x = Math.round((view.x - known.x - room) * density)
      const y = Math.round((view.y - known.y - room) * density)
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(canvas, x, y)
      context.restore()
      return true
    },
    clear() {
      canvas = undefined
      known = undefined
      before = undefined
    },
  }
}
