import { readWorkflow, type Edit, type Workflow, type WorkflowEdge, type WorkflowNode } from '@aw-flow/schema'
import type { NewId } from '../editing/new-id.ts'
import { nodeWidth, snap } from '../scene/node-shape.ts'
import { boundsOf } from '../camera/view.ts'
import { workflowInside } from './sub-workflow-node.ts'

/**
 * Replaces a sub-workflow node with its inner nodes, edges, groups and notes, connected as the node was. Ids are kept
 * unless they are already in use. Returns `undefined` if the node contains no readable workflow.
 *
 * @internal
 */
export function unfoldNode(
  document: Workflow,
  node: WorkflowNode,
  newId: NewId,
): { edit: Edit; ids: string[]; marks: string[] } | undefined {
  const { workflow: inner } = readWorkflow(workflowInside(node))
  if (!inner) return undefined
  const taken = new Set([
    ...document.nodes.filter(({ id }) => id !== node.id).map(({ id }) => id),
    ...document.edges.map(({ id }) => id),
    ...(document.groups ?? []).map(({ id }) => id),
    ...(document.notes ?? []).map(({ id }) => id),
  ])
  const free = (id: string, word: string): string => {
    const name = taken.has(id) ? newId(word) : id
    taken.add(name)
    return name
  }
  const renamed = new Map(inner.nodes.map((one) => [one.id, free(one.id, one.type)]))
  const named = (id: string): string => renamed.get(id) ?? id
  const bounds = boundsOf(inner.nodes.map(({ position }) => ({ ...position, width: nodeWidth, height: 100 })))
  const dx = bounds ? snap(node.position.x + nodeWidth / 2 - (bounds.x + bounds.width / 2)) : 0
  const dy = bounds ? snap(node.position.y + 50 - (bounds.y + bounds.height / 2)) : 0
  const moved = ({ x, y }: { x: number; y: number }): { x: number; y: number } => ({ x: x + dx, y: y + dy })
  const groups = (inner.groups ?? []).map((group) => ({
    ...group,
    id: free(group.id, 'group'),
    nodes: group.nodes.map(named),
  }))
  const notes = (inner.notes ?? []).map((note) => ({
    ...note,
    id: free(note.id, 'note'),
    position: moved(note.position),
  }))
  const edits: Edit[] = [
    { type: 'remove-node', id: node.id },
    ...inner.nodes.map((one): Edit => ({
      type: 'add-node',
      node: { ...one, id: named(one.id), position: moved(one.position) },
    })),
    ...inner.edges.map((edge): Edit => ({
      type: 'add-edge',
      edge: {
        ...edge,
        id: free(edge.id, 'edge'),
        source: named(edge.source),
        target: named(edge.target),
        ...(edge.points ? { points: edge.points.map(moved) } : {}),
      },
    })),
    ...outerEdges(document, node.id, inner, named, newId).map((edge): Edit => ({ type: 'add-edge', edge })),
    ...groups.map((group): Edit => ({ type: 'add-group', group })),
    ...notes.map((note): Edit => ({ type: 'add-note', note })),
  ]
  return {
    edit: { type: 'batch', edits },
    ids: [...renamed.values()],
    marks: [...groups, ...notes].map(({ id }) => id),
  }
}

/** The edges of the node, connected to the nodes behind its ports. */
function outerEdges(
  document: Workflow,
  id: string,
  inner: Workflow,
  named: (id: string) => string,
  newId: NewId,
): WorkflowEdge[] {
  const { inputs = [], outputs = [] } = inner.ports ?? {}
  return document.edges.flatMap((edge): WorkflowEdge[] => {
    const { points: _points, ...rest } = edge
    if (edge.target === id) {
      const port = edge.targetHandle === undefined ? inputs[0] : inputs.find(({ name }) => name === edge.targetHandle)
      return (port?.to ?? []).map(({ node, port: targetHandle }) => ({
        ...rest,
        id: newId('edge'),
        target: named(node),
        targetHandle,
      }))
    }
    if (edge.source === id) {
      const port = edge.sourceHandle === undefined ? outputs[0] : outputs.find(({ name }) => name === edge.sourceHandle)
      return port ? [{ ...rest, id: newId('edge'), source: named(port.from.node), sourceHandle: port.from.port }] : []
    }
    return []
  })
}
