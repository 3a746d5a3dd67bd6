import type { Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import type { NodeDefinition } from '../node/define-node.ts'
import { planNode } from './plan-node.ts'

/** The workflow inside a node, or its name. `key`: the id that the name was resolved to, or else the name. */
export type InnerSource = { document: unknown } | { name: string; key: string }

/**
 * Returns the workflow inside a node, or its name; `undefined` if the node has no inner workflow or its settings are
 * invalid.
 */
export function findInnerSource(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalog: Catalog,
): InnerSource | undefined {
  if (!catalog.get(node.type)?.inside) return undefined
  const options = { workflow, catalog, versions: undefined, retry: undefined }
  const { definition, settings, offReason } = planNode(node, options, [])
  return definition && settings !== undefined && offReason === undefined
    ? readInnerSource(workflow, definition, settings)
    : undefined
}

/** Returns the other workflows that a node runs as its tools. */
export function findToolWorkflows(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalog: Catalog,
): readonly { name: string; key: string }[] {
  if (!catalog.get(node.type)?.workflowNames) return []
  const options = { workflow, catalog, versions: undefined, retry: undefined }
  const { definition, settings, offReason } = planNode(node, options, [])
  if (settings === undefined || offReason !== undefined) return []
  return (definition?.workflowNames?.(settings) ?? []).map((name) => ({ name, key: findWorkflowKey(workflow, name) }))
}

/** Returns the id that a name was resolved to, or else the name. */
export const findWorkflowKey = ({ references }: Pick<Workflow, 'references'>, name: string): string =>
  (references && Object.hasOwn(references, name) ? references[name] : undefined) ?? name

/** Returns a document inside a node, with the ids that the outer workflow has for the names of other workflows. */
export const inheritReferences = (inner: Workflow, { references }: Pick<Workflow, 'references'>): Workflow =>
  references ? { ...inner, references: { ...references, ...inner.references } } : inner

/** Like `findInnerSource`, for a node whose settings have been parsed. */
export function readInnerSource(
  workflow: Pick<Workflow, 'references'>,
  definition: NodeDefinition,
  settings: unknown,
): InnerSource | undefined {
  const source = definition.inside?.(settings)
  if (!source || !('name' in source)) return source
  const { name } = source
  return { name, key: findWorkflowKey(workflow, name) }
}
