import { clash, type Found } from './conflict.ts'
import { byKey } from './in-order.ts'
import { mergeItem } from './merge-items.ts'
import { mergeOrder } from './merge-lists.ts'
import { mergeNode, type MergeConfig } from './merge-node.ts'
import { mergeWhole, type Three } from './merge-values.ts'
import { sameJson } from '../wire/same-json.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from './workflow.ts'

type Edges = ReadonlyMap<string, WorkflowEdge>
const idOf = ({ id }: { id: string }): string => id

/**
 * Merges nodes and edges. No edge loses its node: a node that one side removes while the other changes it or one of its
 * edges is a conflict, to which those edges belong.
 */
export function mergeGraph(
  three: Three<Workflow>,
  found: Found,
  config: MergeConfig,
): { nodes: WorkflowNode[]; edges: WorkflowEdge[] } {
  const edges: Three<Edges> = mapThree(three, (workflow) => byKey(workflow.edges, idOf))
  const nodes = mapThree(three, (workflow) => byKey(workflow.nodes, idOf))
  const needed = { ours: endsOfNew(edges.ours, edges.base), theirs: endsOfNew(edges.theirs, edges.base) }
  const merged = new Map<string, WorkflowNode>()
  /** Nodes that one side removed and the other changed or connected. */
  const disputed = new Set<string>()
  for (const id of new Set([...nodes.ours.keys(), ...nodes.theirs.keys()])) {
    const one = { base: nodes.base.get(id), ours: nodes.ours.get(id), theirs: nodes.theirs.get(id) }
    const isRemoved = one.base !== undefined && (one.ours === undefined || one.theirs === undefined)
    if (isRemoved) {
      const isWanted = one.ours === undefined ? needed.theirs.has(id) : needed.ours.has(id)
      if (isWanted || !sameJson(one.base, one.ours ?? one.theirs)) disputed.add(id)
      if (one.ours && disputed.has(id)) merged.set(id, one.ours)
      continue
    }
    const node = mergeItem(one, ['nodes', id], found, (all, path) => mergeNode(all, path, found, config))
    if (node) merged.set(id, node)
  }
  const joined = mergeEdges(edges, merged, disputed, found)
  mergeInputs(edges, joined, found)
  for (const id of disputed) {
    const at = ({ source, target }: WorkflowEdge): boolean => source === id || target === id
    const ids = new Set([...three.ours.edges, ...three.theirs.edges].filter(at).map(idOf))
    const values = { base: nodes.base.get(id), ours: nodes.ours.get(id), theirs: nodes.theirs.get(id) }
    clash(found, ['nodes', id], values, {
      ours: [...ids].flatMap((edge) => joined.get(edge) ?? []),
      theirs: [...ids].flatMap((edge) => asTheirsHas(edges, nodes, edge, found) ?? []),
    })
  }
  return {
    nodes: inOrder(mapThree(nodes, keys), merged, ['nodes'], found),
    edges: inOrder(mapThree(edges, keys), joined, ['edges'], found),
  }
}

function mergeEdges(
  edges: Three<Edges>,
  nodes: ReadonlyMap<string, WorkflowNode>,
  disputed: ReadonlySet<string>,
  found: Found,
): Map<string, WorkflowEdge> {
  const isWhole = ({ source, target }: WorkflowEdge): boolean => nodes.has(source) && nodes.has(target)
  const isDisputed = (edge: WorkflowEdge | undefined): boolean =>
    edge !== undefined && (disputed.has(edge.source) || disputed.has(edge.target))
  const merged = new Map<string, WorkflowEdge>()
  for (const id of new Set([...edges.ours.keys(), ...edges.theirs.keys()])) {
    const one = { base: edges.base.get(id), ours: edges.ours.get(id), theirs: edges.theirs.get(id) }
    const conflicts: Found = { inside: found.inside, conflicts: [] }
    let edge = mergeItem(one, ['edges', id], conflicts, (all, path) => mergeEdge(all, path, conflicts))
    // It was removed with a node that ours kept.
    if (!edge && one.ours && isDisputed(one.ours)) edge = one.ours
    if (edge && !isWhole(edge)) {
      const kept = one.ours && isWhole(one.ours) ? one.ours : undefined
      if (kept && !isDisputed(edge)) clash(conflicts, ['edges', id], one)
      edge = kept
    }
    // Edges of a disputed node are part of its conflict.
    if (!(one.ours === undefined || one.theirs === undefined) || !isDisputed(one.ours ?? one.theirs)) {
      found.conflicts.push(...conflicts.conflicts)
    }
    if (edge) merged.set(id, edge)
  }
  return merged
}

