import type { Catalog } from '@aw-flow/engine'
import type { WorkflowNode } from '@aw-flow/schema'

/** Returns the first node that has side effects or an unknown type; `undefined` if there is none. */
export function findNodeWithEffects(nodes: readonly WorkflowNode[], catalog: Catalog): WorkflowNode | undefined {
  return nodes.find(({ type, data }) => {
    const definition = catalog.get(type)
    if (!definition) return true
    const { effects = 'none' } = definition
    const settings = definition.settings.safeParse(data.config)
    const kind = typeof effects === 'string' ? effects : settings.success ? effects(settings.data) : 'external'
    return kind !== 'none'
  })
}
