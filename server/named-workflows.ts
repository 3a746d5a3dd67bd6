import { collectWorkflows, type Catalogue } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import type { Store } from './store/open-store.ts'

/** The workflows that a workflow's sub-workflow nodes name, by id or name, and those that these name. */
export const namedWorkflows = (
  { workflows }: Pick<Store, 'workflows'>,
  workflow: Workflow,
  catalogue: Catalogue,
): Promise<Record<string, Workflow>> =>
  collectWorkflows(workflow, catalogue, async (name) => (await workflows.named(name))?.workflow)