/**
 * An input accepts one edge. If each side added a different edge to it, that is a conflict of the input. Control inputs
 * accept several edges; for them this conflict is unnecessary but harmless.
 */
function mergeInputs(edges: Three<Edges>, merged: Map<string, WorkflowEdge>, found: Found): void {
  const at = mapThree(edges, edgesByInput)
  for (const [input, [own, ...others]] of at.ours) {
    const [base, ...more] = at.base.get(input) ?? []
    const [other, ...rest] = at.theirs.get(input) ?? []
    if (!own || !other || others.length + more.length + rest.length > 0 || own.id === other.id) continue
    const isNew = !edges.base.has(own.id) && !edges.base.has(other.id)
    if (!isNew || edges.theirs.has(own.id) || edges.ours.has(other.id)) continue
    merged.delete(other.id)
    const path = ['inputs', own.target, own.targetHandle ?? '']
    clash(found, path, { base, ours: own, theirs: other }, { ours: [own], theirs: [other] })
  }
}

function edgesByInput(edges: Edges): Map<string, WorkflowEdge[]> {
  const found = new Map<string, WorkflowEdge[]>()
  for (const edge of edges.values()) {
    const key = `${edge.target} ${edge.targetHandle ?? ''}`
    const known = found.get(key)
    if (known) known.push(edge)
    else found.set(key, [edge])
  }
  return found
}

function mergeEdge(edge: Three<WorkflowEdge>, path: readonly string[], found: Found): WorkflowEdge {
  const ends = mergeWhole(mapThree(edge, endsIn), [...path, 'ends'], found)
  const points = mergeWhole(
    mapThree(edge, (one) => one.points),
    [...path, 'points'],
    found,
  )
  return { id: edge.ours.id, ...ends, ...(points ? { points } : {}) }
}

/** The edge with the values of theirs for everything that both sides changed. */
function asTheirsHas(
  edges: Three<Edges>,
  nodes: Three<ReadonlyMap<string, unknown>>,
  id: string,
  { inside }: Found,
): WorkflowEdge | undefined {
  const turned = { base: edges.base.get(id), ours: edges.theirs.get(id), theirs: edges.ours.get(id) }
  if (!turned.ours || !turned.theirs) return turned.ours
  const ignored: Found = { inside, conflicts: [] }
  const edge = mergeItem(turned, ['edges', id], ignored, (all, path) => mergeEdge(all, path, ignored))
  const stays = (node: string): boolean => nodes.theirs.has(node) || !nodes.base.has(node)
  return edge && stays(edge.source) && stays(edge.target) ? edge : turned.ours
}

const endsIn = ({ id: _id, points: _points, ...ends }: WorkflowEdge): Omit<WorkflowEdge, 'id' | 'points'> => ends

/** The nodes of new or changed edges. */
function endsOfNew(edges: Edges, base: Edges): Set<string> {
  const ends = new Set<string>()
  for (const edge of edges.values()) {
    const was = base.get(edge.id)
    if (!was || !sameJson(edge, was)) ends.add(edge.source).add(edge.target)
  }
  return ends
}

const mapThree = <T, U>({ base, ours, theirs }: Three<T>, map: (one: T) => U): Three<U> => ({
  base: map(base),
  ours: map(ours),
  theirs: map(theirs),
})

const keys = (items: ReadonlyMap<string, unknown>): string[] => [...items.keys()]

const inOrder = <T>(order: Three<string[]>, merged: ReadonlyMap<string, T>, path: string[], found: Found): T[] =>
  mergeOrder(order, new Set(merged.keys()), path, found).map((id) => merged.get(id)!)
