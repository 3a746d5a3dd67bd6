import type { CanvasTheme } from './canvas-theme.ts'
import type { PortEnd } from './connection-rules.ts'
import type { TextFitter } from './fit-text.ts'
import type { Scene } from './scene.ts'
import type { Point, Rect, View } from './view.ts'

/** A connection that follows the pointer. `target` is the port that it would join. */
export interface DraftConnection {
  readonly from: PortEnd
  readonly to: Point
  readonly target: PortEnd | undefined
  /** Why it would be refused there; `undefined` when it would not. */
  readonly refused: string | undefined
  /** Nodes with a port that fits. */
  readonly candidates: ReadonlySet<string>
}

/** Everything that one drawing of the canvas depends on, as values. Sizes in CSS pixels, `time` in milliseconds. */
export interface Frame {
  readonly scene: Scene
  readonly view: View
  readonly width: number
  readonly height: number
  /** Device pixels per CSS pixel. */
  readonly density: number
  readonly theme: CanvasTheme
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  readonly hoveredEdge: string | undefined
  readonly hoveredPort: PortEnd | undefined
  /** The node that the keyboard is on. */
  readonly focused: string | undefined
  readonly connection: DraftConnection | undefined
  readonly marquee: Rect | undefined
  /** Where a dragged file or node type would land. */
  readonly dropTarget: string | undefined
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
