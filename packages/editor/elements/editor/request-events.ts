import type { Decision, EditCause, StartOptions } from '@aw-flow/client'
import type { Edit, RunView, Workflow } from '@aw-flow/schema'

/**
 * The document is about to be changed by `edit`: nodes added or removed, settings set; `cause` says whether it is done,
 * taken back or made again. Prevented, the document stays as it is.
 */
export class BeforeEditEvent extends Event {
  static readonly type = 'aw-before-edit'
  readonly edit: Edit
  readonly cause: EditCause
  constructor(edit: Edit, cause: EditCause) {
    super(BeforeEditEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.edit = edit
    this.cause = cause
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

/** A file of data is about to be imported. Prevented, it is not read, and nothing is said of it. */
export class BeforeFileEvent extends Event {
  static readonly type = 'aw-before-file'
  readonly file: File
  constructor(file: File) {
    super(BeforeFileEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.file = file
  }
}

/** A dataset is about to be removed, by its id. Prevented, it stays. */
export class BeforeDatasetRemoveEvent extends Event {
  static readonly type = 'aw-before-dataset-remove'
  readonly dataset: string
  constructor(dataset: string) {
    super(BeforeDatasetRemoveEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.dataset = dataset
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

/** An interrupted run is about to go on. Prevented, it stays as it was left. */
export class BeforeResumeEvent extends Event {
  static readonly type = 'aw-before-resume'
  readonly run: RunView
  constructor(run: RunView) {
    super(BeforeResumeEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.run = run
  }
}

/** What a run waits for is about to be decided. Prevented, it waits on. */
export class BeforeDecideEvent extends Event {
  static readonly type = 'aw-before-decide'
  readonly decision: Decision
  constructor(decision: Decision) {
    super(BeforeDecideEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.decision = decision
  }
}

/** A run is about to be cancelled. Prevented, it goes on. */
export class BeforeCancelEvent extends Event {
  static readonly type = 'aw-before-cancel'
  readonly run: RunView
  constructor(run: RunView) {
    super(BeforeCancelEvent.type, { bubbles: true, composed: true, cancelable: true })
    this.run = run
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-before-edit': BeforeEditEvent
    'aw-before-open': BeforeOpenEvent
    'aw-before-file': BeforeFileEvent
    'aw-before-dataset-remove': BeforeDatasetRemoveEvent
    'aw-before-run': BeforeRunEvent
    'aw-before-resume': BeforeResumeEvent
    'aw-before-decide': BeforeDecideEvent
    'aw-before-cancel': BeforeCancelEvent
  }
}
