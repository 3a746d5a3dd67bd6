import { canonicalJson, type Values } from '@aw-flow/schema'
import { derivationKey } from '../plan/derivation-key.ts'
import { createIdentities } from '../plan/identity.ts'
import type { WorkflowPlan } from '../plan/workflow-plan.ts'
import type { LastOutcomes } from './plan-part.ts'
import { readNodes } from './read-nodes.ts'
import { hasSameInputs, hasSameInnerWorkflows, matchesEarlierRun } from './matches-earlier-run.ts'

export interface StaleNodesOptions {
  plan: WorkflowPlan
  last: LastOutcomes
  /** The inputs of the next run. */
  inputs?: Readonly<Record<string, Values>>
  pins?: Readonly<Record<string, Values>>
}

/**
 * Finds the nodes whose outcome in the last run is out of date, without running anything: nodes with another derivation key,
 * their successors, and nodes without an outcome. If the key is known only in a run (`{{…}}`, expressions, loop bodies), a
 * node is stale if its definition differs from that of the last run, or if it reads from a stale node. A loop is stale if
 * its body is. A pinned node is stale if the last run had another output.
 */
export function staleNodes({ plan, last, inputs = {}, pins = {} }: StaleNodesOptions): Set<string> {
  const { nodes, order } = plan
  const identities = createIdentities()
  const reached = new Set(order)
  const isUnchanged = matchesEarlierRun(plan, last, inputs)
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

  /** Whether its derivation key differs, as far as it is known before a run. */
  const hasOtherKey = (index: number): boolean => {
    const { node, definition, settings, inputs: edges } = nodes[index]!
    const given: Values = { ...inputs[node.id] }
    for (const { port, source, sourcePort } of edges) {
      const value = outcomeAt(source)?.outputs[sourcePort]
      if (value !== undefined) given[port] = value
    }
    return derivationKey(definition!, settings, given, identities) !== outcomeAt(index)?.key
  }

  /** Whether the inputs or the definition of a node differ, without the body of a loop. */
  const differsItself = memoize((index: number): boolean => {
    const planned = nodes[index]!
    const { definition, settings, template, loop } = planned
    if (!definition || definition.seeded || !reached.has(index)) return true
    const reads = readNodes(plan, index)
    const sources = [...planned.inputs.map(({ source }) => source), ...reads.nodes]
    if (reads.differs || sources.some((source) => hasChangedInput(index, source))) return true
    if (template || loop !== undefined || definition.expressions?.length) return !isUnchanged(index)
    if (settings === undefined || hasOtherKey(index)) return true
    const { id } = planned.node
    return (
      planned.inside !== undefined &&
      !(hasSameInnerWorkflows(planned, last) && hasSameInputs(id, inputs, last.inputs ?? inputs))
    )
  })

  const differs = memoize((index: number): boolean => differsItself(index) || bodyOf(index).some(differs))

  const isStale = memoize((index: number): boolean => {
    const { id } = nodes[index]!.node
    const outcome = outcomeAt(index)
    if (outcome?.state !== 'completed' && outcome?.state !== 'cached') return true
    const pin = Object.hasOwn(pins, id) ? pins[id] : undefined
    return pin ? canonicalJson(pin) !== canonicalJson(outcome.outputs) : differs(index)
  })

  /** Whether a node receives another value from a source than in the last run. */
  const hasChangedInput = (index: number, source: number): boolean => {
    if (!loopsAround(index).includes(source))
      return nodes[source]!.loop === undefined ? isStale(source) : differs(source)
    // Values of a while loop come from its previous iterations.
    const isFeedback = nodes[source]!.definition?.control === 'while'
    return differsItself(source) || (isFeedback && bodyOf(source).some((member) => !isUnchanged(member)))
  }

  // Sources first, so that the recursion stays shallow.
  for (const index of order) isStale(index)
  return new Set(nodes.flatMap(({ node }, index) => (isStale(index) ? [node.id] : [])))
}

/** Memoizes a function of a node index. */
function memoize(work: (index: number) => boolean): (index: number) => boolean {
  const known = new Map<number, boolean>()
  return (index) => {
    const before = known.get(index)
    if (before !== undefined) return before
    // Nodes on a cycle count as stale; the plan reports the cycle.
    known.set(index, true)
    const found = work(index)
    known.set(index, found)
    return found
  }
}
