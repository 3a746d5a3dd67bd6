import type { Edit, Json, NodeType, Position, Workflow, WorkflowEdge, WorkflowNode } from '@aw-flow/schema'
import { edgeSchema, nodeSchema } from '@aw-flow/schema'
import type { NewId } from './new-id.ts'

/** A part of a document as it travels through the clipboard. */
export interface Fragment {
  nodes: WorkflowNode[]
  edges: WorkflowEdge[]
}

/** A new node of a type, with the type's defaults as its settings. */
export const newNode = (type: NodeType, position: Position, id: string): WorkflowNode => ({
  id,
  type: type.type,
  typeVersion: type.version,
  position,
  data: { label: type.title, config: structuredClone(type.defaults) as Record<string, Json> },
})

/** Removes nodes (their edges go with them) and edges. */
export function removeEdit(document: Workflow, nodes: ReadonlySet<string>, edges: ReadonlySet<string>): Edit {
  return {
    type: 'batch',
    edits: [
      ...document.edges
        .filter((edge) => edges.has(edge.id))
        .map((edge): Edit => ({ type: 'remove-edge', id: edge.id })),
      ...document.nodes
        .filter((node) => nodes.has(node.id))
        .map((node): Edit => ({ type: 'remove-node', id: node.id })),
    ],
  }
}

/** Moves nodes by a distance in the graph's units. */
export const moveEdit = (document: Workflow, ids: ReadonlySet<string>, dx: number, dy: number): Edit => ({
  type: 'move-nodes',
  positions: Object.fromEntries(
    document.nodes
      .filter((node) => ids.has(node.id))
      .map((node) => [node.id, { x: node.position.x + dx, y: node.position.y + dy }]),
  ),
})

/** The nodes with the edges between them. */
export const fragmentOf = (document: Workflow, ids: ReadonlySet<string>): Fragment => ({
  nodes: document.nodes.filter((node) => ids.has(node.id)),
  edges: document.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
})

/** Adds a fragment under new ids, moved by `dx`, `dy`; answers the edit and the new nodes' ids. */
export function insertFragment(
  fragment: Fragment,
  dx: number,
  dy: number,
  newId: NewId,
): { edit: Edit; ids: string[] } {
  const renamed = new Map(fragment.nodes.map((node) => [node.id, newId(node.type)]))
  const nodes = fragment.nodes.map((node): Edit => {
    const position = { x: node.position.x + dx, y: node.position.y + dy }
    return { type: 'add-node', node: { ...structuredClone(node), id: renamed.get(node.id) ?? node.id, position } }
  })
  const edges = fragment.edges.map((edge): Edit => {
    const source = renamed.get(edge.source) ?? edge.source
    const target = renamed.get(edge.target) ?? edge.target
    return { type: 'add-edge', edge: { ...edge, id: newId('edge'), source, target } }
  })
  return { edit: { type: 'batch', edits: [...nodes, ...edges] }, ids: [...renamed.values()] }
}

export const fragmentText = (fragment: Fragment): string => JSON.stringify(fragment, undefined, 2)

/** Reads a fragment from the clipboard's text; `undefined` for anything else. A whole workflow is one too. */
export function readFragment(text: string): Fragment | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null || !('nodes' in parsed)) return undefined
  const { nodes, edges } = parsed as { nodes: unknown; edges?: unknown }
  const readNodes = nodeSchema.array().min(1).safeParse(nodes)
  const readEdges = edgeSchema.array().safeParse(edges ?? [])
  if (!readNodes.success || !readEdges.success) return undefined
  const ids = new Set(readNodes.data.map((node) => node.id))
  return {
    nodes: readNodes.data,
    edges: readEdges.data.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
  }
}
