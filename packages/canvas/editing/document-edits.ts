import type {
  Edit,
  Json,
  NodeType,
  Position,
  Workflow,
  WorkflowEdge,
  WorkflowGroup,
  WorkflowNode,
  WorkflowNote,
} from '@aw-flow/schema'
import { edgeSchema, groupSchema, nodeSchema, noteSchema } from '@aw-flow/schema/internal'
import type { NewId } from './new-id.ts'

/** A copied part of a document. */
export interface Fragment {
  nodes: WorkflowNode[]
  edges: WorkflowEdge[]
  groups?: WorkflowGroup[]
  notes?: WorkflowNote[]
  /** Edges from nodes outside the fragment. A paste can connect the new nodes to the same sources. */
  entering?: WorkflowEdge[]
}

/** Creates a node with the default settings of its type. @internal */
export const createNode = (type: NodeType, position: Position, id: string): WorkflowNode => ({
  id,
  type: type.type,
  typeVersion: type.version,
  position,
  data: { label: type.title, config: structuredClone(type.defaults) as Record<string, Json> },
})

/**
 * Returns an edit that translates nodes, notes and the bends of edges between the nodes. Distances are in graph units.
 */
export function createMoveEdit(
  document: Workflow,
  nodeIds: ReadonlySet<string>,
  dx: number,
  dy: number,
  markIds: ReadonlySet<string> = new Set(),
): Edit {
  const nodeEdit: Edit = {
    type: 'move-nodes',
    positions: Object.fromEntries(
      document.nodes
        .filter((node) => nodeIds.has(node.id))
        .map((node) => [node.id, { x: node.position.x + dx, y: node.position.y + dy }]),
    ),
  }
  const bendEdits = document.edges
    .filter(({ points, source, target }) => points && nodeIds.has(source) && nodeIds.has(target))
    .map(({ id, points = [] }): Edit => ({
      type: 'set-points',
      id,
      points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
    }))
  const noteEdits = (document.notes ?? [])
    .filter(({ id }) => markIds.has(id))
    .map((note): Edit => {
      const position = { x: note.position.x + dx, y: note.position.y + dy }
      return { type: 'replace-note', note: { ...note, position } }
    })
  if (bendEdits.length + noteEdits.length === 0) return nodeEdit
  return { type: 'batch', edits: [nodeEdit, ...bendEdits, ...noteEdits] }
}

/**
 * Copies the given nodes, notes and groups, all nodes of those groups, the edges between copied nodes, and every group
 * that contains only copied nodes.
 */
export function copyFragment(
  document: Workflow,
  nodeIds: ReadonlySet<string>,
  markIds: ReadonlySet<string> = new Set(),
): Fragment {
  const allIds = new Set(nodeIds)
  const groups = (document.groups ?? []).filter(
    (group) => markIds.has(group.id) || (group.nodes.length > 0 && group.nodes.every((id) => nodeIds.has(id))),
  )
  for (const group of groups) for (const id of group.nodes) allIds.add(id)
  const notes = (document.notes ?? []).filter(({ id }) => markIds.has(id))
  const incomingEdges = document.edges.filter((edge) => !allIds.has(edge.source) && allIds.has(edge.target))
  return {
    nodes: document.nodes.filter((node) => allIds.has(node.id)),
    edges: document.edges.filter((edge) => allIds.has(edge.source) && allIds.has(edge.target)),
    ...(groups.length > 0 ? { groups } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(incomingEdges.length > 0 ? { entering: incomingEdges } : {}),
  }
}

/**
 * Returns an edit that inserts a fragment with new ids, translated by `dx` and `dy`, and the new ids of its nodes,
 * groups and notes. `sourceIds` contains the ids of existing nodes to which the fragment's incoming edges are
 * reconnected.
 */
export function insertFragment(
  fragment: Fragment,
  dx: number,
  dy: number,
  newId: NewId,
  sourceIds: ReadonlySet<string> = new Set(),
): { edit: Edit; ids: string[]; marks: string[] } {
  const shift = ({ x, y }: Position): Position => ({ x: x + dx, y: y + dy })
  const newIds = new Map(fragment.nodes.map((node) => [node.id, newId(node.type)]))
  const toNewId = (id: string): string => newIds.get(id) ?? id
  const nodeEdits = fragment.nodes.map((node): Edit => {
    return {
      type: 'add-node',
      node: { ...structuredClone(node), id: toNewId(node.id), position: shift(node.position) },
    }
  })
  const edgeEdits = fragment.edges.map((edge): Edit => {
    const points = edge.points ? { points: edge.points.map(shift) } : {}
    const ends = { source: toNewId(edge.source), target: toNewId(edge.target) }
    return { type: 'add-edge', edge: { ...edge, id: newId('edge'), ...ends, ...points } }
  })
  const incomingEdgeEdits = (fragment.entering ?? [])
    .filter(({ source }) => sourceIds.has(source))
    .map(({ points: _points, ...edge }): Edit => {
      return { type: 'add-edge', edge: { ...edge, id: newId('edge'), target: toNewId(edge.target) } }
    })
  const groups = (fragment.groups ?? []).map((group) => ({
    ...group,
    id: newId('group'),
    nodes: group.nodes.map(toNewId),
  }))
  const notes = (fragment.notes ?? []).map((note) => ({ ...note, id: newId('note'), position: shift(note.position) }))
  const markEdits = [
    ...groups.map((group): Edit => ({ type: 'add-group', group })),
    ...notes.map((note): Edit => ({ type: 'add-note', note })),
  ]
  return {
    edit: { type: 'batch', edits: [...nodeEdits, ...edgeEdits, ...incomingEdgeEdits, ...markEdits] },
    ids: [...newIds.values()],
    marks: [...groups, ...notes].map(({ id }) => id),
  }
}

export const serializeFragment = (fragment: Fragment): string => JSON.stringify(fragment, undefined, 2)

/** Parses a fragment or a complete workflow from clipboard text. Returns `undefined` for any other text. */
export function parseFragment(text: string): Fragment | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null || !('nodes' in parsed)) return undefined
  const { nodes, edges, groups, notes, entering } = parsed as Record<string, unknown>
  const parsedNodes = nodeSchema.array().safeParse(nodes)
  const parsedGroups = groupSchema.array().safeParse(groups ?? [])
  const parsedIncomingEdges = edgeSchema.array().safeParse(entering ?? [])
  const parsedNotes = noteSchema.array().safeParse(notes ?? [])
  const parsedEdges = edgeSchema.array().safeParse(edges ?? [])
  if (!parsedNodes.success || !parsedEdges.success || !parsedGroups.success || !parsedNotes.success) return undefined
  if (parsedNodes.data.length + parsedNotes.data.length === 0) return undefined
  const ids = new Set(parsedNodes.data.map((node) => node.id))
  return {
    nodes: parsedNodes.data,
    edges: parsedEdges.data.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    ...(parsedGroups.data.length > 0 ? { groups: parsedGroups.data } : {}),
    ...(parsedNotes.data.length > 0 ? { notes: parsedNotes.data } : {}),
    ...(parsedIncomingEdges.data?.length
      ? { entering: parsedIncomingEdges.data.filter(({ target }) => ids.has(target)) }
      : {}),
  }
}
