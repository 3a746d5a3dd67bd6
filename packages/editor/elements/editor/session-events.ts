import type { WorkflowSession } from '@aw-flow/client'
import type { RunView, Workflow } from '@aw-flow/schema'

/** A session is shown now: the first, or another in its place; `undefined`: none any more. The canvas is there. */
export class SessionEvent extends Event {
  static readonly type = 'aw-session'
  readonly session: WorkflowSession | undefined
  constructor(session: WorkflowSession | undefined) {
    super(SessionEvent.type, { bubbles: true, composed: true })
    this.session = session
  }
}

/** The document of the session is another one: it was edited, taken back, opened, or changed in another tab. */
export class DocumentChangeEvent extends Event {
  static readonly type = 'aw-document-change'
  readonly document: Workflow
  constructor(document: Workflow) {
    super(DocumentChangeEvent.type, { bubbles: true, composed: true })
    this.document = document
  }
}

/** The run of the session has come further, or another one has begun. */
export class RunChangeEvent extends Event {
  static readonly type = 'aw-run-change'
  readonly run: RunView | undefined
  constructor(run: RunView | undefined) {
    super(RunChangeEvent.type, { bubbles: true, composed: true })
    this.run = run
  }
}

/** The document is saved, is being saved, or could not be saved (the session's `problem` says why). */
export class SavingChangeEvent extends Event {
  static readonly type = 'aw-saving-change'
  readonly saving: 'saved' | 'saving' | 'failed'
  constructor(saving: 'saved' | 'saving' | 'failed') {
    super(SavingChangeEvent.type, { bubbles: true, composed: true })
    this.saving = saving
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-session': SessionEvent
    'aw-document-change': DocumentChangeEvent
    'aw-run-change': RunChangeEvent
    'aw-saving-change': SavingChangeEvent
  }
}
