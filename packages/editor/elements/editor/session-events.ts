import type { WorkflowSession } from '@aw-flow/client'
import type { RunView, Workflow } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/** The shown session has changed; `undefined` if none is shown. The canvas exists when this is dispatched. @public */
export class SessionEvent extends defineEvent<{
  /** The shown session. */
  readonly session: WorkflowSession | undefined
}>('aw-session') {}

/** The document has changed: by an edit, undo or redo, by opening a different workflow, or in another tab. @public */
export class DocumentChangeEvent extends defineEvent<{
  /** The document after the change. */
  readonly document: Workflow
}>('aw-document-change') {}

/** The run has changed, or a new one has started. @public */
export class RunChangeEvent extends defineEvent<{
  /** The state of the run; `undefined` if there is none. */
  readonly run: RunView | undefined
}>('aw-run-change') {}

/** The document is saved, is being saved, or could not be saved (`session.problems.latest` has the reason). @public */
export class SavingChangeEvent extends defineEvent<{
  /** Whether the document is stored. */
  readonly saving: 'saved' | 'saving' | 'failed'
}>('aw-saving-change') {}

declare global {
  interface HTMLElementEventMap {
    'aw-session': SessionEvent
    'aw-document-change': DocumentChangeEvent
    'aw-run-change': RunChangeEvent
    'aw-saving-change': SavingChangeEvent
  }
}
