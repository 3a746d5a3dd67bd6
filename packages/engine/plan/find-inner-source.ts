import type { Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { planNode } from './plan-node.ts'

/** Returns the workflow inside a node, or its name; `undefined` if there is none or the settings are not valid. */
export function findInnerSource(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalogue: Catalogue,
): { document: unknown } | { name: string } | undefined {
  if (!catalogue.get(node.type)?.inside) return undefined
  const options = { workflow, catalogue, versions: undefined, retry: undefined }
  const { definition, settings, offReason: off } = planNode(node, options, [])
  return definition?.inside && settings !== undefined && off === undefined ? definition.inside(settings) : undefined
}
