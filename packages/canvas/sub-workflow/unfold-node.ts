import { readWorkflow, type Edit, type Workflow, type WorkflowEdge, type WorkflowNode } from '@aw-flow/schema'
import type { NewId } from '../editing/new-id.ts'
import { nodeWidth, snap } from '../scene/node-shape.ts'
import { computeBounds } from '../camera/view.ts'
import { findInnerWorkflow } from './sub-workflow-node.ts'

/**
 * Replaces a sub-workflow node with its inner nodes, edges, groups and notes, and reconnects the node's edges to them.
 * An element keeps its id unless the id is already in use. Returns `undefined` if the node contains no readable
 * workflow.
 *
 * @internal
 */
export function unfoldNode(
  document: Workflow,
  node: WorkflowNode,
  newId: NewId,
): { edit: Edit; ids: string[]; marks: string[] } | undefined {
  const { workflow: innerWorkflow } = readWorkflow(findInnerWorkflow(node))
  if (!innerWorkflow) return undefined
  const usedIds = new Set([
    ...document.nodes.filter(({ id }) => id !== node.id).map(({ id }) => id),
    ...document.edges.map(({ id }) => id),
    ...(document.groups ?? []).map(({ id }) => id),
    ...(document.notes ?? []).map(({ id }) => id),
  ])
  const claimId = (id: string, prefix: string): string => {
    const uniqueId = usedIds.has(id) ? newId(prefix) : id
    usedIds.add(uniqueId)
    return uniqueId
  }
  const newIds = new Map(innerWorkflow.nodes.map((innerNode) => [innerNode.id, claimId(innerNode.id, innerNode.type)]))
  const toNewId = (id: string): string => newIds.get(id) ?? id
  const bounds = computeBounds(
    innerWorkflow.nodes.map(({ position }) => ({ ...position, width: nodeWidth, height: 100 })),
  )
  const dx = bounds ? snap(node.position.x + nodeWidth / 2 - (bounds.x + bounds.width / 2)) : 0
  const dy = bounds ? snap(node.position.y + 50 - (bounds.y + bounds.height / 2)) : 0
  const shift = ({ x, y }: { x: number; y: number }): { x: number; y: number } => ({ x: x + dx, y: y + dy })
  const groups = (innerWorkflow.groups ?? []).map((group) => ({
    ...group,
    id: claimId(group.id, 'group'),
    nodes: group.nodes.map(toNewId),
  }))
  const notes = (innerWorkflow.notes ?? []).map((note) => ({
    ...note,
    id: claimId(note.id, 'note'),
    position: shift(note.position),
  }))
  const edits: Edit[] = [
    { type: 'remove-node', id: node.id },
    ...innerWorkflow.nodes.map((innerNode): Edit => ({
      type: 'add-node',
      node: { ...innerNode, id: toNewId(innerNode.id), position: shift(innerNode.position) },
    })),
    ...innerWorkflow.edges.map((edge): Edit => ({
      type: 'add-edge',
      edge: {
        ...edge,
        id: claimId(edge.id, 'edge'),
        source: toNewId(edge.source),
        target: toNewId(edge.target),
        ...(edge.points ? { points: edge.points.map(shift) } : {}),
      },
    })),
    ...reconnectEdges(document, node.id, innerWorkflow, toNewId, newId).map((edge): Edit => ({
      type: 'add-edge',
      edge,
    })),
    ...groups.map((group): Edit => ({ type: 'add-group', group })),
    ...notes.map((note): Edit => ({ type: 'add-note', note })),
  ]
  return {
    edit: { type: 'batch', edits },
    ids: [...newIds.values()],
    marks: [...groups, ...notes].map(({ id }) => id),
  }
}

/** Returns the node's edges, reconnected to the inner nodes behind its ports. */
function reconnectEdges(
  document: Workflow,
  id: string,
  innerWorkflow: Workflow,
  toNewId: (id: string) => string,
  newId: NewId,
): WorkflowEdge[] {
  const { inputs = [], outputs = [] } = innerWorkflow.ports ?? {}
  return document.edges.flatMap((edge): WorkflowEdge[] => {
    const { points: _points, ...rest } = edge
    if (edge.target === id) {
      const port = edge.targetHandle === undefined ? inputs[0] : inputs.find(({ name }) => name === edge.targetHandle)
      return (port?.to ?? []).map(({ node, port: targetHandle }) => ({
        ...rest,
        id: newId('edge'),
        target: toNewId(node),
        targetHandle,
      }))
    }
    if (edge.source === id) {
      const port = edge.sourceHandle === undefined ? outputs[0] : outputs.find(({ name }) => name === edge.sourceHandle)
      return port ? [{ ...rest, id: newId('edge'), source: toNewId(port.from.node), sourceHandle: port.from.port }] : []
    }
    return []
  })
}
