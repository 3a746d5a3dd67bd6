import { defined } from '../../wire/defined.ts'
import { addConflict, type ConflictSink } from './conflict.ts'
import { indexByKey } from './list-keys.ts'
import { mergeItem } from './merge-items.ts'
import { mergeOrder } from './merge-lists.ts'
import { mergeNode, type MergeConfig } from './merge-node.ts'
import { mergeAtomic, type ThreeWay } from './merge-values.ts'
import { isSameJson } from '../../wire/is-same-json.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from '../workflow.ts'

type Edges = ReadonlyMap<string, WorkflowEdge>
const getId = ({ id }: { id: string }): string => id

/**
 * Merges nodes and edges without leaving dangling edges. If one side removes a node and the other side changes the node
 * or one of its edges, the result is a conflict that includes these edges.
 */
export function mergeGraph(
  sides: ThreeWay<Workflow>,
  sink: ConflictSink,
  mergeConfig: MergeConfig,
): { nodes: WorkflowNode[]; edges: WorkflowEdge[] } {
  const edges: ThreeWay<Edges> = mapSides(sides, (workflow) => indexByKey(workflow.edges, getId))
  const nodes = mapSides(sides, (workflow) => indexByKey(workflow.nodes, getId))
  const newEndpoints = {
    ours: findNewEndpoints(edges.ours, edges.base),
    theirs: findNewEndpoints(edges.theirs, edges.base),
  }
  const mergedNodes = new Map<string, WorkflowNode>()
  /** Ids of nodes that one side removed and the other side changed or connected. */
  const conflictingIds = new Set<string>()
  for (const id of new Set([...nodes.ours.keys(), ...nodes.theirs.keys()])) {
    const versions = { base: nodes.base.get(id), ours: nodes.ours.get(id), theirs: nodes.theirs.get(id) }
    const isRemoved = versions.base !== undefined && (versions.ours === undefined || versions.theirs === undefined)
    if (isRemoved) {
      const isNeeded = versions.ours === undefined ? newEndpoints.theirs.has(id) : newEndpoints.ours.has(id)
      if (isNeeded || !isSameJson(versions.base, versions.ours ?? versions.theirs)) conflictingIds.add(id)
      if (versions.ours && conflictingIds.has(id)) mergedNodes.set(id, versions.ours)
      continue
    }
    const node = mergeItem(versions, ['nodes', id], sink, (item, path) => mergeNode(item, path, sink, mergeConfig))
    if (node) mergedNodes.set(id, node)
  }
  const mergedEdges = mergeEdges(edges, mergedNodes, conflictingIds, sink)
  mergeInputs(edges, mergedEdges, sink)
  for (const id of conflictingIds) {
    const isConnected = ({ source, target }: WorkflowEdge): boolean => source === id || target === id
    const ids = new Set([...sides.ours.edges, ...sides.theirs.edges].filter(isConnected).map(getId))
    const values = { base: nodes.base.get(id), ours: nodes.ours.get(id), theirs: nodes.theirs.get(id) }
    addConflict(sink, ['nodes', id], values, {
      ours: [...ids].flatMap((edge) => mergedEdges.get(edge) ?? []),
      theirs: [...ids].flatMap((edge) => resolveEdgeWithTheirs(edges, nodes, edge, sink) ?? []),
    })
  }
  return {
    nodes: orderItems(mapSides(nodes, listKeys), mergedNodes, ['nodes'], sink),
    edges: orderItems(mapSides(edges, listKeys), mergedEdges, ['edges'], sink),
  }
}

function mergeEdges(
  edges: ThreeWay<Edges>,
  nodes: ReadonlyMap<string, WorkflowNode>,
  conflictingIds: ReadonlySet<string>,
  sink: ConflictSink,
): Map<string, WorkflowEdge> {
  const hasBothNodes = ({ source, target }: WorkflowEdge): boolean => nodes.has(source) && nodes.has(target)
  const isConflicting = (edge: WorkflowEdge | undefined): boolean =>
    edge !== undefined && (conflictingIds.has(edge.source) || conflictingIds.has(edge.target))
  const mergedEdges = new Map<string, WorkflowEdge>()
  for (const id of new Set([...edges.ours.keys(), ...edges.theirs.keys()])) {
    const versions = { base: edges.base.get(id), ours: edges.ours.get(id), theirs: edges.theirs.get(id) }
    const conflicts: ConflictSink = { workflowPath: sink.workflowPath, conflicts: [] }
    let edge = mergeItem(versions, ['edges', id], conflicts, (item, path) => mergeEdge(item, path, conflicts))
    // The other side removed the edge together with a node that our side did not remove.
    if (!edge && versions.ours && isConflicting(versions.ours)) edge = versions.ours
    if (edge && !hasBothNodes(edge)) {
      const ourEdge = versions.ours && hasBothNodes(versions.ours) ? versions.ours : undefined
      if (ourEdge && !isConflicting(edge)) addConflict(conflicts, ['edges', id], versions)
      edge = ourEdge
    }
    // Edges of a conflicting node are reported with the node's conflict.
    if (
      !(versions.ours === undefined || versions.theirs === undefined) ||
      !isConflicting(versions.ours ?? versions.theirs)
    ) {
      sink.conflicts.push(...conflicts.conflicts)
    }
    if (edge) mergedEdges.set(id, edge)
  }
  return mergedEdges
}

