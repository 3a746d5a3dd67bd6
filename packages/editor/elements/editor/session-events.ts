import type { SavingState, WorkflowSession } from '@aw-flow/client'
import type { RunView, Workflow } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/** Fired when a different session is shown. The canvas already exists at that time. @public */
export class SessionEvent extends defineEvent<{
  /** The session that is now shown; `undefined` if none. */
  readonly session: WorkflowSession | undefined
}>('aw-session') {}

/** Fired after the document changes: by an edit, undo or redo, by opening a workflow, or in another tab. @public */
export class DocumentChangeEvent extends defineEvent<{
  /** The document after the change. */
  readonly document: Workflow
}>('aw-document-change') {}

/** Fired when the state of the run changes or a new run starts. @public */
export class RunChangeEvent extends defineEvent<{
  /** The state of the run; `undefined` if there is no run. */
  readonly run: RunView | undefined
}>('aw-run-change') {}

/** Fired when the state of saving changes. `session.problems.latest` contains the reason for a failure. @public */
export class SavingChangeEvent extends defineEvent<{
  /** The save status of the document. */
  readonly saving: SavingState
}>('aw-saving-change') {}

declare global {
  interface HTMLElementEventMap {
    'aw-session': SessionEvent
    'aw-document-change': DocumentChangeEvent
    'aw-run-change': RunChangeEvent
    'aw-saving-change': SavingChangeEvent
  }
}
