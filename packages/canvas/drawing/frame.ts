import type { CanvasTheme } from './canvas-theme.ts'
import type { FindIcon } from './icons.ts'
import type { TextFitter } from './fit-text.ts'
import type { Overlay } from './overlay.ts'
import type { Scene } from '../scene/scene.ts'
import type { View } from '../camera/view.ts'

/** How the values of what a node gave are spread, by node id: shares of the largest, 0–1, from the least value on. */
export type Histograms = ReadonlyMap<string, readonly number[]>

/** Everything that one drawing of the canvas depends on, as values. Sizes in CSS pixels, `time` in milliseconds. */
export interface Frame extends Overlay {
  readonly scene: Scene
  readonly view: View
  readonly width: number
  readonly height: number
  /** Device pixels per CSS pixel. */
  readonly density: number
  readonly theme: CanvasTheme
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  /** Notes and groups that are selected. */
  readonly selectedMarks: ReadonlySet<string>
  /** The node that the keyboard is on. */
  readonly focused: string | undefined
  /** The edge that the keyboard is on. */
  readonly focusedEdge: string | undefined
  readonly histograms: Histograms
  readonly findIcon: FindIcon
  /** The nodes that follow the pointer, while nothing else does. */
  readonly dragged: ReadonlySet<string> | undefined
  /** Nothing is on its way: what is drawn stands where the scene first had it. */
  readonly settled: boolean
  readonly time: number
  readonly still: boolean
}

/** Below this scale nodes are plain rectangles and edges one path. */
export const detailScale = 0.45

/** What drawing functions share within a frame. */
export interface Pen {
  readonly context: CanvasRenderingContext2D
  readonly frame: Frame
  readonly fitter: TextFitter
}
