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
  /** Elements are dragged; the document has not changed yet. */
  dragged(drag: NodeDrag | undefined, guides: readonly Guide[], into: string | undefined): void
  /** Nodes and marks were dragged by a distance in graph units. */
  moved(ids: ReadonlySet<string>, marks: ReadonlySet<string>, dx: number, dy: number): void
  /** A node was dragged by a distance and dropped on an edge that it fits into. */
  spliced(node: string, edge: string, dx: number, dy: number): void
  /** The width of a node was dragged; `done` is false during the drag and true at its end. */
  widened(node: string, width: number, done: boolean): void
  /** The size of a note was dragged; see `widened`. */
  resized(note: string, size: { width: number; height: number } | undefined, done: boolean): void
  /** The bends of an edge were dragged; see `widened`. */
  bent(edge: string, points: readonly Point[] | undefined, done: boolean): void
  drafted(draft: DraftConnection | undefined, says: string | undefined, at: Point | undefined): void
  marqueed(area: Rect | undefined): void
  /** `parallel`: all other compatible ports of the two nodes are connected too. */
  connected(connection: Extract<Connection, { ok: true }>, parallel: boolean): void
  droppedOnEmpty(from: PortEnd, at: Point): void
  /** A connection between incompatible types was dropped, and node types exist that convert between them. */
  droppedBetween(from: PortEnd, to: PortEnd, at: Point): void
  disconnected(edge: string): void
}
