import type { CanvasTheme } from './canvas-theme.ts'
import type { FindIcon } from './icons.ts'
import type { TextFitter } from './fit-text.ts'
import type { Overlay } from './overlay.ts'
import type { Scene } from '../scene/scene.ts'
import type { View } from '../camera/view.ts'

/** Histograms of output values by node id: bar heights from 0 to 1, in ascending order of values. @public */
export type Histograms = ReadonlyMap<string, readonly number[]>

/** Everything that a drawing depends on, as values. Sizes are in CSS pixels, `time` in milliseconds. @internal */
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
  /** Selected notes and groups. */
  readonly selectedMarks: ReadonlySet<string>
  /** The node with the keyboard focus. */
  readonly focused: string | undefined
  /** The edge with the keyboard focus. */
  readonly focusedEdge: string | undefined
  readonly histograms: Histograms
  readonly findIcon: FindIcon
  /** The dragged nodes; `undefined` if anything else moves. */
  readonly dragged: ReadonlySet<string> | undefined
  /** True if nothing is dragged or animated, so that all positions equal the positions in the scene. */
  readonly isSettled: boolean
  readonly time: number
  readonly isStatic: boolean
}

/** Shared state of the drawing functions within a frame. */
export interface Pen {
  readonly context: CanvasRenderingContext2D
  readonly frame: Frame
  readonly fitter: TextFitter
}
