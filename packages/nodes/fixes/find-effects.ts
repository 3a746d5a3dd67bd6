import type { Catalog, NodeDefinition } from '@aw-flow/engine'
import { readWorkflow, type Workflow, type WorkflowNode } from '@aw-flow/schema'

/**
 * Finds the first node that has side effects or an unknown type, including the nodes of workflows inside nodes. Workflows
 * that nodes refer to by name are not read.
 *
 * @returns The ids that lead to the node; `undefined` if there is none.
 */
export function findNodeWithEffects(nodes: readonly WorkflowNode[], catalog: Catalog): readonly string[] | undefined {
  for (const { id, type, data } of nodes) {
    const definition = catalog.get(type)
    if (!definition) return [id]
    const { effects = 'none' } = definition
    const settings = definition.settings.safeParse(data.config)
    const kind = typeof effects === 'string' ? effects : settings.success ? effects(settings.data) : 'external'
    if (kind !== 'none') return [id]
    const inner = settings.success ? readDocumentInside(definition, settings.data) : undefined
    const innerPath = inner && findNodeWithEffects(inner.nodes, catalog)
    if (innerPath) return [id, ...innerPath]
  }
  return undefined
}

/** Returns the workflow that the settings of a node contain; `undefined` if they name one, or contain none. */
export function readDocumentInside(definition: NodeDefinition, settings: unknown): Workflow | undefined {
  const source = definition.inside?.(settings)
  return source && 'document' in source ? readWorkflow(source.document).workflow : undefined
}
