import type { Workflow } from '@aw-flow/schema'
import type { Catalog } from '../catalog.ts'
import type { NodeDefinition } from '../define-node.ts'
import { planNode } from './plan-node.ts'

/** The workflow inside a node, or its name. `key`: the id that the name was resolved to, or else the name. */
export type InnerSource = { document: unknown } | { name: string; key: string }

/** Returns the workflow inside a node, or its name; `undefined` if there is none or the settings are not valid. */
export function findInnerSource(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalog: Catalog,
): InnerSource | undefined {
  if (!catalog.get(node.type)?.inside) return undefined
  const options = { workflow, catalog, versions: undefined, retry: undefined }
  const { definition, settings, offReason: off } = planNode(node, options, [])
  return definition && settings !== undefined && off === undefined
    ? readInnerSource(workflow, definition, settings)
    : undefined
}

/** Returns a document inside a node, in which names have the ids that they have outside. */
export const inheritReferences = (inner: Workflow, { references }: Pick<Workflow, 'references'>): Workflow =>
  references ? { ...inner, references: { ...references, ...inner.references } } : inner

/** Like `findInnerSource`, for a node whose settings have been parsed. */
export function readInnerSource(
  { references }: Pick<Workflow, 'references'>,
  definition: NodeDefinition,
  settings: unknown,
): InnerSource | undefined {
  const source = definition.inside?.(settings)
  if (!source || !('name' in source)) return source
  const { name } = source
  return { name, key: (references && Object.hasOwn(references, name) ? references[name] : undefined) ?? name }
}
