import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Connection, PortEnd } from '../editing/connection-rules.ts'
import type { DraftConnection, Guide } from '../drawing/overlay.ts'
import type { Point, Rect } from '../camera/view.ts'

/** A drag of nodes, notes and groups. `dx` and `dy` are the distances from their positions in the document. */
export interface NodeDrag {
  readonly ids: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
  readonly dx: number
  readonly dy: number
}

/** Receives the progress and results of gestures. */
export interface GestureHost {
  readonly canvas: WorkflowCanvasState
  /** Called while elements are being dragged. The document has not changed yet. */
  onDragged(drag: NodeDrag | undefined, guides: readonly Guide[], splicedEdge: string | undefined): void
  /** Called when a drag of nodes and marks (notes and groups) ends. Distances are in graph units. */
  onMoved(ids: ReadonlySet<string>, marks: ReadonlySet<string>, dx: number, dy: number): void
  /** Called when a drag of a node ends on an edge that it can be inserted into. */
  onSpliced(nodeId: string, edgeId: string, dx: number, dy: number): void
  /** Called while a node is being resized. `isDone` is true for the final call. */
  onNodeResized(nodeId: string, width: number, isDone: boolean): void
  /** Called while a note is being resized. `isDone` is true for the final call. */
  onNoteResized(noteId: string, size: { width: number; height: number } | undefined, isDone: boolean): void
  /** Called while a bend of an edge is being dragged. `isDone` is true for the final call. */
  onBendsMoved(edgeId: string, points: readonly Point[] | undefined, isDone: boolean): void
  onConnectionDragged(draft: DraftConnection | undefined, text: string | undefined, point: Point | undefined): void
  onMarquee(area: Rect | undefined): void
  /** If `includesParallel` is true, all other compatible ports of the two nodes are connected as well. */
  onConnected(connection: Extract<Connection, { ok: true }>, includesParallel: boolean): void
  onDroppedOnEmpty(from: PortEnd, point: Point): void
  /** Called when a connection is dropped on a port of an incompatible type, and node types exist that can convert. */
  onDroppedBetween(from: PortEnd, to: PortEnd, point: Point): void
  onDisconnected(edgeId: string): void
}
