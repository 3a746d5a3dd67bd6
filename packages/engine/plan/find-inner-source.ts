import type { Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import type { NodeDefinition } from '../node/define-node.ts'
import { planNode } from './plan-node.ts'

/**
 * The workflow document inside a node, or a reference to a workflow by name. `key` is the id that the name was resolved
 * to, or the name itself if it was not resolved.
 */
export type InnerSource = { document: unknown } | { name: string; key: string }

/**
 * Returns the source of the workflow inside a node; `undefined` if the node is disabled, contains no workflow, or has
 * invalid settings.
 */
export function findInnerSource(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalog: Catalog,
): InnerSource | undefined {
  if (!catalog.get(node.type)?.subWorkflow) return undefined
  const options = { workflow, catalog, versions: undefined, retry: undefined }
  const { definition, settings, skipReason } = planNode(node, options, [])
  return definition && settings !== undefined && skipReason === undefined
    ? readInnerSource(workflow, definition, settings)
    : undefined
}

/** Returns references to the other workflows that a node runs as tools. */
export function findToolWorkflows(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalog: Catalog,
): readonly { name: string; key: string }[] {
  if (!catalog.get(node.type)?.workflowNames) return []
  const options = { workflow, catalog, versions: undefined, retry: undefined }
  const { definition, settings, skipReason } = planNode(node, options, [])
  if (settings === undefined || skipReason !== undefined) return []
  return (definition?.workflowNames?.(settings) ?? []).map((name) => ({ name, key: findWorkflowKey(workflow, name) }))
}

/** Returns the id that a workflow name was resolved to, or the name itself if it was not resolved. */
export const findWorkflowKey = ({ references }: Pick<Workflow, 'references'>, name: string): string =>
  (references && Object.hasOwn(references, name) ? references[name] : undefined) ?? name

/** Returns an inner workflow that also contains the outer workflow's references, which map workflow names to ids. */
export const inheritReferences = (inner: Workflow, { references }: Pick<Workflow, 'references'>): Workflow =>
  references ? { ...inner, references: { ...references, ...inner.references } } : inner

/** Returns the source of the workflow inside a node whose settings have been parsed. */
export function readInnerSource(
  workflow: Pick<Workflow, 'references'>,
  definition: NodeDefinition,
  settings: unknown,
): InnerSource | undefined {
  const source = definition.subWorkflow?.(settings)
  if (!source || !('name' in source)) return source
  const { name } = source
  return { name, key: findWorkflowKey(workflow, name) }
}
