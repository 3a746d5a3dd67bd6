import type { Edit, NodeType, Workflow, WorkflowDescription, WorkflowEdge } from '@aw-flow/schema'
import { connect } from './connection-rules.ts'
import type { NewId } from './new-id.ts'

export interface Removed {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** Notes and groups. The nodes of the groups are kept. */
  readonly marks: ReadonlySet<string>
}

export interface Healing {
  readonly types: ReadonlyMap<string, NodeType>
  readonly description?: WorkflowDescription | undefined
  readonly newId: NewId
}

/**
 * Removes edges, notes, groups, and nodes with their edges. With `healing`, connects the sources of a removed node to
 * its targets where the ports are compatible.
 *
 * @internal
 */
export function removeEdit(document: Workflow, removed: Removed, healing?: Healing): Edit {
  const { nodes, edges, marks } = removed
  return {
    type: 'batch',
    edits: [
      ...document.edges
        .filter((edge) => edges.has(edge.id))
        .map((edge): Edit => ({ type: 'remove-edge', id: edge.id })),
      ...document.nodes
        .filter((node) => nodes.has(node.id))
        .map((node): Edit => ({ type: 'remove-node', id: node.id })),
      ...(healing ? bridges(document, removed, healing) : []).map((edge): Edit => ({ type: 'add-edge', edge })),
      ...(document.groups ?? [])
        .filter(({ id }) => marks.has(id))
        .map(({ id }): Edit => ({ type: 'remove-group', id })),
      ...(document.notes ?? []).filter(({ id }) => marks.has(id)).map(({ id }): Edit => ({ type: 'remove-note', id })),
    ],
  }
}

/** For each edge out of the removed nodes, an edge from the first compatible output upstream of them. */
function bridges(document: Workflow, { nodes, edges }: Removed, healing: Healing): WorkflowEdge[] {
  if (nodes.size === 0) return []
  const kept = document.edges.filter((edge) => !edges.has(edge.id))
  const incoming = new Map<string, WorkflowEdge[]>()
  for (const edge of kept) {
    if (nodes.has(edge.target)) incoming.set(edge.target, [...(incoming.get(edge.target) ?? []), edge])
  }
  let rest: Workflow = {
    ...document,
    nodes: document.nodes.filter(({ id }) => !nodes.has(id)),
    edges: kept.filter(({ source, target }) => !nodes.has(source) && !nodes.has(target)),
  }
  const made: WorkflowEdge[] = []
  for (const out of kept) {
    if (!nodes.has(out.source) || nodes.has(out.target)) continue
    for (const before of outputsBefore(out.source, incoming, nodes)) {
      const edge = joined(rest, before, out, healing)
      if (!edge) continue
      made.push(edge)
      rest = { ...rest, edges: [...rest.edges, edge] }
      break
    }
  }
  return made
}

/** The edges into the removed nodes upstream of a node, nearest first. */
function outputsBefore(
  from: string,
  incoming: ReadonlyMap<string, readonly WorkflowEdge[]>,
  removed: ReadonlySet<string>,
): WorkflowEdge[] {
  const found: WorkflowEdge[] = []
  const seen = new Set([from])
  const open = [from]
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    for (const edge of incoming.get(node) ?? []) {
      if (!removed.has(edge.source)) found.push(edge)
      else if (!seen.has(edge.source)) {
        seen.add(edge.source)
        open.push(edge.source)
      }
    }
  }
  return found
}

function joined(
  document: Workflow,
  before: WorkflowEdge,
  out: WorkflowEdge,
  { types, description, newId }: Healing,
): WorkflowEdge | undefined {
  const nameOf = (id: string, side: 'inputs' | 'outputs', handle: string | undefined): string => {
    const type = document.nodes.find((node) => node.id === id)?.type ?? ''
    return handle ?? (description?.nodes[id]?.ports ?? types.get(type))?.[side][0]?.name ?? ''
  }
  const connection = connect(
    document,
    types,
    { node: before.source, side: 'output', port: nameOf(before.source, 'outputs', before.sourceHandle) },
    { node: out.target, side: 'input', port: nameOf(out.target, 'inputs', out.targetHandle) },
    description,
  )
  return connection.ok && connection.replaces.length === 0 ? { id: newId('edge'), ...connection.edge } : undefined
}