/**
 * Detects conflicts at inputs. An input accepts only one edge, so it is a conflict if each side added a different edge
 * to it. Control inputs accept several edges; for them, such a conflict is unnecessary but harmless.
 */
function mergeInputs(edges: ThreeWay<Edges>, mergedEdges: Map<string, WorkflowEdge>, sink: ConflictSink): void {
  const edgesByInput = mapSides(edges, groupEdgesByInput)
  for (const [input, [ourEdge, ...otherOurEdges]] of edgesByInput.ours) {
    const [base, ...otherBaseEdges] = edgesByInput.base.get(input) ?? []
    const [theirEdge, ...otherTheirEdges] = edgesByInput.theirs.get(input) ?? []
    if (
      !ourEdge ||
      !theirEdge ||
      otherOurEdges.length + otherBaseEdges.length + otherTheirEdges.length > 0 ||
      ourEdge.id === theirEdge.id
    )
      continue
    const isNew = !edges.base.has(ourEdge.id) && !edges.base.has(theirEdge.id)
    if (!isNew || edges.theirs.has(ourEdge.id) || edges.ours.has(theirEdge.id)) continue
    mergedEdges.delete(theirEdge.id)
    const path = ['inputs', ourEdge.target, ourEdge.targetHandle ?? '']
    addConflict(sink, path, { base, ours: ourEdge, theirs: theirEdge }, { ours: [ourEdge], theirs: [theirEdge] })
  }
}

function groupEdgesByInput(edges: Edges): Map<string, WorkflowEdge[]> {
  const edgesByInput = new Map<string, WorkflowEdge[]>()
  for (const edge of edges.values()) {
    const key = `${edge.target} ${edge.targetHandle ?? ''}`
    const list = edgesByInput.get(key)
    if (list) list.push(edge)
    else edgesByInput.set(key, [edge])
  }
  return edgesByInput
}

function mergeEdge(edge: ThreeWay<WorkflowEdge>, path: readonly string[], sink: ConflictSink): WorkflowEdge {
  const endpoints = mergeAtomic(mapSides(edge, pickEndpoints), [...path, 'ends'], sink)
  const points = mergeAtomic(
    mapSides(edge, (candidate) => candidate.points),
    [...path, 'points'],
    sink,
  )
  return { id: edge.ours.id, ...endpoints, ...defined({ points }) }
}

/** Merges an edge, preferring their values wherever both sides changed the edge. */
function resolveEdgeWithTheirs(
  edges: ThreeWay<Edges>,
  nodes: ThreeWay<ReadonlyMap<string, unknown>>,
  id: string,
  { workflowPath }: ConflictSink,
): WorkflowEdge | undefined {
  const swappedSides = { base: edges.base.get(id), ours: edges.theirs.get(id), theirs: edges.ours.get(id) }
  if (!swappedSides.ours || !swappedSides.theirs) return swappedSides.ours
  const ignoredSink: ConflictSink = { workflowPath, conflicts: [] }
  const edge = mergeItem(swappedSides, ['edges', id], ignoredSink, (item, path) => mergeEdge(item, path, ignoredSink))
  const isInTheirs = (node: string): boolean => nodes.theirs.has(node) || !nodes.base.has(node)
  return edge && isInTheirs(edge.source) && isInTheirs(edge.target) ? edge : swappedSides.ours
}

const pickEndpoints = ({ id: _id, points: _points, ...ends }: WorkflowEdge): Omit<WorkflowEdge, 'id' | 'points'> => ends

/** Returns the ids of nodes that new or changed edges connect. */
function findNewEndpoints(edges: Edges, base: Edges): Set<string> {
  const endpointIds = new Set<string>()
  for (const edge of edges.values()) {
    const previous = base.get(edge.id)
    if (!previous || !isSameJson(edge, previous)) endpointIds.add(edge.source).add(edge.target)
  }
  return endpointIds
}

const mapSides = <T, U>({ base, ours, theirs }: ThreeWay<T>, map: (value: T) => U): ThreeWay<U> => ({
  base: map(base),
  ours: map(ours),
  theirs: map(theirs),
})

const listKeys = (items: ReadonlyMap<string, unknown>): string[] => [...items.keys()]

const orderItems = <T>(
  order: ThreeWay<string[]>,
  mergedItems: ReadonlyMap<string, T>,
  path: string[],
  sink: ConflictSink,
): T[] => mergeOrder(order, new Set(mergedItems.keys()), path, sink).map((id) => mergedItems.get(id)!)
