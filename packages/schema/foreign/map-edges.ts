import { message } from '@aw-flow/messages'
import { info, warning, type Problem } from '../wire/problem.ts'
import { groupBy, type ForeignEdge } from './foreign-workflow.ts'
import type { MappedNode } from './map-workflow.ts'
import type { Ports } from './node-mapping.ts'

/** An edge of the document. Edges from and to added Merge nodes lack one of the nodes. */
export interface MappedEdge {
  id: string
  source: string
  target: string
  sourceHandle: string
  targetHandle: string
  readonly sourceNode: MappedNode | undefined
  readonly targetNode: MappedNode | undefined
}

/** A Merge node for an input that has several edges in the other tool. */
interface AddedMerge {
  readonly id: string
  /** The other tool's id of the node after it. */
  readonly target: string
  readonly inputs: number
}

/**
 * Maps edges to ports. Several edges to one input lead to an added Merge node, because our inputs accept one edge.
 * Edges that lead from the body of a loop back to it use its input `result`.
 */
export function mapEdges(
  source: readonly ForeignEdge[],
  nodes: ReadonlyMap<string, MappedNode>,
  problems: Problem[],
): { edges: MappedEdge[]; mergeNodes: AddedMerge[] } {
  const owners = new Map([...nodes.values()].map((node) => [node.id, node.foreign.id]))
  const connected = source.flatMap((edge): ForeignEdge[] => {
    const [from, to] = [nodes.get(edge.source), nodes.get(edge.target)]
    if (!from || !to || from.owners.length > 0) return []
    // What leads to a part leads to the nodes that contain it.
    return to.owners.length === 0
      ? [edge]
      : to.owners.slice(0, maxOwners).map((owner) => ({ source: edge.source, target: owners.get(owner)! }))
  })
  const findBody = createBodyFinder(connected)
  const edges = connected.map((edge, index): MappedEdge => {
    const sourceNode = nodes.get(edge.source)!
    const targetNode = nodes.get(edge.target)!
    const isReturn = targetNode.type === 'for_each' && findBody(targetNode).has(edge.source)
    const isError = sourceNode.foreign.onError === 'branch' && edge.output === Object.keys(sourceNode.outputs).length
    return {
      id: `edge-${index + 1}`,
      source: sourceNode.id,
      target: targetNode.id,
      sourceHandle: isError
        ? 'error'
        : selectPort(sourceNode.outputs, edge.role === undefined ? edge.output : undefined),
      targetHandle: isReturn
        ? 'result'
        : selectPort(targetNode.inputs, edge.role === undefined ? edge.input : undefined),
      sourceNode,
      targetNode,
    }
  })
  reportCycles(edges, problems)
  return mergeSharedInputs(edges, owners.keys(), problems)
}

/** Maximum number of nodes with the same part to which an edge to this part leads. */
const maxOwners = 20

/** Returns the port for an index or name. An unknown one is the first port. */
function selectPort(ports: Ports, place: number | string | undefined): string {
  const values = Object.values(ports) as string[]
  if (typeof place === 'string' && Object.hasOwn(ports, place)) return (ports as Record<string, string>)[place]!
  return (typeof place === 'number' ? values[place] : undefined) ?? values[0] ?? 'value'
}

/** Maximum number of nodes in the bodies of all loops, each of which can contain the bodies of others. */
const maxBodyNodes = 500_000

/** Returns a function that finds the nodes between the output `item` of a loop and the loop itself. */
function createBodyFinder(edges: readonly ForeignEdge[]): (loop: MappedNode) => ReadonlySet<string> {
  const bySource = groupBy(edges, ({ source }) => source)
  const bodies = new Map<MappedNode, ReadonlySet<string>>()
  let bodyNodes = 0
  return (loop) => {
    const known = bodies.get(loop)
    if (known) return known
    const { id } = loop.foreign
    const first = (bySource.get(id) ?? [])
      .filter(({ output }) => selectPort(loop.outputs, output) === 'item')
      .map(({ target }) => target)
    const body = new Set<string>()
    const pending = [...first]
    for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
      if (current === id || body.has(current)) continue
      if (++bodyNodes > maxBodyNodes) break
      body.add(current)
      for (const { target } of bySource.get(current) ?? []) pending.push(target)
    }
    bodies.set(loop, body)
    return body
  }
}

/** Reports edges that close a cycle without a loop node. Our engine runs cycles only as loops. */
function reportCycles(edges: readonly MappedEdge[], problems: Problem[]): void {
  const isReturn = ({ targetHandle, targetNode }: MappedEdge): boolean =>
    targetHandle === 'result' && targetNode?.type === 'for_each'
  const outgoing = groupBy(
    edges.filter((edge) => !isReturn(edge)),
    ({ source }) => source,
  )
  const finished = new Set<string>()
  for (const start of outgoing.keys()) {
    const path = new Set<string>()
    const stack: { id: string; next: number }[] = [{ id: start, next: 0 }]
    while (stack.length > 0) {
      const top = stack.at(-1)!
      path.add(top.id)
      const edge = finished.has(top.id) ? undefined : outgoing.get(top.id)?.[top.next++]
      if (!edge) {
        finished.add(top.id)
        path.delete(top.id)
        stack.pop()
      } else if (path.has(edge.target)) {
        const { sourceNode, targetNode } = edge
        const names = { source: sourceNode!.foreign.name, target: targetNode!.foreign.name }
        problems.push(warning('foreign.cycle', names, { where: { edge: edge.id } }))
      } else if (!finished.has(edge.target)) stack.push({ id: edge.target, next: 0 })
    }
  }
}

function mergeSharedInputs(
  edges: readonly MappedEdge[],
  nodeIds: Iterable<string>,
  problems: Problem[],
): { edges: MappedEdge[]; mergeNodes: AddedMerge[] } {
  const byInput = groupBy(edges, ({ target, targetHandle }) => JSON.stringify([target, targetHandle]))
  const mergeNodes: AddedMerge[] = []
  const usedIds = new Set(nodeIds)
  const mergedEdges = [...byInput.values()].flatMap((group): MappedEdge[] => {
    const { target, targetHandle, targetNode } = group[0]!
    if (group.length === 1) return group
    let id = `${target}_inputs`
    for (let number = 2; usedIds.has(id); number++) id = `${target}_inputs_${number}`
    usedIds.add(id)
    mergeNodes.push({ id, target: targetNode!.foreign.id, inputs: group.length })
    const reason = message('foreign.inputs-merged', { count: group.length })
    const where = { where: { node: targetNode!.id } }
    problems.push(
      info('foreign.approximate', { node: targetNode!.foreign.name, type: targetNode!.type, reason }, where),
    )
    return [
      ...group.map((edge, index) => ({ ...edge, target: id, targetHandle: `in${index + 1}` })),
      {
        id: `${group[0]!.id}-merged`,
        source: id,
        target,
        sourceHandle: 'merged',
        targetHandle,
        sourceNode: undefined,
        targetNode: undefined,
      },
    ]
  })
  return { edges: mergedEdges, mergeNodes }
}
