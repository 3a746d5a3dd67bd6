import type { Decision, EditCause, StartOptions } from '@aw-flow/client'
import type { Edit, RunView, Workflow } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/**
 * The document is about to change by `edit`; `cause` is a new edit, an undo or a redo. If the default is
 * prevented, the document does not change.
 *
 * @public
 */
export class BeforeEditEvent extends defineEvent<{
  /** The edit that is about to be applied. */
  readonly edit: Edit
  /** The cause of the change. */
  readonly cause: EditCause
}>('aw-before-edit', {
  cancelable: true,
}) {}

/** A different workflow is about to replace the document. If the default is prevented, the document stays. @public */
export class BeforeOpenEvent extends defineEvent<{
  /** The workflow that is about to be opened. */
  readonly workflow: Workflow
}>('aw-before-open', {
  cancelable: true,
}) {}

/**
 * A data file is about to be imported. If the default is prevented, the file is not read and nothing is reported.
 * @public
 */
export class BeforeFileEvent extends defineEvent<{
  /** The file that the user has chosen or dropped. */
  readonly file: File
}>('aw-before-file', { cancelable: true }) {}

/** A dataset is about to be removed. If the default is prevented, the dataset stays. @public */
export class BeforeDatasetRemoveEvent extends defineEvent<{
  /** The id of the dataset. */
  readonly dataset: string
}>('aw-before-dataset-remove', {
  cancelable: true,
}) {}

/** A run is about to start. If the default is prevented, no run starts. @public */
export class BeforeRunEvent extends defineEvent<{
  /** The options of the run. */
  readonly options: StartOptions
}>('aw-before-run', {
  cancelable: true,
}) {}

/** An interrupted run is about to resume. If the default is prevented, it stays interrupted. @public */
export class BeforeResumeEvent extends defineEvent<{
  /** The state of the interrupted run. */
  readonly run: RunView
}>('aw-before-resume', {
  cancelable: true,
}) {}

/** An approval is about to be decided. If the default is prevented, the run continues to wait. @public */
export class BeforeDecideEvent extends defineEvent<{
  /** The user's decision. */
  readonly decision: Decision
}>('aw-before-decide', {
  cancelable: true,
}) {}

/** A run is about to be canceled. If the default is prevented, the run continues. @public */
export class BeforeCancelEvent extends defineEvent<{
  /** The run in progress. */
  readonly run: RunView
}>('aw-before-cancel', {
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
