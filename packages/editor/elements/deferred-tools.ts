import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import type { EditOptions, getSettingsFiller } from '../canvas/popups/fill-new-settings.ts'
import type { PreparedTableChanges } from './results/tabs/prepared-changes.ts'
import type { createInsertSqlEdit } from './results/tabs/create-insert-node-edit.ts'
import type { createSessionExamples } from '../views/examples/example-source.ts'

/** Functions that are loaded with the on-demand elements, for a table of the results. */
export interface DeferredTools {
  readonly createInsertSqlEdit: typeof createInsertSqlEdit
  readonly PreparedTableChanges: typeof PreparedTableChanges
  readonly createSessionExamples: typeof createSessionExamples
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
