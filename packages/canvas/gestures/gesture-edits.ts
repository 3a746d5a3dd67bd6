import { applyEdit, type Edit, type NodeType, type Workflow } from '@aw-flow/schema'
import { rerouteEdges, shiftPositions } from '../arrange/reroute-edges.ts'
import type { Point } from '../camera/view.ts'
import type { CanvasEvent } from '../canvas-host.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Overlay } from '../drawing/overlay.ts'
import { createInsertIntoEdgeAction, createAddNodeAction, type Action } from '../editing/actions.ts'
import { createConnectEdit, findParallelEdges } from '../editing/connection-rules.ts'
import { createMoveEdit } from '../editing/document-edits.ts'
import { createSpliceEdits } from '../editing/splice-edge.ts'
import { findEdgeAt, findSegmentAt } from '../hit-testing/hit-test.ts'
import { withWidth } from '../scene/node-shape.ts'
import type { GestureHost, NodeDrag } from './gesture-host.ts'

/** The canvas operations that gestures use to show their progress and edit the document. */
export interface GestureTarget {
  readonly canvas: WorkflowCanvasState
  perform(action: Action): void
  emit(event: CanvasEvent): void
  /** Updates parts of the overlay. */
  updateOverlay(changes: Partial<Overlay>): void
  showTooltip(text: string | undefined, point: Point | undefined, isRejection: boolean): void
  /** Called when the drag changes. Dragged nodes are drawn at an offset from their positions in the document. */
  onDrag(): void
  /** Called when the previewed edit changes, so that the scene must be updated. */
  onPreview(): void
}

export interface GestureEdits extends GestureHost {
  /** The drag of nodes in progress, if any. */
  readonly drag: NodeDrag | undefined
  /** Returns the document with the previewed edit applied. */
  preview(document: Workflow): Workflow
  /**
   * Adds a node of a dropped type. If its ports are compatible with the edge at the drop position, the node is inserted
   * into that edge; otherwise it is not connected.
   */
  addDroppedNode(type: NodeType, point: Point, corner: Point): void
  /** Adds a bend to an edge at a point in graph coordinates. */
  addBend(edgeId: string, point: Point): void
  removeBend(edgeId: string, index: number): void
}

/**
 * Converts gestures to edits. During a gesture, only the drawing changes; when the gesture ends, one edit is applied to
 * the document.
 */
