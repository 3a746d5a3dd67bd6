import type { Decision, EditCause, StartOptions } from '@aw-flow/client'
import type { Edit, RunView, Workflow } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/**
 * The document is about to be changed by `edit`: nodes added or removed, settings set; `cause` says whether it is done,
 * taken back or made again. Prevented, the document stays as it is.
 */
export class BeforeEditEvent extends defineEvent<{ readonly edit: Edit; readonly cause: EditCause }>('aw-before-edit', {
  cancelable: true,
}) {}

/** Another workflow is about to take the document's place. Prevented, the one that is open stays. */
export class BeforeOpenEvent extends defineEvent<{ readonly workflow: Workflow }>('aw-before-open', {
  cancelable: true,
}) {}

/** A file of data is about to be imported. Prevented, it is not read, and nothing is said of it. */
export class BeforeFileEvent extends defineEvent<{ readonly file: File }>('aw-before-file', { cancelable: true }) {}

/** A dataset is about to be removed, by its id. Prevented, it stays. */
export class BeforeDatasetRemoveEvent extends defineEvent<{ readonly dataset: string }>('aw-before-dataset-remove', {
  cancelable: true,
}) {}

/** A run is about to begin. Prevented, none does. */
export class BeforeRunEvent extends defineEvent<{ readonly options: StartOptions }>('aw-before-run', {
  cancelable: true,
}) {}

/** An interrupted run is about to go on. Prevented, it stays as it was left. */
export class BeforeResumeEvent extends defineEvent<{ readonly run: RunView }>('aw-before-resume', {
  cancelable: true,
}) {}

/** What a run waits for is about to be decided. Prevented, it waits on. */
export class BeforeDecideEvent extends defineEvent<{ readonly decision: Decision }>('aw-before-decide', {
  cancelable: true,
}) {}

/** A run is about to be cancelled. Prevented, it goes on. */
export class BeforeCancelEvent extends defineEvent<{ readonly run: RunView }>('aw-before-cancel', {
  cancelable: true,
}) {}

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
