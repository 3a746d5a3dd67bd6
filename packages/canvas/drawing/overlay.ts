import type { PortEnd } from '../editing/connection-rules.ts'
import type { SceneDiff } from '../scene/scene-diff.ts'
import type { Point, Rect } from '../camera/view.ts'

/** A connection that the user is dragging. */
export interface DraftConnection {
  /** The port from which the connection starts. */
  readonly from: PortEnd
  /** The pointer position, in graph coordinates. */
  readonly to: Point
  /** The port at which the connection would end, or `undefined` if the pointer is not near a port. */
  readonly target: PortEnd | undefined
  /** Why the target would reject the connection, or `undefined` if it would accept it. */
  readonly rejectionReason: string | undefined
  /** The ids of nodes that have a compatible port. */
  readonly candidates: ReadonlySet<string>
}

/** A line that indicates that dragged nodes are aligned with other nodes. */
export interface Guide {
  /** The aligned coordinate. `x` means a vertical line. */
  readonly axis: 'x' | 'y'
  /** The line's position on `axis`, in graph units. */
  readonly position: number
  /** The line's start on the other axis, in graph units. */
  readonly start: number
  /** The line's end on the other axis, in graph units. */
  readonly end: number
}

/** Graphics that gestures and comparisons draw over the document, in graph coordinates. @public */
export interface Overlay {
  /** The connection that the user is dragging. */
  readonly connection: DraftConnection | undefined
  /** The selection rectangle that the user is dragging. */
  readonly marquee: Rect | undefined
  /** The id of the edge under the pointer. */
  readonly hoveredEdge: string | undefined
  /** The id of the node under the pointer. */
  readonly hoveredNode: string | undefined
  /** The port under the pointer. */
  readonly hoveredPort: PortEnd | undefined
  /** The id of the node under a dragged file or node type. */
  readonly dropTarget: string | undefined
  /** The id of the edge into which the dragged node would be inserted. */
  readonly splicedEdge: string | undefined
  /** The alignment guides of a drag. */
  readonly guides: readonly Guide[]
  /** The differences from another version of the document, while versions are compared. */
  readonly difference: SceneDiff | undefined
}

export const emptyOverlay: Overlay = {
  connection: undefined,
  marquee: undefined,
  hoveredEdge: undefined,
  hoveredNode: undefined,
  hoveredPort: undefined,
  dropTarget: undefined,
  splicedEdge: undefined,
  guides: [],
  difference: undefined,
}
