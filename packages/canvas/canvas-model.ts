import type { Edit, NodeType, RunProgress, RunView, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { NewId } from './editing/new-id.ts'

/**
 * The document that a canvas shows and edits, with its node types and run. The host owns the document and applies every
 * change through `apply`.
 *
 * @public
 */
export interface CanvasModel {
  /** The document to draw. */
  readonly document: Workflow
  /** Whether the document can be changed. */
  readonly isEditable: boolean
  /** Creates ids for new elements. */
  readonly newId: NewId
  /** The available node types. */
  readonly catalog: readonly NodeType[]
  /** The columns and problems of each node, if known. */
  readonly description?: WorkflowDescription | undefined
  /** The run whose node states are drawn. */
  readonly run?: RunView | undefined
  /** The progress of running nodes, keyed by node id. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** The ids of nodes whose results in `run` are outdated. */
  readonly stale: ReadonlySet<string>
  /**
   * Applies an edit as one undo step. Consecutive edits with the same `merge` key share a step. For a paste, `pasted`
   * is the clipboard text.
   */
  apply(edit: Edit, options?: { merge?: string; pasted?: string }): unknown
  /** Called with the serialized text when part of the document is copied. */
  onCopy?(text: string): void
}
