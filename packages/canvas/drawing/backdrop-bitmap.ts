import type { Frame } from './frame.ts'
import { isAnimated } from '../scene/is-animated.ts'
import { sameParts, standingParts } from './frame-dependencies.ts'

/** A bitmap of a frame without the connection that follows the pointer. It is reused while nothing else changes. */
export interface StillPicture {
  /** Draws the bitmap onto a canvas; returns false if there is none for this frame. */
  put(context: CanvasRenderingContext2D, frame: Frame): boolean
  /** Saves the content of a canvas as the background of the next frames. */
  keep(canvas: HTMLCanvasElement, frame: Frame): void
  clear(): void
}

/** What the bitmap depends on, except the end and the text of the connection. */
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
      // Animations differ in each frame.
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
