import type { indexRepairedCells } from '../../views/findings/repaired-cells.ts'
import type { insertSqlAfter } from './insert-node-after.ts'
import type { parsePlanOperations, findPlansAfter, prepareAfter } from './prepare-after.ts'

/** Functions that the results use for repairs and transformations. They load with the views that request repairs. */
export interface RepairTools {
  readonly parseOperations: typeof parsePlanOperations
  readonly findPlansAfter: typeof findPlansAfter
  readonly prepareAfter: typeof prepareAfter
  readonly insertSqlAfter: typeof insertSqlAfter
  readonly indexRepairedCells: typeof indexRepairedCells
}

let registeredTools: RepairTools | undefined

/** Registers the tools. Called when the deferred elements are defined. */
export const registerRepairTools = (tools: RepairTools): void => {
  registeredTools = tools
}

/** Returns the tools; `undefined` until the deferred elements are defined. */
export const getRepairTools = (): RepairTools | undefined => registeredTools
