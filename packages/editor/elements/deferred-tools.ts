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

/**
 * Functions that are loaded with the deferred elements: for profiles, checks, repairs and transformations of results,
 * and for filling in the settings of new nodes.
 */
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
  readonly getSettingsFiller: typeof getSettingsFiller
}

let registeredTools: DeferredTools | undefined

/** Registers the tools. Called when the deferred elements are defined. */
export const registerDeferredTools = (tools: DeferredTools): void => {
  registeredTools = tools
}

/** Returns the tools, or `undefined` until the deferred elements are defined. */
export const getDeferredTools = (): DeferredTools | undefined => registeredTools

/**
 * Applies an edit to a session's document. If the edit connects a new node, the node receives settings that match its
 * inputs, either immediately or once their columns are known.
 *
 * @internal
 */
export const applyWithSettings = (session: WorkflowSession, edit: Edit, options: EditOptions = {}): void =>
  void session.document.apply(...(registeredTools?.getSettingsFiller(session).fill(edit, options) ?? [edit, options]))
