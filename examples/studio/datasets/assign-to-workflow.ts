import type { WorkflowSession } from '@aw-flow/client'
import type { Dataset, Edit, NodeType, WorkflowNode } from '@aw-flow/schema'
import { isSamePlan, createLoadPlanEdit, findLoadPlan, parsePlan } from './load-plans.ts'

/**
 * Assigns a dataset and its load plan to the first node that reads a dataset, as a single undo step. Returns false if
 * the workflow has no such node.
 */
export async function assignToWorkflow(session: WorkflowSession, dataset: Dataset): Promise<boolean> {
  const types = new Map((await waitForCatalog(session)).map((type) => [type.type, type]))
  for (const node of session.document.current.nodes) {
    const type = types.get(node.type)
    const setting = findDatasetSetting(type)
    if (setting === undefined) continue
    const edits: Edit[] = [{ type: 'set-config', id: node.id, path: [setting], value: dataset.id }]
    session.document.apply({ type: 'batch', edits: [...edits, ...createLoadPlanEdits(node, type, dataset.id)] })
    return true
  }
  return false
}

/** Returns the edits that apply a dataset's saved load plan to a node, or none if the node already uses that plan. */
export function createLoadPlanEdits(node: WorkflowNode, type: NodeType | undefined, datasetId: string): Edit[] {
  if (!Object.hasOwn(Object(type?.settings.properties) as object, 'plan')) return []
  const plan = findLoadPlan(node, datasetId)
  return isSamePlan(plan, parsePlan(node.data.config['plan'])) ? [] : [createLoadPlanEdit(node.id, plan)]
}

/** Returns the name of the node type's setting that accepts a dataset. Its schema has the format `dataset`. */
export function findDatasetSetting(type: NodeType | undefined): string | undefined {
  const properties = type?.settings.properties
  if (typeof properties !== 'object' || properties === null) return undefined
  return Object.entries(properties).find(
    ([, schema]: [string, unknown]) =>
      typeof schema === 'object' && schema !== null && 'format' in schema && schema.format === 'dataset',
  )?.[0]
}

/** Resolves with the catalog once the engine has loaded it, or with an empty catalog if loading fails. */
export function waitForCatalog(session: WorkflowSession): Promise<readonly NodeType[]> {
  return new Promise((resolve) => {
    const checkCatalog = (): void => {
      if (session.engine.catalog.length === 0 && session.engine.state !== 'failed') return
      session.removeEventListener('aw-session-change', checkCatalog)
      resolve(session.engine.catalog)
    }
    session.addEventListener('aw-session-change', checkCatalog)
    checkCatalog()
  })
}
