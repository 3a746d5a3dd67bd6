import type { repairedCells } from '../../views/findings/repaired-cells.ts'
import type { operationsOf, plansAfter, prepareAfter } from './prepare-after.ts'

/** What the results need for repairs. It loads with the views that request repairs. */
export interface RepairTools {
  readonly operationsOf: typeof operationsOf
  readonly plansAfter: typeof plansAfter
  readonly prepareAfter: typeof prepareAfter
  readonly repairedCells: typeof repairedCells
}

let provided: RepairTools | undefined

/** Provides the tools; called when the later elements are defined. */
export const provideRepairTools = (tools: RepairTools): void => {
  provided = tools
}

/** The tools; `undefined` until the later elements are defined. */
export const repairTools = (): RepairTools | undefined => provided
