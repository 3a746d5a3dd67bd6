import type { Frame } from './frame.ts'
import { isAnimated } from '../scene/is-animated.ts'
import { areDependenciesEqual, listStaticDependencies } from './frame-dependencies.ts'

/** Returns the values that the bitmap depends on: everything except the connection's end point and text. */
const listDependencies = (frame: Frame): unknown[] => [
  ...listStaticDependencies(frame),
  frame.difference,
  frame.connection?.from,
  frame.connection?.candidates,
]

export function createBackdropBitmap() {
  let bitmap: HTMLCanvasElement | undefined
  let capturedDependencies: unknown[] | undefined
  const clear = (): void => {
    bitmap = undefined
    capturedDependencies = undefined
  }
  return {
    /** Draws the bitmap onto a canvas. Returns false if no bitmap matches the frame. */
    draw(context: CanvasRenderingContext2D, frame: Frame): boolean {
      if (!bitmap || !capturedDependencies) return false
      if (!frame.isSettled || !areDependenciesEqual(listDependencies(frame), capturedDependencies)) {
        clear()
        return false
      }
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(bitmap, 0, 0)
      return true
    },
    /** Saves the canvas content as the background for the following frames. */
    capture(canvas: HTMLCanvasElement, frame: Frame): void {
      // Animations differ in each frame.
      if (!frame.isSettled || isAnimated(frame.scene)) return clear()
      bitmap ??= document.createElement('canvas')
      bitmap.width = canvas.width
      bitmap.height = canvas.height
      const context = bitmap.getContext('2d', { alpha: false })
      if (!context) return clear()
      context.drawImage(canvas, 0, 0)
      capturedDependencies = listDependencies(frame)
    },
    clear,
  }
}
