import type { Frame } from './frame.ts'
import { sameParts } from './frame-dependencies.ts'

/** A picture of the drawing with room around it, kept while only the place that is looked at changes. */
export interface KeptPicture {
  /**
   * Puts the picture where it belongs and answers true; false when it is not to be had, and the frame is to be drawn.
   * `paint` is asked for the picture, with a frame that is larger by the room around it.
   */
  put(
    context: CanvasRenderingContext2D,
    frame: Frame,
    paint: (context: CanvasRenderingContext2D, frame: Frame) => void,
  ): boolean
  clear(): void
}

export interface KeptPictureOptions {
  /** What the picture depends on, beside the place that is looked at and the size. */
  dependencies(frame: Frame): readonly unknown[]
  /** It covers all that is behind it; text on it is as sharp as on the canvas. */
  opaque: boolean
  /** It is made only when the place changes, not when the same frame is drawn again. */
  onMove: boolean
}

/** Room around what is seen, in CSS pixels: so far one pans before it is painted anew. */
const room = 320
/** A larger picture costs more memory than it saves time. */
const mostPixels = 24_000_000

export function createKeptPicture({ dependencies, opaque, onMove }: KeptPictureOptions): KeptPicture {
  let canvas: HTMLCanvasElement | undefined
  let known: { parts: readonly unknown[]; x: number; y: number } | undefined
  /** What the frame before depended on, and where it looked. */
  let before: { parts: readonly unknown[]; x: number; y: number } | undefined
  return {
    put(context, frame, paint) {
      const { view, width, height, density, settled } = frame
      const fullWidth = Math.ceil((width + 2 * room) * density)
      const fullHeight = Math.ceil((height + 2 * room) * density)
      if (!settled || fullWidth * fullHeight > mostPixels) {
        known = undefined
        before = undefined
        return false
      }
      const parts = [frame.scene, frame.theme, view.scale, density, width, height, ...dependencies(frame)]
      // While one zooms each frame is another: a picture is worth its cost from the second frame on.
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
        // As on the surface itself: a canvas that stands nowhere takes the page's direction.
        own.direction = 'ltr'
        own.setTransform(density, 0, 0, density, 0, 0)
        const shown = { ...view, x: view.x + room, y: view.y + room }
        paint(own, { ...frame, view: shown, width: width + 2 * room, height: height + 2 * room })
        known = { parts, x: view.x, y: view.y }
      }
      if (!canvas) return false
      // Whole pixels: a picture that stands between them would be blurred.
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
