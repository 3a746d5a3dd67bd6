import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Connection, PortEnd } from '../editing/connection-rules.ts'
import type { DraftConnection, Guide } from '../drawing/overlay.ts'
import type { Point, Rect } from '../camera/view.ts'

/** Dragged nodes, notes and groups, and their distance from their positions in the document. */
export interface NodeDrag {
  readonly ids: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
  readonly dx: number
  readonly dy: number
}

/** Receives the progress and the results of gestures. */
export interface GestureHost {
  readonly canvas: WorkflowCanvasState
  /** Called while elements are dragged; the document has not changed yet. */
  onDragged(drag: NodeDrag | undefined, guides: readonly Guide[], splicedEdge: string | undefined): void
  /** Called when nodes and marks (notes and groups) have been dragged by a distance in graph units. */
  onMoved(ids: ReadonlySet<string>, marks: ReadonlySet<string>, dx: number, dy: number): void
  /** Called when a node has been dragged by a distance and dropped on an edge that it fits into. */
  onSpliced(node: string, edge: string, dx: number, dy: number): void
  /** Called when the width of a node is dragged; `isDone` is false during the drag and true at its end. */
  onNodeResized(node: string, width: number, isDone: boolean): void
  /** Called when the size of a note is dragged; see `onNodeResized`. */
  onNoteResized(note: string, size: { width: number; height: number } | undefined, isDone: boolean): void
  /** Called when the bends of an edge are dragged; see `onNodeResized`. */
  onBendsMoved(edge: string, points: readonly Point[] | undefined, isDone: boolean): void
  onConnectionDragged(draft: DraftConnection | undefined, text: string | undefined, point: Point | undefined): void
  onMarquee(area: Rect | undefined): void
  /** `parallel`: all other compatible ports of the two nodes are connected too. */
  onConnected(connection: Extract<Connection, { ok: true }>, parallel: boolean): void
  onDroppedOnEmpty(from: PortEnd, point: Point): void
  /** Called when a connection between incompatible types is dropped and node types can convert between them. */
  onDroppedBetween(from: PortEnd, to: PortEnd, point: Point): void
  onDisconnected(edge: string): void
}
