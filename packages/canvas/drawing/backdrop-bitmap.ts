import type { Frame } from './frame.ts'
import { isAnimated } from '../scene/is-animated.ts'
import { sameParts, standingParts } from './frame-dependencies.ts'

/** A drawing without what follows the pointer, kept while nothing else of it changes. */
export interface StillPicture {
  /** Puts the kept drawing onto a canvas; false when there is none that this frame could be drawn over. */
  put(context: CanvasRenderingContext2D, frame: Frame): boolean
  /** Keeps what stands on a canvas now, to be drawn over by the frames that follow. */
  keep(canvas: HTMLCanvasElement, frame: Frame): void
  clear(): void
}

/** What the drawing depends on, beside the connection's end and words. */
const dependencies = (frame: Frame): unknown[] => [
  ...standingParts(frame),
  frame.difference,
  frame.connection?.from,
  frame.connection?.candidates,
]

export function createStillPicture(): StillPicture {
  let picture: HTMLCanvasElement | undefined
  let known: unknown[] | undefined
  const clear = (): void => {
    picture = undefined
    known = undefined
  }
  return {
    put(context, frame) {
      if (!picture || !known) return false
      if (!frame.settled || !sameParts(dependencies(frame), known)) {
        clear()
        return false
      }
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(picture, 0, 0)
      return true
    },
    keep(canvas, frame) {
      // What moves by itself is another drawing at each frame.
      if (!frame.settled || isAnimated(frame.scene)) return clear()
      picture ??= document.createElement('canvas')
      picture.width = canvas.width
      picture.height = canvas.height
      const context = picture.getContext('2d', { alpha: false })
      if (!context) return clear()
      context.drawImage(canvas, 0, 0)
      known = dependencies(frame)
    },
    clear,
  }
}
