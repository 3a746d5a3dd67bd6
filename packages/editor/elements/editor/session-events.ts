import type { WorkflowSession } from '@aw-flow/client'
import type { RunView, Workflow } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/** A session is shown now: the first, or another in its place; `undefined`: none any more. The canvas is there. */
export class SessionEvent extends defineEvent<{ readonly session: WorkflowSession | undefined }>('aw-session') {}

/** The document of the session is another one: it was edited, taken back, opened, or changed in another tab. */
export class DocumentChangeEvent extends defineEvent<{ readonly document: Workflow }>('aw-document-change') {}

/** The run of the session has come further, or another one has begun. */
export class RunChangeEvent extends defineEvent<{ readonly run: RunView | undefined }>('aw-run-change') {}

/** The document is saved, is being saved, or could not be saved (the session's `problem` says why). */
export class SavingChangeEvent extends defineEvent<{ readonly saving: 'saved' | 'saving' | 'failed' }>(
  'aw-saving-change',
) {}

declare global {
  interface HTMLElementEventMap {
    'aw-session': SessionEvent
    'aw-document-change': DocumentChangeEvent
    'aw-run-change': RunChangeEvent
    'aw-saving-change': SavingChangeEvent
  }
}
