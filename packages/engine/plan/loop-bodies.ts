import { error, type Problem } from '@aw-flow/schema'
import type { PlannedEdge } from './plan-edges.ts'
import { labelOf } from './plan-node.ts'
import type { PlannedNode } from './workflow-plan.ts'

/**
 * Finds the body of each loop and writes into every node the innermost loop that it lies in. A loop's body is what its
 * outputs into the body lead to; only the loop's inputs from the body lead out of it. Answers false when the bodies make
 * no sense, and says why in `problems`.
 */
export function findLoopBodies(
  nodes: readonly PlannedNode[],
  edges: readonly PlannedEdge[],
  problems: Problem[],
): boolean {
  const loops = nodes.flatMap(({ definition }, index) => (definition?.body ? [index] : []))
  if (loops.length === 0) return true
  const before = problems.length
  const out = new Map<number, PlannedEdge[]>()
  for (const edge of edges) if (!edge.isReturn) out.set(edge.source, [...(out.get(edge.source) ?? []), edge])
  const bodies = new Map(loops.map((loop) => [loop, bodyOf(loop, nodes, out)]))

  for (const [loop, body] of bodies) {
    if (!body.has(loop)) continue
    const [, take] = portsOf(nodes[loop]!)
    problems.push(
      error(
        'loop.wrong-way-back',
        `The body of "${labelOf(nodes[loop]!)}" leads back into the loop beside its input ${take}.`,
        {
          where: { node: nodes[loop]!.node.id },
          hint: `Lead it back to the input ${take}.`,
        },
      ),
    )
  }
  loops.forEach((one, at) => {
    for (const other of loops.slice(at + 1)) {
      const shared = [...bodies.get(one)!].find((index) => bodies.get(other)!.has(index))
      if (shared === undefined || bodies.get(one)!.has(other) !== bodies.get(other)!.has(one)) continue
      const [a, b, c] = [one, other, shared].map((index) => `"${labelOf(nodes[index]!)}"`)
      problems.push(
        error('loop.overlap', `${c} lies in the bodies of both ${a} and ${b}, and neither loop lies in the other.`, {
          where: { node: nodes[shared]!.node.id },
          hint: `Collect the results of ${a} first, and use them in the body of ${b}.`,
        }),
      )
    }
  })
  for (const { source, sourcePort, target, isReturn } of edges) {
    const body = isReturn ? undefined : bodies.get(source)
    if (!body?.has(target) || nodes[source]!.definition!.body!.outputs.includes(sourcePort)) continue
    const message = `"${labelOf(nodes[target]!)}" lies in the body of "${labelOf(nodes[source]!)}" and takes what the loop gives at its end.`
    const hint = 'Remove one of the edges between them.'
    problems.push(error('workflow.cycle', message, { where: { node: nodes[target]!.node.id }, hint }))
  }
  if (problems.length > before) return false

  const bySize = [...bodies].sort(([, a], [, b]) => b.size - a.size)
  for (const [loop, body] of bySize) for (const index of body) nodes[index]!.loop = loop

  for (const { id, source, sourcePort, target, isReturn } of edges) {
    if (!isReturn) continue
    const isGiven = source === target && nodes[target]!.definition!.body!.outputs.includes(sourcePort)
    if (isGiven || nodes[source]!.loop === target) continue
    const [give, take] = portsOf(nodes[target]!)
    const message = `"${labelOf(nodes[source]!)}" does not lie in the body of "${labelOf(nodes[target]!)}", to whose input ${take} it leads.`
    const hint = `The body begins at the output ${give}; what an inner loop makes comes out of the loop itself.`
    problems.push(error('loop.not-its-body', message, { where: { edge: id, node: nodes[target]!.node.id }, hint }))
  }
  return problems.length === before
}

const portsOf = ({ definition }: PlannedNode): [give: string, take: string] => {
  const { outputs, inputs } = definition!.body!
  return [outputs.map((name) => `"${name}"`).join(' or '), inputs.map((name) => `"${name}"`).join(' or ')]
}

function bodyOf(
  loop: number,
  nodes: readonly PlannedNode[],
  out: ReadonlyMap<number, readonly PlannedEdge[]>,
): Set<number> {
  const { outputs } = nodes[loop]!.definition!.body!
  const gives = (out.get(loop) ?? []).filter(({ sourcePort }) => outputs.includes(sourcePort))
  const body = new Set(gives.map(({ target }) => target))
  // A set is walked with what is added on the way.
  for (const index of body) if (index !== loop) for (const { target } of out.get(index) ?? []) body.add(target)
  return body
}
