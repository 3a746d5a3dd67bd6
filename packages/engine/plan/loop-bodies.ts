import { message } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import type { PlannedEdge } from './plan-edges.ts'
import { getNodeLabel } from './plan-node.ts'
import type { PlannedNode } from './workflow-plan.ts'

/**
 * Finds the body of each loop and sets the innermost loop of every node. A loop's body consists of all nodes reachable
 * from its body outputs. The only way out of the body is through the loop's body inputs.
 *
 * @returns False if a body is invalid. The reasons are added to `problems`.
 */
export function assignLoopBodies(
  nodes: readonly PlannedNode[],
  edges: readonly PlannedEdge[],
  problems: Problem[],
): boolean {
  const loops = nodes.flatMap(({ definition }, index) => (definition?.body ? [index] : []))
  if (loops.length === 0) return true
  const problemCount = problems.length
  const outgoingEdges = new Map<number, PlannedEdge[]>()
  for (const edge of edges)
    if (!edge.isBackEdge) outgoingEdges.set(edge.source, [...(outgoingEdges.get(edge.source) ?? []), edge])
  const bodies = new Map(loops.map((loop) => [loop, findBody(loop, nodes, outgoingEdges)]))

  for (const [loop, body] of bodies) {
    if (!body.has(loop)) continue
    const ports = nodes[loop]!.definition!.body!.inputs
    problems.push(
      error(
        'loop.wrong-return-port',
        { loop: getNodeLabel(nodes[loop]!), ports },
        { where: { node: nodes[loop]!.node.id } },
      ),
    )
  }
  loops.forEach((loop, position) => {
    for (const otherLoop of loops.slice(position + 1)) {
      const sharedNode = [...bodies.get(loop)!].find((index) => bodies.get(otherLoop)!.has(index))
      if (sharedNode === undefined || bodies.get(loop)!.has(otherLoop) !== bodies.get(otherLoop)!.has(loop)) continue
      const params = {
        node: getNodeLabel(nodes[sharedNode]!),
        one: getNodeLabel(nodes[loop]!),
        other: getNodeLabel(nodes[otherLoop]!),
      }
      problems.push(error('loop.overlap', params, { where: { node: nodes[sharedNode]!.node.id } }))
    }
  })
  for (const { source, sourcePort, target, isBackEdge } of edges) {
    const body = isBackEdge ? undefined : bodies.get(source)
    if (!body?.has(target) || nodes[source]!.definition!.body!.outputs.includes(sourcePort)) continue
    const params = { node: getNodeLabel(nodes[target]!), loop: getNodeLabel(nodes[source]!) }
    problems.push(
      error(
        'workflow.cycle',
        { reason: message('workflow.cycle-loop-end', params) },
        { where: { node: nodes[target]!.node.id } },
      ),
    )
  }
  if (problems.length > problemCount) return false

  const bodiesBySize = [...bodies].sort(([, a], [, b]) => b.size - a.size)
  for (const [loop, body] of bodiesBySize) for (const index of body) nodes[index]!.loop = loop

  for (const { id, source, sourcePort, target, isBackEdge } of edges) {
    if (!isBackEdge) continue
    const isPassThrough = source === target && nodes[target]!.definition!.body!.outputs.includes(sourcePort)
    if (isPassThrough || nodes[source]!.loop === target) continue
    const { outputs, inputs } = nodes[target]!.definition!.body!
    const params = { node: getNodeLabel(nodes[source]!), loop: getNodeLabel(nodes[target]!), outputs, inputs }
    problems.push(error('loop.source-outside-body', params, { where: { edge: id, node: nodes[target]!.node.id } }))
  }
  return problems.length === problemCount
}

function findBody(
  loop: number,
  nodes: readonly PlannedNode[],
  outgoingEdges: ReadonlyMap<number, readonly PlannedEdge[]>,
): Set<number> {
  const { outputs } = nodes[loop]!.definition!.body!
  const bodyEdges = (outgoingEdges.get(loop) ?? []).filter(({ sourcePort }) => outputs.includes(sourcePort))
  const body = new Set(bodyEdges.map(({ target }) => target))
  // Iterating over a set also visits items added during the iteration.
  for (const index of body)
    if (index !== loop) for (const { target } of outgoingEdges.get(index) ?? []) body.add(target)
  return body
}
