import type { Values } from '@aw-flow/schema'
import { derivationKey } from '../plan/derivation-key.ts'
import { createIdentities } from '../plan/identity.ts'
import type { PlannedNode } from '../plan/plan-workflow.ts'
import type { LastOutcomes } from './plan-part.ts'

export interface StaleNodesOptions {
  nodes: readonly PlannedNode[]
  /** Sources before targets. */
  order: readonly number[]
  last: LastOutcomes
  /** What a run would be given from outside now. */
  inputs?: Readonly<Record<string, Values>>
  pins?: Readonly<Record<string, Values>>
}

/**
 * The nodes whose outcome in the last run is not what a run would give now, known without running anything: those whose
 * derivation is another one, those behind one of them, and those that have not given anything. A pinned node gives its
 * pin and is stale where the last run gave something else.
 */
export function staleNodes({ nodes, order, last, inputs = {}, pins = {} }: StaleNodesOptions): Set<string> {
  const stale = new Set<string>()
  const identities = createIdentities()
  const reached = new Set(order)
  nodes.forEach(({ node }, index) => {
    if (!reached.has(index)) stale.add(node.id)
  })
  for (const index of order) {
    const planned = nodes[index]!
    const { id } = planned.node
    const outcome = Object.hasOwn(last.nodes, id) ? last.nodes[id] : undefined
    const isThere = outcome?.state === 'completed' || outcome?.state === 'cached'
    const pin = Object.hasOwn(pins, id) ? pins[id] : undefined
    if (!isThere || !planned.definition || planned.settings === undefined) stale.add(id)
    else if (pin) {
      if (JSON.stringify(pin) !== JSON.stringify(outcome.outputs)) stale.add(id)
    } else if (planned.inputs.some(({ source }) => stale.has(nodes[source]!.node.id))) stale.add(id)
    else {
      const given: Values = { ...inputs[id] }
      for (const { port, source, sourcePort } of planned.inputs) {
        const value = last.nodes[nodes[source]!.node.id]?.outputs[sourcePort]
        if (value !== undefined) given[port] = value
      }
      if (derivationKey(planned.definition, planned.settings, given, identities) !== outcome.key) stale.add(id)
    }
  }
  return stale
}
