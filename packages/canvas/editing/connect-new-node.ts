import type { NodeType } from '@aw-flow/schema'
import type { SceneNode } from '../scene/scene.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Action } from './actions.ts'
import { addConnectionAnnouncement } from './announce-connection.ts'
import { checkConnection, createConnectEdit, findCompatiblePort } from './connection-rules.ts'

/**
 * Extends an add-node action with an edge from the selected node to the new node. Without a selection, the edge starts
 * at the only node without outgoing edges, if exactly one exists. Returns the action unchanged if no output is
 * compatible.
 *
 * @internal
 */
export function connectNewNode(action: Action, type: NodeType, canvas: WorkflowCanvasState): Action {
  const { edit, select } = action
  const [id] = select
  if (edit.type !== 'add-node' || id === undefined) return action
  const { document, types, description, newId } = canvas
  const newDocument = { ...document, nodes: [...document.nodes, edit.node] }
  for (const { node, ports } of findSources(canvas)) {
    for (const { name, type: portType } of ports) {
      const from = { node, side: 'output' as const, port: name }
      const port = portType === 'control' ? undefined : findCompatiblePort(type, from, portType)
      if (port === undefined) continue
      const connection = checkConnection(newDocument, types, from, { node: id, side: 'input', port }, description)
      if (!connection.ok) continue
      const edits = [edit, createConnectEdit(connection, newId('edge'))]
      return addConnectionAnnouncement({ ...action, edit: { type: 'batch', edits } }, canvas)
    }
  }
  return action
}

/**
 * Returns the node to which a new node should be connected, with its unused outputs first. Returns an empty list if the
 * choice is ambiguous.
 */
function findSources({ scene, selection }: WorkflowCanvasState): { node: string; ports: readonly Port[] }[] {
  const [selectedId] = selection
  const usedPorts = new Set(scene.edges.map(({ from, output }) => `${from.id} ${output}`))
  const leafNodes = scene.nodes.filter(
    ({ id, shape }) => shape.outputs.length > 0 && !shape.outputs.some((_, index) => usedPorts.has(`${id} ${index}`)),
  )
  const sources: SceneNode[] = selectedId === undefined ? leafNodes : scene.nodes.filter(({ id }) => id === selectedId)
  if (sources.length !== 1 || selection.size > 1) return []
  return sources.map(({ id, shape }) => {
    const isPortUsed = (index: number): boolean => usedPorts.has(`${id} ${index}`)
    const ports = shape.outputs.map(({ port }) => port)
    return {
      node: id,
      ports: [...ports.filter((_, index) => !isPortUsed(index)), ...ports.filter((_, index) => isPortUsed(index))],
    }
  })
}

type Port = NodeType['outputs'][number]
