import { applyEdit, defined, type Edit, type NodeType } from '@aw-flow/schema'
import { rerouteEdges } from '../arrange/reroute-edges.ts'
import type { Camera } from '../camera/camera.ts'
import type { Point } from '../camera/view.ts'
import type { CanvasModel } from '../canvas-model.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { createAddNodeAction, createMoveNodesAction, type Action } from './actions.ts'
import { createRemoveEdit } from './remove-edit.ts'

/** The canvas operations that changes of the document use. */
export interface DocumentActionsTarget {
  readonly canvas: WorkflowCanvasState
  readonly camera: Camera
  /** Brings the scene up to date with the document. */
  refresh(): void
  reveal(nodeId: string): void
  announce(message: string): void
  /** Moves nodes in the drawing from their start positions to those in the document. */
  animate(startPositions: ReadonlyMap<string, Point>, positions: ReadonlyMap<string, Point>): void
}

/** Changes of a canvas's document. */
export interface DocumentActions {
  /** Applies an action's edit, selection and announcement. Returns false if the model rejects the edit. */
  perform(action: Action): boolean
  /**
   * Adds a node at a point. Without a point, the node is added in free space, and `connect` can return a replacement
   * for the action that adds it. Returns the node's id, or `undefined` if the model rejects the edit.
   */
  addNode(type: NodeType, point?: Point, connect?: (added: Action) => Action | undefined): string | undefined
  /**
   * Removes the selection. With `reconnect`, connects the sources of the removed nodes to their targets. Returns false
   * if nothing was removed.
   */
  removeSelected(reconnect: boolean): boolean
  /**
   * Moves nodes and applies `extraEdits` in one animated step. With `removeBends`, the bends of edges between the nodes
   * are removed; otherwise routed edges are rerouted.
   */
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    removeBends?: boolean,
    extraEdits?: readonly Edit[],
  ): void
}

export function createDocumentActions({
  canvas,
  camera,
  refresh,
  reveal,
  announce,
  animate,
}: DocumentActionsTarget): DocumentActions {
  const perform: DocumentActions['perform'] = ({ edit, select, edges = [], marks = [], announcement, pasted }) => {
    const { model } = canvas
    if (!canvas.editable || !model || !applyToModel(model, edit, pasted)) return false
    // New nodes must be in the scene before they are selected and revealed.
    refresh()
    canvas.select(select, edges, marks)
    announce(announcement)
    const [firstId] = select
    if (select.length === 1 && firstId !== undefined) reveal(firstId)
    return true
  }

  return {
    perform,
    addNode(type, point, connect) {
      if (!canvas.editable) return undefined
      const { scene, selection, newId, texts } = canvas
      const [firstId] = selection
      const neighbor = selection.size === 1 && firstId !== undefined ? scene.byId.get(firstId) : undefined
      const placement = point
        ? { corner: point }
        : { center: camera.toGraph(camera.center), nodes: scene.nodes, neighbor }
      const added = createAddNodeAction(type, placement, newId, texts)
      const action = (!point && connect?.(added)) || added
      return perform(action) ? action.select[0] : undefined
    },
    removeSelected(reconnect) {
      const { types, description, newId, texts, selection: nodes, selectedEdges: edges, selectedMarks: marks } = canvas
      const elementCount = nodes.size + marks.size
      if (!canvas.editable || elementCount + edges.size === 0) return false
      const reconnection = reconnect ? { types, description, newId } : undefined
      const edit = createRemoveEdit(canvas.document, { nodes, edges, marks }, reconnection)
      return perform({ edit, select: [], announcement: texts.removed(elementCount, edges.size) })
    },
    moveNodes(positions, announcement, removeBends = false, extraEdits = []) {
      const { scene, document, selection, selectedMarks } = canvas
      const startPositions = new Map(scene.nodes.map(({ id, x, y }) => [id, { x, y }]))
      const edits = removeBends ? extraEdits : [...extraEdits, ...rerouteEdges(scene, positions)]
      const action = createMoveNodesAction(document, positions, removeBends, announcement, edits)
      if (perform({ ...action, select: [...selection], marks: [...selectedMarks] })) animate(startPositions, positions)
    },
  }
}

/** Applies an edit. Returns false if the model rejects it. An edit without effect does not count as rejected. */
function applyToModel(model: CanvasModel, edit: Edit, pastedText: string | undefined): boolean {
  const previous = model.document
  model.apply(edit, defined({ pasted: pastedText }))
  return model.document !== previous || applyEdit(previous, edit).workflow === previous
}
