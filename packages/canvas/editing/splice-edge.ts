import type { Edit, NodeType, PortType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { checkConnection, findConverterPorts } from './connection-rules.ts'
import type { NewId } from './new-id.ts'
import type { Scene, SceneEdge } from '../scene/scene.ts'

interface SceneSource {
  readonly scene: Scene
}

const findTargetType = (edge: SceneEdge): PortType => edge.to.shape.inputs[edge.input]?.port.type ?? edge.type

/**
 * Returns whether a node can be inserted into an edge. The node must not have any edges, and its ports must be
 * compatible.
 */
export function canSplice({ scene }: SceneSource, edge: SceneEdge, id: string): boolean {
  const node = scene.byId.get(id)
  if (!node || edge.from.id === id || edge.to.id === id) return false
  if (scene.edges.some(({ from, to }) => from.id === id || to.id === id)) return false
  const ports = {
    inputs: node.shape.inputs.map(({ port }) => port),
    outputs: node.shape.outputs.map(({ port }) => port),
  }
  return findConverterPorts(ports, edge.type, findTargetType(edge)) !== undefined
}

/** Returns edits that insert a node of `document` into an edge, or no edits if its ports are incompatible. */
export function createSpliceEdits(
  document: Workflow,
  edge: SceneEdge,
  node: { id: string; type: Pick<NodeType, 'inputs' | 'outputs'> },
  {
    types,
    description,
    newId,
  }: { types: ReadonlyMap<string, NodeType>; description?: WorkflowDescription | undefined; newId: NewId },
): Edit[] {
  const ports = findConverterPorts(node.type, edge.type, findTargetType(edge))
  const output = edge.from.shape.outputs[edge.output]?.port.name
  const input = edge.to.shape.inputs[edge.input]?.port.name
  if (!ports || output === undefined || input === undefined) return []
  const documentWithoutEdge = { ...document, edges: document.edges.filter(({ id }) => id !== edge.id) }
  const checkPorts = (source: [string, string], target: [string, string]): ReturnType<typeof checkConnection> =>
    checkConnection(
      documentWithoutEdge,
      types,
      { node: source[0], side: 'output', port: source[1] },
      { node: target[0], side: 'input', port: target[1] },
      description,
    )
  const first = checkPorts([edge.from.id, output], [node.id, ports.input])
  const second = checkPorts([node.id, ports.output], [edge.to.id, input])
  if (!first.ok || !second.ok) return []
  return [
    { type: 'remove-edge', id: edge.id },
    { type: 'add-edge', edge: { id: newId('edge'), ...first.edge } },
    { type: 'add-edge', edge: { id: newId('edge'), ...second.edge } },
  ]
}
