import { applyEdit, type Edit, type NodeType, type Workflow } from '@aw-flow/schema'
import { reRoute, shifted } from '../arrange/reroute-edges.ts'
import type { Point } from '../camera/view.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Overlay } from '../drawing/overlay.ts'
import { addIntoEdgeAction, addNodeAction, type Action } from '../editing/actions.ts'
import { connectEdit, parallelEdges } from '../editing/connection-rules.ts'
import { moveEdit } from '../editing/document-edits.ts'
import { spliceEdits } from '../editing/splice-edge.ts'
import { edgeAt, segmentAt } from '../hit-testing/hit-test.ts'
import { withWidth } from '../scene/node-shape.ts'
import type { GestureHost, NodeDrag } from './gesture-host.ts'
import type { QuickAddPurpose } from '../editing/quick-add.ts'

/** How gestures show their progress and change the document. */
export interface GestureTarget {
  readonly canvas: WorkflowCanvasState
  perform(action: Action): void
  announce(message: string): void
  /** Opens the list of node types at a point of the surface. */
  onQuickAdd(at: Point, purpose: QuickAddPurpose): void
  /** Changes the overlay. */
  show(part: Partial<Overlay>): void
  showTooltip(text: string | undefined, at: Point | undefined, isRefusal: boolean): void
  /** The drag has changed: nodes are drawn at positions that differ from the document. */
  onDrag(): void
  /** The previewed edit has changed: the scene must be updated. */
  onPreview(): void
}

export interface GestureEdits extends GestureHost {
  /** The current drag of nodes, if any. */
  readonly drag: NodeDrag | undefined
  /** The document with the previewed edit applied. */
  preview(document: Workflow): Workflow
  /** Adds a node of a dropped type: into the edge under it if its ports are compatible, otherwise unconnected. */
  dropType(type: NodeType, at: Point, corner: Point): void
  /** Adds a bend to an edge. */
  addBend(edge: string, at: Point): void
  removeBend(edge: string, index: number): void
}

/**
 * Converts gestures into edits. During a gesture only the drawing changes; at its end, the document changes by
 * one edit.
 */
export function createGestureEdits(target: GestureTarget): GestureEdits {
  const { canvas } = target
  let drag: NodeDrag | undefined
  /** The edit that a resize or a bend would make if it ended now. */
  let previewed: Edit | undefined
  /** Why the connection is refused at its current end. */
  let refused: string | undefined

  const apply = (edit: Edit): void => void canvas.model?.apply(edit)
  const previewEdit = (edit: Edit | undefined, isDone: boolean): void => {
    previewed = isDone ? undefined : edit
    if (isDone && edit) apply(edit)
    target.onPreview()
  }
  const setBends = (id: string, points: readonly Point[]): void => {
    apply({ type: 'set-points', id, points: points.length > 0 ? copied(points) : undefined })
    canvas.select([], [id])
  }
  const titleOf = (id: string): string => canvas.scene.byId.get(id)?.face.title ?? id

  return {
    canvas,
    get drag() {
      return drag
    },
    preview: (document) => (previewed ? applyEdit(document, previewed).workflow : document),
    dragged(next, guides, into) {
      drag = next
      target.onDrag()
      target.show({ guides, splicedEdge: into })
    },
    moved(ids, marks, dx, dy) {
      const rerouted = reRoute(canvas.scene, shifted(canvas.scene, ids, dx, dy))
      const move = moveEdit(canvas.document, ids, dx, dy, marks)
      apply(rerouted.length === 0 ? move : { type: 'batch', edits: [move, ...rerouted] })
    },
    spliced(id, edgeId, dx, dy) {
      const edge = canvas.scene.edges.find((other) => other.id === edgeId)
      const move = moveEdit(canvas.document, new Set([id]), dx, dy)
      const shape = canvas.scene.byId.get(id)?.shape
      const ports = (places: readonly { port: NodeType['inputs'][number] }[] = []): NodeType['inputs'] =>
        places.map(({ port }) => port)
      const type = { inputs: ports(shape?.inputs), outputs: ports(shape?.outputs) }
      const edits = edge ? spliceEdits(canvas.document, edge, { id, type }, canvas) : []
      apply({ type: 'batch', edits: [move, ...edits] })
      if (edits.length > 0) target.announce(canvas.texts.spliced(titleOf(id)))
    },
    dropType(type, at, corner) {
      const edge = edgeAt(canvas.scene, at, 14 / canvas.view.scale)
      const { document, types, description, newId, texts } = canvas
      const into = edge && addIntoEdgeAction({ type, edge, at, document, types, description }, newId, texts)
      const splices = into?.edit.type === 'batch' && into.edit.edits.length > 1
      target.perform(into && splices ? into : addNodeAction(type, { at: corner }, newId, texts))
    },
    widened(id, width, isDone) {
      const node = canvas.document.nodes.find((other) => other.id === id)
      if (!node) return
      const look = withWidth(node.look ?? {}, width)
      const isSame = (node.look?.width ?? undefined) === look.width
      previewEdit(isSame ? undefined : { type: 'set-look', id, look }, isDone)
    },
    resized(id, size, isDone) {
      const note = canvas.document.notes?.find((other) => other.id === id)
      previewEdit(note && size ? { type: 'replace-note', note: { ...note, size } } : undefined, isDone)
    },
    bent(id, points, isDone) {
      previewEdit(points ? { type: 'set-points', id, points: copied(points) } : undefined, isDone)
    },
    addBend(id, at) {
      const edge = canvas.scene.edges.find((other) => other.id === id)
      const before = edge?.edge.points ?? []
      const bend = { x: Math.round(at.x), y: Math.round(at.y) }
      if (edge) setBends(id, before.toSpliced(segmentAt(edge, at), 0, bend))
    },
    removeBend(id, index) {
      const points = canvas.scene.edges.find((other) => other.id === id)?.edge.points
      if (points) setBends(id, points.toSpliced(index, 1))
    },
    drafted(connection, text, at) {
      // Screen readers do not see the tooltip: the reason is announced when the edge is dropped.
      if (!connection && refused !== undefined) target.announce(refused)
      refused = connection?.refused
      target.showTooltip(text, at, connection?.refused !== undefined)
      target.show({ connection })
    },
    marqueed: (marquee) => target.show({ marquee }),
    connected(connection, parallel) {
      const { document, types, description, newId, texts } = canvas
      const others = parallel ? parallelEdges(document, types, connection.edge, description) : []
      const first = connectEdit(connection, newId('edge'))
      const more = others.map((edge): Edit => ({ type: 'add-edge', edge: { id: newId('edge'), ...edge } }))
      apply(more.length === 0 ? first : { type: 'batch', edits: [first, ...more] })
      target.announce(texts.connected(titleOf(connection.edge.source), titleOf(connection.edge.target)))
    },
    disconnected(edge) {
      apply({ type: 'remove-edge', id: edge })
      target.announce(canvas.texts.removed(0, 1))
    },
    droppedOnEmpty: (from, at) => target.onQuickAdd(at, { kind: 'from', from }),
    droppedBetween: (from, to, at) => target.onQuickAdd(at, { kind: 'between', from, to }),
  }
}

const copied = (points: readonly Point[]): { x: number; y: number }[] => points.map(({ x, y }) => ({ x, y }))
