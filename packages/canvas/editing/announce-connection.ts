import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Action } from './actions.ts'

/**
 * If an action adds one node and one edge, appends the connection to the action's announcement. Otherwise returns the
 * action unchanged.
 *
 * @internal
 */
export function addConnectionAnnouncement(action: Action, { scene, texts }: WorkflowCanvasState): Action {
  const edits = action.edit.type === 'batch' ? action.edit.edits : []
  const [node, ...otherNodes] = edits.flatMap((edit) => (edit.type === 'add-node' ? [edit.node] : []))
  const [edge, ...otherEdges] = edits.flatMap((edit) => (edit.type === 'add-edge' ? [edit.edge] : []))
  if (!node || !edge || otherNodes.length > 0 || otherEdges.length > 0) return action
  const getTitle = (id: string): string =>
    id === node.id ? node.data.label : (scene.byId.get(id)?.content.title ?? id)
  const connectionText = texts.connected(getTitle(edge.source), getTitle(edge.target))
  return { ...action, announcement: `${action.announcement}. ${connectionText}` }
}
