import { canonicalJson, type Values } from '@aw-flow/schema'
import { derivationKey } from '../plan/derivation-key.ts'
import { createIdentities } from '../plan/identity.ts'
import type { WorkflowPlan } from '../plan/workflow-plan.ts'
import type { LastOutcomes } from './plan-part.ts'
import { readNodes } from './read-nodes.ts'
import { isGivenTheSame, runsTheSameWithin, standsAsIn } from './stands-as-in.ts'

export interface StaleNodesOptions {
  plan: WorkflowPlan
  last: LastOutcomes
  /** What a run would be given from outside now. */
  inputs?: Readonly<Record<string, Values>>
  pins?: Readonly<Record<string, Values>>
}

/**
 * The nodes whose outcome in the last run is not what a run would give now, known without running anything: those whose
 * derivation is another one, those behind one of them, and those that have not given anything. Where the derivation is
 * known only in a run (`{{…}}`, expressions, a loop's body), those that do not stand in the workflow as they did in that
 * of the last run, or read from one that is stale. A loop is stale with its body. A pinned node gives its pin and is stale
 * where the last run gave something else.
 */
export function staleNodes({ plan, last, inputs = {}, pins = {} }: StaleNodesOptions): Set<string> {
  const { nodes, order } = plan
  const identities = createIdentities()
  const reached = new Set(order)
  const stands = standsAsIn(plan, last, inputs)
  const outcomeAt = (index: number): LastOutcomes['nodes'][string] | undefined => {
    const { id } = nodes[index]!.node
    return Object.hasOwn(last.nodes, id) ? last.nodes[id] : undefined
  }
  const loopsAround = (index: number): number[] => {
    const loops: number[] = []
    for (let at = nodes[index]!.loop; at !== undefined; at = nodes[at]!.loop) loops.push(at)
    return loops
  }
  const bodies = new Map<number, number[]>()
  nodes.forEach((_, index) => {
    for (const loop of loopsAround(index)) bodies.set(loop, [...(bodies.get(loop) ?? []), index])
  })
  const bodyOf = (index: number): readonly number[] => bodies.get(index) ?? []

  /** Whether its key, as far as it is known before a run, is another one. */
  const hasOtherKey = (index: number): boolean => {
    const { node, definition, settings, inputs: edges } = nodes[index]!
    const given: Values = { ...inputs[node.id] }
    for (const { port, source, sourcePort } of edges) {
      const value = outcomeAt(source)?.outputs[sourcePort]
      if (value !== undefined) given[port] = value
    }
    return derivationKey(definition!, settings, given, identities) !== outcomeAt(index)?.key
  }

  /** Whether what a node takes, and what it is, differ; what lies within a loop does not count. */
  const differsItself = remember((index: number): boolean => {
    const planned = nodes[index]!
    const { definition, settings, template, loop } = planned
    if (!definition || definition.seeded || !reached.has(index)) return true
    const reads = readNodes(plan, index)
    const sources = [...planned.inputs.map(({ source }) => source), ...reads.nodes]
    if (reads.differs || sources.some((source) => givesOther(index, source))) return true
    if (template || loop !== undefined || definition.expressions?.length) return !stands(index)
    if (settings === undefined || hasOtherKey(index)) return true
    const { id } = planned.node
    return (
      planned.inside !== undefined &&
      !(runsTheSameWithin(planned, last) && isGivenTheSame(id, inputs, last.inputs ?? inputs))
    )
  })

  const differs = remember((index: number): boolean => differsItself(index) || bodyOf(index).some(differs))

  const isStale = remember((index: number): boolean => {
    const { id } = nodes[index]!.node
    const outcome = outcomeAt(index)
    if (outcome?.state !== 'completed' && outcome?.state !== 'cached') return true
    const pin = Object.hasOwn(pins, id) ? pins[id] : undefined
    return pin ? canonicalJson(pin) !== canonicalJson(outcome.outputs) : differs(index)
  })

  /** Whether a node takes something else from another one than it did. */
  const givesOther = (index: number, source: number): boolean => {
    if (!loopsAround(index).includes(source))
      return nodes[source]!.loop === undefined ? isStale(source) : differs(source)
    // What goes round comes from the turns before.
    const goesRound = nodes[source]!.definition?.control === 'while'
    return differsItself(source) || (goesRound && bodyOf(source).some((member) => !stands(member)))
  }

  // Sources go first, so that none of this goes deep.
  for (const index of order) isStale(index)
  return new Set(nodes.flatMap(({ node }, index) => (isStale(index) ? [node.id] : [])))
}

/** Works something out once for each node. */
function remember(work: (index: number) => boolean): (index: number) => boolean {
  const known = new Map<number, boolean>()
  return (index) => {
    const before = known.get(index)
    if (before !== undefined) return before
    // On a circle nothing can be known; the plan says so.
    known.set(index, true)
    const found = work(index)
    known.set(index, found)
    return found
  }
}
