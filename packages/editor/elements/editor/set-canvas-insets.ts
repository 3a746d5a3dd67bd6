import type { Rect } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'

/** The elements that overlap the canvas, and their sizes. */
export interface OverlappingElements {
  /** The root that contains the controls that overlay the canvas. */
  root: ParentNode
  /** Height of the run bar in CSS pixels. */
  barHeight: number
  /** The settings panel if it covers a side of the canvas; otherwise `null`. */
  sideSheet: HTMLElement | null
}

/** Sets the insets of a canvas so that revealed nodes are not hidden behind the elements that overlap it. */
export function setCanvasInsets(canvas: AwCanvas, { root, barHeight, sideSheet }: OverlappingElements): void {
  canvas.insets = {
    top: 24,
    right: 24,
    bottom: barHeight + 20,
    left: 24,
    ...(sideSheet ? { [canvas.matches(':dir(rtl)') ? 'left' : 'right']: 24 + sideSheet.offsetWidth } : {}),
  }
  // Measure on demand: panels may have moved the controls since the last rendering.
  canvas.covers = () => measureOverlappingElements(root)
}

const measureOverlappingElements = (root: ParentNode): Rect[] =>
  [...root.querySelectorAll<HTMLElement>('.corner, .chip, .trail, .notices')].flatMap((element) =>
    element.offsetHeight === 0
      ? []
      : [
          {
            x: element.offsetLeft,
            y: element.offsetTop,
            width: element.offsetWidth,
            height: element.offsetHeight,
          },
        ],
  )
