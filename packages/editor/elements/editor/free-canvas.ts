import type { Rect } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { closedDrawerHeight } from '../results/aw-results-drawer.ts'

/** The elements that cover parts of the canvas. */
export interface CanvasCovers {
  /** The root with the controls over the canvas. */
  root: ParentNode
  /** Height of the run bar in CSS pixels. */
  barHeight: number
  /** Height of the editor if the settings are a sheet over the canvas, in CSS pixels. */
  sheetOver: number | undefined
}

/** The part of a small editor's height that a sheet covers. */
const sheetHeight = 0.62

/** Keeps revealed parts of the graph clear of the elements over the canvas. */
export function freeCanvas(canvas: AwCanvas, { root, barHeight, sheetOver }: CanvasCovers): void {
  const sheet = sheetOver === undefined ? 0 : sheetOver * sheetHeight - closedDrawerHeight()
  canvas.insets = { top: 24, right: 24, bottom: Math.max(barHeight + 20, sheet + 12), left: 24 }
  // Measured when needed: panels may have moved the controls since the last rendering.
  canvas.covers = () => coversIn(root)
}

const coversIn = (root: ParentNode): Rect[] =>
  [...root.querySelectorAll<HTMLElement>('.corner, .chip, .trail')].map((part) => ({
    x: part.offsetLeft,
    y: part.offsetTop,
    width: part.offsetWidth,
    height: part.offsetHeight,
  }))
