import type { Catalog, NodeDefinition } from '@aw-flow/engine'
import { readWorkflow, type Workflow, type WorkflowNode } from '@aw-flow/schema'

/**
 * Finds the first node that has side effects or an unknown type. Workflows embedded in nodes are searched too, but not
 * workflows that nodes refer to by name.
 *
 * @returns The IDs on the path to the node, or `undefined` if no such node exists.
 */
export function findNodeWithEffects(nodes: readonly WorkflowNode[], catalog: Catalog): readonly string[] | undefined {
  for (const { id, type, data } of nodes) {
    const definition = catalog.get(type)
    if (!definition) return [id]
    const { effects = 'none' } = definition
    const settings = definition.settings.safeParse(data.config)
    const kind = typeof effects === 'string' ? effects : settings.success ? effects(settings.data) : 'external'
    if (kind !== 'none') return [id]
    const embeddedWorkflow = settings.success ? parseEmbeddedWorkflow(definition, settings.data) : undefined
    const innerPath = embeddedWorkflow && findNodeWithEffects(embeddedWorkflow.nodes, catalog)
    if (innerPath) return [id, ...innerPath]
  }
  return undefined
}

/**
 * Returns the workflow embedded in the settings of a node, or `undefined` if they refer to a workflow by name or
 * contain none.
 */
export function parseEmbeddedWorkflow(definition: NodeDefinition, settings: unknown): Workflow | undefined {
  const source = definition.subWorkflow?.(settings)
  return source && 'document' in source ? readWorkflow(source.document).workflow : undefined
}
