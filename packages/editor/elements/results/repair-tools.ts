import type { createSettingsFiller } from '../../canvas/popups/fill-new-settings.ts'
import type { createSessionExamples } from '../../views/examples/example-source.ts'
import type { createSessionCheck } from '../../views/findings/check-source.ts'
import type { indexRepairedCells } from '../../views/findings/repaired-cells.ts'
import type { createSessionProfile } from '../../views/profile/profile-source.ts'
import type { PreparedTableChanges } from './prepared-changes.ts'
import type { insertSqlAfter } from './insert-node-after.ts'
import type { parsePlanOperations, findPlansAfter, prepareAfter } from './prepare-after.ts'

/**
 * Functions that the results use for profiles, checks, repairs and transformations, and that fill the settings of new
 * nodes by the rules of charts. They load with these views.
 */
export interface RepairTools {
  readonly parseOperations: typeof parsePlanOperations
  readonly findPlansAfter: typeof findPlansAfter
  readonly prepareAfter: typeof prepareAfter
  readonly insertSqlAfter: typeof insertSqlAfter
  readonly indexRepairedCells: typeof indexRepairedCells
  readonly PreparedTableChanges: typeof PreparedTableChanges
  readonly createSessionCheck: typeof createSessionCheck
  readonly createSessionExamples: typeof createSessionExamples
  readonly createSessionProfile: typeof createSessionProfile
  readonly createSettingsFiller: typeof createSettingsFiller
}

let registeredTools: RepairTools | undefined

/** Registers the tools. Called when the deferred elements are defined. */
export const registerRepairTools = (tools: RepairTools): void => {
  registeredTools = tools
}

/** Returns the tools; `undefined` until the deferred elements are defined. */
export const getRepairTools = (): RepairTools | undefined => registeredTools
