import type { Edit, NodeType, Workflow, WorkflowDescription, WorkflowEdge } from '@aw-flow/schema'
import { checkConnection } from './connection-rules.ts'
import type { NewId } from './new-id.ts'

export interface RemovedIds {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** The ids of notes and groups. The nodes of removed groups remain. */
  readonly marks: ReadonlySet<string>
}

export interface ReconnectOptions {
  readonly types: ReadonlyMap<string, NodeType>
  readonly description?: WorkflowDescription | undefined
  readonly newId: NewId
}

/**
 * Returns an edit that removes the given elements and all edges of removed nodes. With `reconnectOptions`, the sources
 * of removed nodes are connected to their targets where the ports are compatible.
 *
 * @internal
 */
export function createRemoveEdit(
  document: Workflow,
  removedIds: RemovedIds,
  reconnectOptions?: ReconnectOptions,
): Edit {
  const { nodes, edges, marks } = removedIds
  return {
    type: 'batch',
    edits: [
      ...document.edges
        .filter((edge) => edges.has(edge.id))
        .map((edge): Edit => ({ type: 'remove-edge', id: edge.id })),
      ...document.nodes
        .filter((node) => nodes.has(node.id))
        .map((node): Edit => ({ type: 'remove-node', id: node.id })),
      ...(reconnectOptions ? createBridgeEdges(document, removedIds, reconnectOptions) : []).map((edge): Edit => ({
        type: 'add-edge',
        edge,
      })),
      ...(document.groups ?? [])
        .filter(({ id }) => marks.has(id))
        .map(({ id }): Edit => ({ type: 'remove-group', id })),
      ...(document.notes ?? []).filter(({ id }) => marks.has(id)).map(({ id }): Edit => ({ type: 'remove-note', id })),
    ],
  }
}

/**
 * Creates a replacement for each edge that leaves the removed nodes. The replacement starts at the nearest compatible
 * output upstream of the removed nodes.
 */
function createBridgeEdges(
  document: Workflow,
  { nodes, edges }: RemovedIds,
  reconnectOptions: ReconnectOptions,
): WorkflowEdge[] {
  if (nodes.size === 0) return []
  const remainingEdges = document.edges.filter((edge) => !edges.has(edge.id))
  const incomingEdges = new Map<string, WorkflowEdge[]>()
  for (const edge of remainingEdges) {
    if (nodes.has(edge.target)) incomingEdges.set(edge.target, [...(incomingEdges.get(edge.target) ?? []), edge])
  }
  let remainingDocument: Workflow = {
    ...document,
    nodes: document.nodes.filter(({ id }) => !nodes.has(id)),
    edges: remainingEdges.filter(({ source, target }) => !nodes.has(source) && !nodes.has(target)),
  }
  const bridgeEdges: WorkflowEdge[] = []
  for (const outgoingEdge of remainingEdges) {
    if (!nodes.has(outgoingEdge.source) || nodes.has(outgoingEdge.target)) continue
    for (const incomingEdge of findUpstreamEdges(outgoingEdge.source, incomingEdges, nodes)) {
      const edge = joinEdges(remainingDocument, incomingEdge, outgoingEdge, reconnectOptions)
      if (!edge) continue
      bridgeEdges.push(edge)
      remainingDocument = { ...remainingDocument, edges: [...remainingDocument.edges, edge] }
      break
    }
  }
  return bridgeEdges
}

/** Returns the edges that enter the removed nodes upstream of a node, nearest first. */
function findUpstreamEdges(
  startId: string,
  incomingEdges: ReadonlyMap<string, readonly WorkflowEdge[]>,
  removedIds: ReadonlySet<string>,
): WorkflowEdge[] {
  const edges: WorkflowEdge[] = []
  const visited = new Set([startId])
  const queue = [startId]
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const edge of incomingEdges.get(node) ?? []) {
      if (!removedIds.has(edge.source)) edges.push(edge)
      else if (!visited.has(edge.source)) {
        visited.add(edge.source)
        queue.push(edge.source)
      }
    }
  }
  return edges
}

function joinEdges(
  document: Workflow,
  incomingEdge: WorkflowEdge,
  outgoingEdge: WorkflowEdge,
  { types, description, newId }: ReconnectOptions,
): WorkflowEdge | undefined {
  const findPortName = (id: string, side: 'inputs' | 'outputs', handle: string | undefined): string => {
    const type = document.nodes.find((node) => node.id === id)?.type ?? ''
    return handle ?? (description?.nodes[id]?.ports ?? types.get(type))?.[side][0]?.name ?? ''
  }
  const connection = checkConnection(
    document,
    types,
    {
      node: incomingEdge.source,
      side: 'output',
      port: findPortName(incomingEdge.source, 'outputs', incomingEdge.sourceHandle),
    },
    {
      node: outgoingEdge.target,
      side: 'input',
      port: findPortName(outgoingEdge.target, 'inputs', outgoingEdge.targetHandle),
    },
    description,
  )
  return connection.ok && connection.replaces.length === 0 ? { id: newId('edge'), ...connection.edge } : undefined
}
