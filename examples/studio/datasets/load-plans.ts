import { savedLoadPlanSchema, type Edit, type Json, type SavedLoadPlan, type WorkflowNode } from '@aw-flow/schema'
import { storePreference, readPreference } from '../settings/stored-preference.ts'

const toStorageKey = (dataset: string): string => `load-plan-${dataset}`

/** Returns the saved load plan of a dataset, or `undefined` if the format is auto-detected. */
export function getSavedLoadPlan(dataset: string): SavedLoadPlan | undefined {
  try {
    return readPlan(JSON.parse(readPreference(toStorageKey(dataset)) ?? 'null'))
  } catch {
    return undefined
  }
}

/** Stores or deletes the load plan of a dataset. Returns whether it succeeded. */
export const saveLoadPlan = (dataset: string, plan: SavedLoadPlan | undefined): boolean =>
  storePreference(toStorageKey(dataset), plan && JSON.stringify(plan))

/**
 * Returns the load plan for a Load node that reads a dataset: the saved plan of the dataset, unless the node has its
 * own plan, which downstream nodes depend on.
 */
export function findLoadPlan({ data }: Pick<WorkflowNode, 'data'>, dataset: string): SavedLoadPlan | undefined {
  const nodePlan = readPlan(data.config['plan'])
  return nodePlan && !isSamePlan(nodePlan, getSavedLoadPlan(nodePlan.dataset)) ? nodePlan : getSavedLoadPlan(dataset)
}

/** Creates the edit that sets or removes the plan of a Load node. */
export function createLoadPlanEdit(node: string, plan: SavedLoadPlan | undefined): Edit {
  // Removes undefined values, which the document does not store.
  const value = plan && (JSON.parse(JSON.stringify(plan)) as Json)
  return { type: 'set-config', id: node, path: ['plan'], ...(value ? { value } : {}) }
}

export const isSamePlan = (left: SavedLoadPlan | undefined, right: SavedLoadPlan | undefined): boolean =>
  JSON.stringify(readPlan(left)) === JSON.stringify(readPlan(right))

/** Parses a stored plan. The keys are in the order of the schema, so that equal plans have equal JSON. */
export const readPlan = (plan: unknown): SavedLoadPlan | undefined => savedLoadPlanSchema.safeParse(plan).data
