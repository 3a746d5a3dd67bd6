import type { Frame } from './draw-frame.ts'

/** A picture of the nodes and edges as they look from afar, kept while only the place that is looked at changes. */
export interface FarPicture {
  /** Draws `paint`'s picture where it belongs; calls `paint` only when something else than the place has changed. */
  draw(
    context: CanvasRenderingContext2D,
    frame: Frame,
    paint: (context: CanvasRenderingContext2D, frame: Frame) => void,
  ): void
  clear(): void
}

/** Room around what is seen, in CSS pixels: so far one pans before it is painted anew. */
const room = 320
/** A larger picture costs more memory than it saves time. */
const mostPixels = 24_000_000

/** What the picture depends on, beside the place that is looked at. */
const dependencies = (frame: Frame): unknown[] => [
  frame.scene,
  frame.theme,
  frame.view.scale,
  frame.density,
  frame.width,
  frame.height,
  frame.selection,
  frame.focused,
]

export function createFarPicture(): FarPicture {
  let canvas: HTMLCanvasElement | undefined
  let known: { parts: unknown[]; x: number; y: number } | undefined
  /** What the frame before depended on. */
  let before: unknown[] = []
  return {
    draw(context, frame, paint) {
      const { view, width, height, density } = frame
      const fullWidth = Math.ceil((width + 2 * room) * density)
      const fullHeight = Math.ceil((height + 2 * room) * density)
      if (!frame.settled || fullWidth * fullHeight > mostPixels) {
        known = undefined
        paint(context, frame)
        return
      }
      const parts = dependencies(frame)
      const isSame = (others: readonly unknown[] | undefined): boolean =>
        others !== undefined && parts.every((part, index) => part === others[index])
      const repeats = isSame(before)
      before = parts
      const near = known && Math.abs(view.x - known.x) <= room && Math.abs(view.y - known.y) <= room
      if (!known || !isSame(known.parts) || !near) {
        // While one zooms each frame is another: a picture is worth its cost from the second frame on.
        if (!repeats) {
          paint(context, frame)
          return
        }
        canvas ??= document.createElement('canvas')
        canvas.width = fullWidth
        canvas.height = fullHeight
        const own = canvas.getContext('2d')
        if (!own) {
          paint(context, frame)
          return
        }
        own.setTransform(density, 0, 0, density, 0, 0)
        const shown = { ...view, x: view.x + room, y: view.y + room }
        paint(own, { ...frame, view: shown, width: width + 2 * room, height: height + 2 * room })
        known = { parts, x: view.x, y: view.y }
      }
      if (!canvas) return
      // Whole pixels: a picture that stands between them would be blurred.
      const x = Math.round((view.x - known.x - room) * density)
      const y = Math.round((view.y - known.y - room) * density)
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(canvas, x, y)
      context.restore()
    },
    clear() {
      canvas = undefined
      known = undefined
    },
  }
}
