import type { PortEnd } from '../editing/connection-rules.ts'
import type { SceneDiff } from '../scene/scene-diff.ts'
import type { Point, Rect } from '../camera/view.ts'

/** A connection that follows the pointer. `target` is the port that it would end at. */
export interface DraftConnection {
  readonly from: PortEnd
  readonly to: Point
  readonly target: PortEnd | undefined
  /** The reason why the connection would be rejected at its target; `undefined` if it would be accepted. */
  readonly refused: string | undefined
  /** Nodes with a compatible port. */
  readonly candidates: ReadonlySet<string>
}

/** An alignment guide at `at`, from `from` to `to` along the other axis. */
export interface Guide {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}

/** Graphics that gestures and comparisons draw over the document, in graph coordinates. @public */
export interface Overlay {
  readonly connection: DraftConnection | undefined
  readonly marquee: Rect | undefined
  readonly hoveredEdge: string | undefined
  readonly hoveredPort: PortEnd | undefined
  /** The node on which a dragged file or node type would be dropped. */
  readonly dropTarget: string | undefined
  /** The edge into which a dragged node would be inserted. */
  readonly splicedEdge: string | undefined
  readonly guides: readonly Guide[]
  /** The changes since another version of the document, during a comparison. */
  readonly difference: SceneDiff | undefined
}

export const emptyOverlay: Overlay = {
  connection: undefined,
  marquee: undefined,
  hoveredEdge: undefined,
  hoveredPort: undefined,
  dropTarget: undefined,
  splicedEdge: undefined,
  guides: [],
  difference: undefined,
}
