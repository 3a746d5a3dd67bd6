import type { Edit, NodeType } from '@aw-flow/schema'
import type { SceneNode } from '../scene/scene.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Action } from './actions.ts'
import { addConnectionAnnouncement } from './announce-connection.ts'
import { checkConnection, createConnectEdit, findCompatiblePort } from './connection-rules.ts'

/**
 * Extends an add-node action with edges from the selected nodes to the new node: from one selected node, or from several
 * if the new node has an input for each of them. Without a selection, the edge starts at the only node without outgoing
 * edges, if exactly one exists. Returns the action unchanged if the outputs are not compatible.
 *
 * @internal
 */
export function connectNewNode(action: Action, type: NodeType, canvas: WorkflowCanvasState): Action {
  const { edit, select } = action
  const [id] = select
  if (edit.type !== 'add-node' || id === undefined) return action
  const { document, types, description, newId } = canvas
  const newDocument = { ...document, nodes: [...document.nodes, edit.node] }
  const sources = findSources(canvas)
  const edits: Edit[] = []
  const usedInputs = new Set<string>()
  for (const { node, ports } of sources) {
    for (const { name, type: portType } of ports) {
      const from = { node, side: 'output' as const, port: name }
      const inputs = type.inputs.filter((input) => !usedInputs.has(input.name))
      const port = portType === 'control' ? undefined : findCompatiblePort({ ...type, inputs }, from, portType)
      if (port === undefined) continue
      const connection = checkConnection(newDocument, types, from, { node: id, side: 'input', port }, description)
      if (!connection.ok) continue
      usedInputs.add(port)
      edits.push(createConnectEdit(connection, newId('edge')))
      break
    }
  }
  if (edits.length === 0 || edits.length < sources.length) return action
  return addConnectionAnnouncement({ ...action, edit: { type: 'batch', edits: [edit, ...edits] } }, canvas)
}

/**
 * Returns the nodes to which a new node should be connected, from top to bottom, with their unused outputs first.
 * Returns an empty list if the choice is ambiguous.
 */
function findSources({ scene, selection }: WorkflowCanvasState): { node: string; ports: readonly Port[] }[] {
  const usedPorts = new Set(scene.edges.map(({ from, output }) => `${from.id} ${output}`))
  const leafNodes = scene.nodes.filter(
    ({ id, shape }) => shape.outputs.length > 0 && !shape.outputs.some((_, index) => usedPorts.has(`${id} ${index}`)),
  )
  const sources: SceneNode[] = selection.size === 0 ? leafNodes : scene.nodes.filter(({ id }) => selection.has(id))
  if (selection.size === 0 && sources.length !== 1) return []
  return sources
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
    .map(({ id, shape }) => {
      const isPortUsed = (index: number): boolean => usedPorts.has(`${id} ${index}`)
      const ports = shape.outputs.map(({ port }) => port)
      return {
        node: id,
        ports: [...ports.filter((_, index) => !isPortUsed(index)), ...ports.filter((_, index) => isPortUsed(index))],
      }
    })
}

type Port = NodeType['outputs'][number]
