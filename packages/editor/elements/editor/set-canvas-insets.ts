import type { Rect } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { getClosedDrawerHeight } from '../results/aw-results-drawer.ts'

/** The elements that overlap the canvas, and their sizes. */
export interface OverlappingElements {
  /** The root that contains the controls that overlay the canvas. */
  root: ParentNode
  /** Height of the run bar in CSS pixels. */
  barHeight: number
  /** Editor height in CSS pixels if the settings are a bottom sheet; otherwise `undefined`. */
  sheetEditorHeight: number | undefined
  /** The settings panel if it covers a side of the canvas; otherwise `null`. */
  sideSheet: HTMLElement | null
}

/** The fraction of the editor's height that a bottom sheet covers. */
const sheetFraction = 0.62

/** Sets the insets of a canvas so that revealed nodes are not hidden behind the elements that overlap it. */
export function setCanvasInsets(
  canvas: AwCanvas,
  { root, barHeight, sheetEditorHeight, sideSheet }: OverlappingElements,
): void {
  const sheetBottom = sheetEditorHeight === undefined ? 0 : sheetEditorHeight * sheetFraction - getClosedDrawerHeight()
  canvas.insets = {
    top: 24,
    right: 24,
    bottom: Math.max(barHeight + 20, sheetBottom + 12),
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
