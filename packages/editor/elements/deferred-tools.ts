import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import type { EditOptions, getSettingsFiller } from '../canvas/popups/fill-new-settings.ts'
import type { PreparedTableChanges } from './results/prepared-changes.ts'
import type { createInsertSqlEdit } from './results/create-insert-node-edit.ts'
import type { parsePlanOperations, findDownstreamPlans, createPrepareEdit } from './results/create-prepare-edit.ts'
import type { createSessionExamples } from '../views/examples/example-source.ts'
import type { createSessionCheck } from '../views/findings/check-source.ts'
import type { indexRepairedCells } from '../views/findings/repaired-cells.ts'
import type { createSessionProfileSource } from '../views/profile/profile-source.ts'

/** Functions that are loaded with the on-demand elements: for profiles, checks, repairs and transformations of results. */
export interface DeferredTools {
  readonly parseOperations: typeof parsePlanOperations
  readonly findPlansAfter: typeof findDownstreamPlans
  readonly createPrepareEdit: typeof createPrepareEdit
  readonly createInsertSqlEdit: typeof createInsertSqlEdit
  readonly indexRepairedCells: typeof indexRepairedCells
  readonly PreparedTableChanges: typeof PreparedTableChanges
  readonly createSessionCheck: typeof createSessionCheck
  readonly createSessionExamples: typeof createSessionExamples
  readonly createSessionProfileSource: typeof createSessionProfileSource
}

let registeredTools: DeferredTools | undefined

/** Registers the tools. Called when the on-demand elements are defined. */
export const registerDeferredTools = (tools: DeferredTools): void => {
  registeredTools = tools
}

/** Returns the tools, or `undefined` until the on-demand elements are defined. */
export const getDeferredTools = (): DeferredTools | undefined => registeredTools

let registeredFiller: typeof getSettingsFiller | undefined

/** Registers the function that fills in the settings of new nodes. Called when the deferred elements are defined. */
export const registerSettingsFiller = (getFiller: typeof getSettingsFiller): void => {
  registeredFiller = getFiller
}

/**
 * Applies an edit to a session's document. If the edit connects a new node, the node receives settings that match its
 * inputs, either immediately or once their columns are known.
 *
 * @internal
 */
export const applyWithSettings = (session: WorkflowSession, edit: Edit, options: EditOptions = {}): void =>
  void session.document.apply(...(registeredFiller?.(session).fill(edit, options) ?? [edit, options]))
