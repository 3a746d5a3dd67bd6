import type { Rect } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { getClosedDrawerHeight } from '../results/aw-results-drawer.ts'

/** The elements that cover parts of the canvas. */
export interface CanvasCovers {
  /** The root with the controls over the canvas. */
  root: ParentNode
  /** Height of the run bar in CSS pixels. */
  barHeight: number
  /** Height of the editor if the settings are a sheet over the canvas, in CSS pixels. */
  heightUnderSheet: number | undefined
}

/** The part of a small editor's height that a sheet covers. */
const sheetShare = 0.62

/** Keeps revealed parts of the graph clear of the elements over the canvas. */
export function setCanvasInsets(canvas: AwCanvas, { root, barHeight, heightUnderSheet }: CanvasCovers): void {
  const sheetBottom = heightUnderSheet === undefined ? 0 : heightUnderSheet * sheetShare - getClosedDrawerHeight()
  canvas.insets = { top: 24, right: 24, bottom: Math.max(barHeight + 20, sheetBottom + 12), left: 24 }
  // Measured on demand, because panels may have moved the controls since the last rendering.
  canvas.covers = () => measureCovers(root)
}

const measureCovers = (root: ParentNode): Rect[] =>
  [...root.querySelectorAll<HTMLElement>('.corner, .chip, .trail')].map((part) => ({
    x: part.offsetLeft,
    y: part.offsetTop,
    width: part.offsetWidth,
    height: part.offsetHeight,
  }))