export function createGestureEdits(target: GestureTarget): GestureEdits {
  const { canvas } = target
  let drag: NodeDrag | undefined
  /** The edit that would be applied if the current resize or bend gesture ended now. */
  let previewedEdit: Edit | undefined
  /** Why the current target rejects the dragged connection. */
  let rejectionReason: string | undefined

  const announce = (message: string): void => target.emit({ type: 'announce', message })
  const apply = (edit: Edit): void => void canvas.model?.apply(edit)
  const previewEdit = (edit: Edit | undefined, isDone: boolean): void => {
    previewedEdit = isDone ? undefined : edit
    if (isDone && edit) apply(edit)
    target.onPreview()
  }
  const setBends = (id: string, points: readonly Point[]): void => {
    apply({ type: 'set-points', id, points: points.length > 0 ? copyPoints(points) : undefined })
    canvas.select([], [id])
  }
  const findTitle = (id: string): string => canvas.scene.byId.get(id)?.content.title ?? id

  return {
    canvas,
    get drag() {
      return drag
    },
    preview: (document) => (previewedEdit ? applyEdit(document, previewedEdit).workflow : document),
    onDragged(next, guides, splicedEdge) {
      drag = next
      target.onDrag()
      target.updateOverlay({ guides, splicedEdge })
    },
    onMoved(ids, marks, dx, dy) {
      const rerouteEdits = rerouteEdges(canvas.scene, shiftPositions(canvas.scene, ids, dx, dy))
      const moveEdit = createMoveEdit(canvas.document, ids, dx, dy, marks)
      apply(rerouteEdits.length === 0 ? moveEdit : { type: 'batch', edits: [moveEdit, ...rerouteEdits] })
    },
    onSpliced(id, edgeId, dx, dy) {
      const edge = canvas.scene.edges.find((other) => other.id === edgeId)
      const moveEdit = createMoveEdit(canvas.document, new Set([id]), dx, dy)
      const shape = canvas.scene.byId.get(id)?.shape
      const toPorts = (positions: readonly { port: NodeType['inputs'][number] }[] = []): NodeType['inputs'] =>
        positions.map(({ port }) => port)
      const type = { inputs: toPorts(shape?.inputs), outputs: toPorts(shape?.outputs) }
      const edits = edge ? createSpliceEdits(canvas.document, edge, { id, type }, canvas) : []
      apply({ type: 'batch', edits: [moveEdit, ...edits] })
      if (edits.length > 0) announce(canvas.texts.spliced(findTitle(id)))
    },
    addDroppedNode(type, point, corner) {
      const edge = findEdgeAt(canvas.scene, point, 14 / canvas.view.scale)
      const { document, types, description, newId, texts } = canvas
      const insertAction =
        edge && createInsertIntoEdgeAction({ type, edge, point, document, types, description }, newId, texts)
      const isSplicing = insertAction?.edit.type === 'batch' && insertAction.edit.edits.length > 1
      target.perform(insertAction && isSplicing ? insertAction : createAddNodeAction(type, { corner }, newId, texts))
    },
    onNodeResized(id, width, isDone) {
      const node = canvas.document.nodes.find((other) => other.id === id)
      if (!node) return
      const look = withWidth(node.look ?? {}, width)
      const isSame = (node.look?.width ?? undefined) === look.width
      previewEdit(isSame ? undefined : { type: 'set-look', id, look }, isDone)
    },
    onNoteResized(id, size, isDone) {
      const note = canvas.document.notes?.find((other) => other.id === id)
      previewEdit(note && size ? { type: 'replace-note', note: { ...note, size } } : undefined, isDone)
    },
    onBendsMoved(id, points, isDone) {
      previewEdit(points ? { type: 'set-points', id, points: copyPoints(points) } : undefined, isDone)
    },
    addBend(id, point) {
      const edge = canvas.scene.edges.find((other) => other.id === id)
      const bends = edge?.edge.points ?? []
      const bend = { x: Math.round(point.x), y: Math.round(point.y) }
      if (edge) setBends(id, bends.toSpliced(findSegmentAt(edge, point), 0, bend))
    },
    removeBend(id, index) {
      const points = canvas.scene.edges.find((other) => other.id === id)?.edge.points
      if (points) setBends(id, points.toSpliced(index, 1))
    },
    onConnectionDragged(connection, text, point) {
      // Screen readers cannot see the tooltip, so the reason is announced when the connection is dropped.
      if (!connection && rejectionReason !== undefined) announce(rejectionReason)
      rejectionReason = connection?.rejectionReason
      target.showTooltip(text, point, connection?.rejectionReason !== undefined)
      target.updateOverlay({ connection })
    },
    onMarquee: (marquee) => target.updateOverlay({ marquee }),
    onConnected(connection, includesParallel) {
      const { document, types, description, newId, texts } = canvas
      const parallelEdges = includesParallel ? findParallelEdges(document, types, connection.edge, description) : []
      const first = createConnectEdit(connection, newId('edge'))
      const parallelEdits = parallelEdges.map((edge): Edit => ({
        type: 'add-edge',
        edge: { id: newId('edge'), ...edge },
      }))
      apply(parallelEdits.length === 0 ? first : { type: 'batch', edits: [first, ...parallelEdits] })
      announce(texts.connected(findTitle(connection.edge.source), findTitle(connection.edge.target)))
    },
    onDisconnected(edgeId) {
      apply({ type: 'remove-edge', id: edgeId })
      announce(canvas.texts.removed(0, 1))
    },
    onDroppedOnEmpty: (from, point) => target.emit({ type: 'quick-add', point, purpose: { kind: 'from', from } }),
    onDroppedBetween: (from, to, point) =>
      target.emit({ type: 'quick-add', point, purpose: { kind: 'between', from, to } }),
  }
}

const copyPoints = (points: readonly Point[]): { x: number; y: number }[] => points.map(({ x, y }) => ({ x, y }))
