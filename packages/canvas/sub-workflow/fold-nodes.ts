import {
  createEmptyWorkflow,
  defined,
  type Edit,
  type PortType,
  type Workflow,
  type WorkflowEdge,
  type WorkflowPorts,
} from '@aw-flow/schema'
import { findRelatedNodes } from '../arrange/related-nodes.ts'
import type { NewId } from '../editing/new-id.ts'
import { snap, type PortPosition } from '../scene/node-shape.ts'
import { getNodesBounds, type Scene, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { claimName } from './claim-name.ts'
import { toSettingValue, subWorkflowSetting, subWorkflowType } from './sub-workflow-node.ts'

export type FoldResult = { edit: Edit; id: string; rejected?: undefined } | { rejected: 'cycle' | 'no-nodes' }

/**
 * Moves nodes, the edges between them, and groups that contain only these nodes into a new sub-workflow node. The new
 * node has one input for each external output that feeds the moved nodes, and one output for each of their outputs that
 * feeds an external node. A moved node without outgoing edges also contributes its first output. The operation is
 * rejected if the new node would become part of a cycle.
 *
 * @internal
 */
export function foldNodes(
  document: Workflow,
  scene: Scene,
  ids: ReadonlySet<string>,
  { newId, title }: { newId: NewId; title: string },
): FoldResult {
  const nodes = document.nodes.filter((node) => ids.has(node.id))
  if (nodes.length === 0) return { rejected: 'no-nodes' }
  if (wouldFormCycle(scene, ids)) return { rejected: 'cycle' }
  const incomingEdges = scene.edges.filter(({ from, to }) => !ids.has(from.id) && ids.has(to.id))
  const outgoingEdges = scene.edges.filter(({ from, to }) => ids.has(from.id) && !ids.has(to.id))
  const innerEdges = document.edges.filter(({ source, target }) => ids.has(source) && ids.has(target))
  const names = new Set<string>()
  const id = newId('sub')
  const inputs: WorkflowPorts['inputs'] = []
  const outputs: WorkflowPorts['outputs'] = []
  const outerEdges: WorkflowEdge[] = []
  for (const edges of groupBySource(incomingEdges)) {
    const [first] = edges
    if (!first) continue
    const name = claimName(getInputName(first), names)
    const to = edges.map((edge) => ({ node: edge.to.id, port: getInputName(edge) }))
    inputs.push({ name, type: getInputType(first), label: first.from.content.title, to })
    outerEdges.push({ ...copyWithOneHandle(first.edge, 'source'), id: newId('edge'), target: id, targetHandle: name })
  }
  names.clear()
  for (const edges of groupBySource(outgoingEdges)) {
    const [first] = edges
    if (!first) continue
    const name = claimName(getOutputName(first), names)
    const from = { node: first.from.id, port: getOutputName(first) }
    outputs.push({ name, type: first.type, label: first.from.content.title, from })
    for (const edge of edges) {
      outerEdges.push({ ...copyWithOneHandle(edge.edge, 'target'), id: newId('edge'), source: id, sourceHandle: name })
    }
  }
  for (const { node: sourceNode, port } of findOpenOutputs(scene, ids)) {
    const name = claimName(port.name, names)
    outputs.push({
      name,
      type: port.type,
      label: sourceNode.content.title,
      from: { node: sourceNode.id, port: port.name },
    })
  }
  const groups = (document.groups ?? []).filter((group) => group.nodes.every((node) => ids.has(node)))
  const { variables } = document.settings
  const innerWorkflow: Workflow = {
    ...createEmptyWorkflow(title),
    settings: defined({ variables }),
    nodes,
    edges: innerEdges,
    ...(groups.length > 0 ? { groups } : {}),
    ports: { inputs, outputs },
  }
  const bounds = getNodesBounds(scene.nodes.filter((node) => ids.has(node.id)))
  const position = bounds
    ? { x: snap(bounds.x + bounds.width / 2 - 120), y: snap(bounds.y + bounds.height / 2 - 50) }
    : { x: 0, y: 0 }
  const node = {
    id,
    type: subWorkflowType,
    position,
    data: { label: title, config: { [subWorkflowSetting]: toSettingValue(innerWorkflow) } },
  }
  const edits: Edit[] = [
    ...groups.map((group): Edit => ({ type: 'remove-group', id: group.id })),
    ...nodes.map((member): Edit => ({ type: 'remove-node', id: member.id })),
    { type: 'add-node', node },
    ...outerEdges.map((edge): Edit => ({ type: 'add-edge', edge })),
  ]
  return { edit: { type: 'batch', edits }, id }
}

/** Returns the first output of each node without outgoing edges. These are the results of the sub-workflow. */
function findOpenOutputs(
  { nodes, edges }: Scene,
  ids: ReadonlySet<string>,
): { node: SceneNode; port: PortPosition['port'] }[] {
  const sourceIds = new Set(edges.map(({ from }) => from.id))
  return nodes.flatMap((node) => {
    const [output] = ids.has(node.id) && !sourceIds.has(node.id) ? node.shape.outputs : []
    return output ? [{ node, port: output.port }] : []
  })
}

/** Returns whether a path leaves the given nodes and enters them again. */
function wouldFormCycle(scene: Scene, ids: ReadonlySet<string>): boolean {
  const targets = scene.edges.filter(({ from, to }) => ids.has(from.id) && !ids.has(to.id)).map(({ to }) => to.id)
  const outerGraph = { edges: scene.edges.filter(({ from }) => !ids.has(from.id)) }
  for (const id of findRelatedNodes(outerGraph, targets, 'downstream')) if (ids.has(id)) return true
  return false
}

function groupBySource(edges: readonly SceneEdge[]): SceneEdge[][] {
  const groups = new Map<string, SceneEdge[]>()
  for (const edge of edges) {
    const key = `${edge.from.id} ${edge.output}`
    groups.set(key, [...(groups.get(key) ?? []), edge])
  }
  return [...groups.values()]
}

const getInputName = (edge: SceneEdge): string =>
  edge.to.shape.inputs[edge.input]?.port.name ?? edge.edge.targetHandle ?? 'in'
const getOutputName = (edge: SceneEdge): string =>
  edge.from.shape.outputs[edge.output]?.port.name ?? edge.edge.sourceHandle ?? 'out'
const getInputType = (edge: SceneEdge): PortType => edge.to.shape.inputs[edge.input]?.port.type ?? edge.type

/** Copies an edge without bends, keeping the handle of only one end. */
function copyWithOneHandle<S extends 'source' | 'target'>(edge: WorkflowEdge, side: S): WorkflowEdge {
  const { points: _points, ...rest } = edge
  if (side === 'source') {
    const { targetHandle: _handle, ...copy } = rest
    return copy
  }
  const { sourceHandle: _handle, ...copy } = rest
  return copy
}
