import type { PortEnd } from '../editing/connection-rules.ts'
import type { SceneDiff } from '../scene/scene-diff.ts'
import type { Point, Rect } from '../camera/view.ts'

/** A connection that follows the pointer. */
export interface DraftConnection {
  /** The port where the connection starts. */
  readonly from: PortEnd
  /** The position of the pointer, in graph units. */
  readonly to: Point
  /** The port where the connection would end; `undefined` if the pointer is not near one. */
  readonly target: PortEnd | undefined
  /** The reason why the connection would be rejected at its target; `undefined` if it would be accepted. */
  readonly rejectionReason: string | undefined
  /** Nodes with a compatible port. */
  readonly candidates: ReadonlySet<string>
}

/** A line that shows the alignment of dragged nodes with other nodes. */
export interface Guide {
  /** The coordinate that is aligned: `x` for a vertical line. */
  readonly axis: 'x' | 'y'
  /** The position on `axis`, in graph units. */
  readonly at: number
  /** The start along the other axis, in graph units. */
  readonly from: number
  /** The end along the other axis, in graph units. */
  readonly to: number
}

/** Graphics that gestures and comparisons draw over the document, in graph coordinates. @public */
export interface Overlay {
  /** The connection that is being drawn. */
  readonly connection: DraftConnection | undefined
  /** The selection rectangle that is being drawn. */
  readonly marquee: Rect | undefined
  /** The id of the edge at the pointer. */
  readonly hoveredEdge: string | undefined
  /** The port at the pointer. */
  readonly hoveredPort: PortEnd | undefined
  /** The drop target: the node below a dragged file or node type. */
  readonly dropTarget: string | undefined
  /** The edge into which a dragged node would be inserted. */
  readonly splicedEdge: string | undefined
  /** The alignment guides of a drag. */
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
