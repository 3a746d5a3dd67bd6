import type { CanvasTheme } from './canvas-theme.ts'
import type { FindIcon } from './icons.ts'
import type { TextFitter } from './fit-text.ts'
import type { Overlay } from './overlay.ts'
import type { Scene } from '../scene/scene.ts'
import type { Viewport } from '../camera/view.ts'

/** Histograms of output values, keyed by node id: bar heights from 0 to 1, in ascending value order. @public */
export type Histograms = ReadonlyMap<string, readonly number[]>

/** The complete input for drawing one frame. Sizes are in CSS pixels, `time` is in milliseconds. @internal */
export interface Frame extends Overlay {
  readonly scene: Scene
  readonly view: Viewport
  readonly width: number
  readonly height: number
  /** The number of device pixels per CSS pixel. */
  readonly density: number
  readonly theme: CanvasTheme
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  /** The selected notes, frames and groups. */
  readonly selectedMarks: ReadonlySet<string>
  /** The id of the node that has keyboard focus. */
  readonly focused: string | undefined
  /** The id of the edge that has keyboard focus. */
  readonly focusedEdge: string | undefined
  readonly histograms: Histograms
  readonly findIcon: FindIcon
  /** The ids of the dragged nodes, or `undefined` if anything else moves as well. */
  readonly dragged: ReadonlySet<string> | undefined
  /** True if nothing is being dragged or animated, so that elements are drawn at their positions in the scene. */
  readonly isSettled: boolean
  readonly time: number
  /** True if running nodes and edges are drawn without animation. */
  readonly isStatic: boolean
}

/** The drawing context, frame and text fitter that drawing functions share. */
export interface Pen {
  readonly context: CanvasRenderingContext2D
  readonly frame: Frame
  readonly fitter: TextFitter
}
