import type { CanvasState } from '../canvas-state.ts'
import type { Connection, PortEnd } from '../editing/connection-rules.ts'
import type { DraftConnection, Guide } from '../drawing/overlay.ts'
import type { Point, Rect } from '../camera/view.ts'

/** Nodes, notes and groups on their way, by this much from where the document has them. */
export interface NodeDrag {
  readonly ids: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
  readonly dx: number
  readonly dy: number
}

/** What gestures tell of. */
export interface GestureHost {
  readonly canvas: CanvasState
  /** Things stand elsewhere while they are dragged; the document does not know yet. */
  dragged(drag: NodeDrag | undefined, guides: readonly Guide[], into: string | undefined): void
  /** Nodes and marks have been dragged by this much, in the graph's units. */
  moved(ids: ReadonlySet<string>, marks: ReadonlySet<string>, dx: number, dy: number): void
  /** A node has been dragged by this much and let go over an edge that it fits into. */
  spliced(node: string, edge: string, dx: number, dy: number): void
  /** A node is to be this wide, while it is dragged (`done` false) and at the end. */
  widened(node: string, width: number, done: boolean): void
  /** A note is to be this large; as `widened`. */
  resized(note: string, size: { width: number; height: number } | undefined, done: boolean): void
  /** An edge is to be led through these points; as `widened`. */
  bent(edge: string, points: readonly Point[] | undefined, done: boolean): void
  drafted(draft: DraftConnection | undefined, says: string | undefined, at: Point | undefined): void
  marqueed(area: Rect | undefined): void
  /** `parallel`: further ports of the two nodes that fit each other are joined too. */
  connected(connection: Extract<Connection, { ok: true }>, parallel: boolean): void
  droppedOnEmpty(from: PortEnd, at: Point): void
  /** A connection that its types refuse, though nodes are known that stand between them. */
  droppedBetween(from: PortEnd, to: PortEnd, at: Point): void
  disconnected(edge: string): void
}
