import type { Decision, EditCause, StartOptions } from '@aw-flow/client'
import type { Edit, RunView, Workflow } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'

/**
 * Fired before an edit, undo or redo changes the document. If the default action is prevented, the document does not
 * change.
 *
 * @public
 */
export class BeforeEditEvent extends defineEvent<{
  /** The edit that is about to be applied. */
  readonly edit: Edit
  /** Whether the change is a new edit, an undo or a redo. */
  readonly cause: EditCause
}>('aw-before-edit', {
  cancelable: true,
}) {}

/** Fired before another workflow replaces the document. Preventing the default action keeps the document. @public */
export class BeforeOpenEvent extends defineEvent<{
  /** The workflow that is about to be opened. */
  readonly workflow: Workflow
}>('aw-before-open', {
  cancelable: true,
}) {}

/**
 * Fired before a data file is imported. If the default action is prevented, the file is not read and no notification is
 * shown.
 *
 * @public
 */
export class BeforeFileEvent extends defineEvent<{
  /** The file that the user selected or dropped. */
  readonly file: File
}>('aw-before-file', { cancelable: true }) {}

/** Fired before a dataset is removed. Preventing the default action keeps the dataset. @public */
export class BeforeDatasetRemoveEvent extends defineEvent<{
  /** Id of the dataset. */
  readonly dataset: string
}>('aw-before-dataset-remove', {
  cancelable: true,
}) {}

/** Fired before a run starts. Preventing the default action keeps the run from starting. @public */
export class BeforeRunEvent extends defineEvent<{
  /** The start options of the run. */
  readonly options: StartOptions
}>('aw-before-run', {
  cancelable: true,
}) {}

/** Fired before an interrupted run resumes. Preventing the default action keeps it interrupted. @public */
export class BeforeResumeEvent extends defineEvent<{
  /** The state of the interrupted run. */
  readonly run: RunView
}>('aw-before-resume', {
  cancelable: true,
}) {}

/** Fired before a waiting step is approved or rejected. If the default action is prevented, the run keeps waiting. @public */
export class BeforeDecideEvent extends defineEvent<{
  /** The user's decision. */
  readonly decision: Decision
}>('aw-before-decide', {
  cancelable: true,
}) {}

/** Fired before a run is canceled. If the default action is prevented, the run continues. @public */
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
