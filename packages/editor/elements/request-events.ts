import type { StartOptions } from '@aw-flow/client'
import type { Edit, Workflow } from '@aw-flow/schema'

/** The document is about to be changed by `edit`: nodes added or removed, settings set. Prevented, it stays as it is. */
export class BeforeEditEvent extends Event {
  static readonly type = 'aw-before-edit'
  readonly edit: Edit
  constructor(edit: Edit) {
    super(BeforeEditEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.edit = edit
  }
}

/** Another workflow is about to take the document's place. Prevented, the one that is open stays. */
export class BeforeOpenEvent extends Event {
  static readonly type = 'aw-before-open'
  readonly workflow: Workflow
  constructor(workflow: Workflow) {
    super(BeforeOpenEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.workflow = workflow
  }
}

/** A file of data is about to be taken in. Prevented, it is not read, and nothing is said of it. */
export class BeforeFileEvent extends Event {
  static readonly type = 'aw-before-file'
  readonly file: File
  constructor(file: File) {
    super(BeforeFileEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.file = file
  }
}

/** A run is about to begin. Prevented, none does. */
export class BeforeRunEvent extends Event {
  static readonly type = 'aw-before-run'
  readonly options: StartOptions
  constructor(options: StartOptions) {
    super(BeforeRunEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.options = options
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-before-edit': BeforeEditEvent
    'aw-before-open': BeforeOpenEvent
    'aw-before-file': BeforeFileEvent
    'aw-before-run': BeforeRunEvent
  }
}
