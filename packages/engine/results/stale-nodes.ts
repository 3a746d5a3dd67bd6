import type { Values } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { computeDerivationKey } from '../plan/derivation-key.ts'
import { createIdentityCache } from '../plan/identity.ts'
import type { WorkflowPlan } from '../plan/workflow-plan.ts'
import type { EarlierRunOutcomes } from './plan-part.ts'
import { findNodeReads } from './read-nodes.ts'
import { hasSameInputs, hasSameInnerWorkflows, createEarlierRunMatcher } from './matches-earlier-run.ts'

export interface StaleNodesOptions {
  plan: WorkflowPlan
  earlierRun: EarlierRunOutcomes
  /** The inputs of the next run, keyed by node id. */
  inputs?: Readonly<Record<string, Values>>
  pins?: Readonly<Record<string, Values>>
}

/**
 * Finds the nodes whose outcome in an earlier run is out of date, without running anything: nodes whose derivation key
 * has changed, their successors, and nodes without an outcome. If a key is known only during a run, because of `{{…}}`,
 * expressions or a loop body, the node is stale if its definition differs from that of the earlier run or if it reads
 * from a stale node. A loop is stale if a node in its body is stale. A pinned node is stale if its pinned output
 * differs from its output in the earlier run.
 */
export function findStaleNodes({ plan, earlierRun, inputs = {}, pins = {} }: StaleNodesOptions): Set<string> {
  const { nodes, order } = plan
  const identities = createIdentityCache()
  const orderedIndices = new Set(order)
  const isUnchanged = createEarlierRunMatcher(plan, earlierRun, inputs)
  const findOutcome = (index: number): EarlierRunOutcomes['nodes'][string] | undefined => {
    const { id } = nodes[index]!.node
    return Object.hasOwn(earlierRun.nodes, id) ? earlierRun.nodes[id] : undefined
  }
  const listEnclosingLoops = (index: number): number[] => {
    const loops: number[] = []
    for (let loop = nodes[index]!.loop; loop !== undefined; loop = nodes[loop]!.loop) loops.push(loop)
    return loops
  }
  const bodies = new Map<number, number[]>()
  nodes.forEach((_, index) => {
    for (const loop of listEnclosingLoops(index)) bodies.set(loop, [...(bodies.get(loop) ?? []), index])
  })
  const getBody = (index: number): readonly number[] => bodies.get(index) ?? []

  /**
   * Returns whether the node's derivation key differs from that of the earlier run. Only for nodes whose key is known
   * before a run.
   */
  const hasDifferentKey = (index: number): boolean => {
    const { node, definition, settings, inputs: edges } = nodes[index]!
    const inputValues: Values = { ...inputs[node.id] }
    for (const { port, source, sourcePort } of edges) {
      const value = findOutcome(source)?.outputs[sourcePort]
      if (value !== undefined) inputValues[port] = value
    }
    return computeDerivationKey(definition!, settings, inputValues, identities) !== findOutcome(index)?.key
  }

  /** Returns whether a node's inputs or definition have changed. For a loop, this does not include its body. */
  const hasChangedItself = memoize((index: number): boolean => {
    const plannedNode = nodes[index]!
    const { definition, settings, template, loop } = plannedNode
    if (!definition || definition.usesSeed || !orderedIndices.has(index)) return true
    const reads = findNodeReads(plan, index)
    const sources = [...plannedNode.inputs.map(({ source }) => source), ...reads.nodes]
    if (reads.isVolatile || sources.some((source) => hasChangedInput(index, source))) return true
    if (template || loop !== undefined || definition.expressions?.length) return !isUnchanged(index)
    if (settings === undefined || hasDifferentKey(index)) return true
    const { id } = plannedNode.node
    return (
      plannedNode.innerPlan !== undefined &&
      !(hasSameInnerWorkflows(plannedNode, earlierRun) && hasSameInputs(id, inputs, earlierRun.inputs ?? inputs))
    )
  })

  const hasChanged = memoize((index: number): boolean => hasChangedItself(index) || getBody(index).some(hasChanged))

  const isStale = memoize((index: number): boolean => {
    const { id } = nodes[index]!.node
    const outcome = findOutcome(index)
    if (outcome?.state !== 'completed' && outcome?.state !== 'cached') return true
    const pin = Object.hasOwn(pins, id) ? pins[id] : undefined
    return pin ? toCanonicalJson(pin) !== toCanonicalJson(outcome.outputs) : hasChanged(index)
  })

  /** Returns whether a node receives a different value from a source than in the earlier run. */
  const hasChangedInput = (index: number, source: number): boolean => {
    if (!listEnclosingLoops(index).includes(source))
      return nodes[source]!.loop === undefined ? isStale(source) : hasChanged(source)
    // In a while loop, values come from previous iterations.
    const isFeedback = nodes[source]!.definition?.control === 'while'
    return hasChangedItself(source) || (isFeedback && getBody(source).some((member) => !isUnchanged(member)))
  }

  // Visit sources first to keep the recursion shallow.
  for (const index of order) isStale(index)
  return new Set(nodes.flatMap(({ node }, index) => (isStale(index) ? [node.id] : [])))
}

/** Memoizes a predicate on node indexes. */
function memoize(compute: (index: number) => boolean): (index: number) => boolean {
  const cache = new Map<number, boolean>()
  return (index) => {
    const cached = cache.get(index)
    if (cached !== undefined) return cached
    // Nodes on a cycle count as stale. The plan reports the cycle.
    cache.set(index, true)
    const result = compute(index)
    cache.set(index, result)
    return result
  }
}
