import type { Edit, Json, WorkflowNode } from '@aw-flow/schema'
import { savedLoadPlanSchema, type SavedLoadPlan } from '@aw-flow/schema/internal'
import { storePreference, readPreference } from '../settings/stored-preference.ts'

const toStorageKey = (datasetId: string): string => `load-plan-${datasetId}`

/** Returns a dataset's saved load plan, or `undefined` if its format is detected automatically. */
export function getSavedLoadPlan(datasetId: string): SavedLoadPlan | undefined {
  try {
    return parsePlan(JSON.parse(readPreference(toStorageKey(datasetId)) ?? 'null'))
  } catch {
    return undefined
  }
}

/** Stores a dataset's load plan, or deletes it if `plan` is `undefined`. Returns whether that succeeded. */
export const saveLoadPlan = (datasetId: string, plan: SavedLoadPlan | undefined): boolean =>
  storePreference(toStorageKey(datasetId), plan && JSON.stringify(plan))

/**
 * Returns the load plan that a Load node should use for a dataset. A plan that was changed in the node itself takes
 * precedence over the dataset's saved plan, because downstream nodes depend on it.
 */
export function findLoadPlan({ data }: Pick<WorkflowNode, 'data'>, datasetId: string): SavedLoadPlan | undefined {
  const nodePlan = parsePlan(data.config['plan'])
  return nodePlan && !isSamePlan(nodePlan, getSavedLoadPlan(nodePlan.dataset)) ? nodePlan : getSavedLoadPlan(datasetId)
}

/** Creates the edit that sets a Load node's plan, or removes it if `plan` is `undefined`. */
export function createLoadPlanEdit(nodeId: string, plan: SavedLoadPlan | undefined): Edit {
  // Drops undefined values, which the document cannot store.
  const value = plan && (JSON.parse(JSON.stringify(plan)) as Json)
  return { type: 'set-config', id: nodeId, path: ['plan'], ...(value ? { value } : {}) }
}

export const isSamePlan = (left: SavedLoadPlan | undefined, right: SavedLoadPlan | undefined): boolean =>
  JSON.stringify(parsePlan(left)) === JSON.stringify(parsePlan(right))

/** Parses a stored plan. Keys follow the order of the schema, so that equal plans serialize to equal JSON. */
export const parsePlan = (plan: unknown): SavedLoadPlan | undefined => savedLoadPlanSchema.safeParse(plan).data
