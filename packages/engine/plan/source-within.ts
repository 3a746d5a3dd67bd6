import type { Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { planNode } from './plan-node.ts'

/** The workflow that runs within a node, or its name; nothing where none does, or its settings are not valid. */
export function sourceWithin(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalogue: Catalogue,
): { document: unknown } | { name: string } | undefined {
  if (!catalogue.get(node.type)?.inside) return undefined
  const options = { workflow, catalogue, versions: undefined, retry: undefined }
  const { definition, settings, off } = planNode(node, options, [])
  return definition?.inside && settings !== undefined && off === undefined ? definition.inside(settings) : undefined
}
