import { collectWorkflows, type Catalogue } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import type { Store } from './store/open-store.ts'

/** Finds the workflows that the sub-workflow nodes of a workflow reference by id or name, recursively. */
export const findNamedWorkflows = (
  { workflows }: Pick<Store, 'workflows'>,
  workflow: Workflow,
  catalogue: Catalogue,
): Promise<Record<string, Workflow>> =>
  collectWorkflows(workflow, catalogue, async (name) => (await workflows.findByName(name))?.workflow)
