import { savedLoadPlanSchema, type Edit, type Json, type SavedLoadPlan, type WorkflowNode } from '@aw-flow/schema'
import { remember, remembered } from '../settings/remembered.ts'

const place = (dataset: string): string => `load-plan-${dataset}`

/** How a person has settled that a dataset is read, by its id; nothing where it is read as found. */
export function keptLoadPlan(dataset: string): SavedLoadPlan | undefined {
  try {
    return readPlan(JSON.parse(remembered(place(dataset)) ?? 'null'))
  } catch {
    return undefined
  }
}

/** Whether the browser lets it be kept; without a plan, the dataset is read as found again. */
export const keepLoadPlan = (dataset: string, plan: SavedLoadPlan | undefined): boolean =>
  remember(place(dataset), plan && JSON.stringify(plan))

/**
 * The plan by which a Load node is to read a dataset that it is given: what was settled of that dataset, unless the node
 * has a plan of its own, which the nodes behind it count on.
 */
export function loadPlanFor({ data }: Pick<WorkflowNode, 'data'>, dataset: string): SavedLoadPlan | undefined {
  const own = readPlan(data.config['plan'])
  return own && !isSamePlan(own, keptLoadPlan(own.dataset)) ? own : keptLoadPlan(dataset)
}

/** Gives a Load node this plan, or none. */
export function loadPlanEdit(node: string, plan: SavedLoadPlan | undefined): Edit {
  // As it will stand in the document: without keys that have no value.
  const value = plan && (JSON.parse(JSON.stringify(plan)) as Json)
  return { type: 'set-config', id: node, path: ['plan'], ...(value ? { value } : {}) }
}

export const isSamePlan = (one: SavedLoadPlan | undefined, other: SavedLoadPlan | undefined): boolean =>
  JSON.stringify(readPlan(one)) === JSON.stringify(readPlan(other))

/** With its keys in the schema's order, so that equal plans are equal texts. */
export const readPlan = (plan: unknown): SavedLoadPlan | undefined => savedLoadPlanSchema.safeParse(plan).data
