import type { Edit, NodeType, RunProgress, RunView, Workflow, WorkflowDescription } from '@aw-flow/schema'

/**
 * The document that a canvas shows and edits, with its catalog and run. The host owns it; every change goes through
 * `apply`.
 *
 * @public
 */
export interface CanvasModel {
  /** The document to draw. */
  readonly document: Workflow
  /** The node types. */
  readonly catalog: readonly NodeType[]
  /** The columns and problems of the nodes, if they are known. */
  readonly description?: WorkflowDescription | undefined
  /** The run whose states are drawn. */
  readonly run?: RunView | undefined
  /** Progress of running nodes, by node id. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** Nodes whose result in `run` is outdated. */
  readonly stale: ReadonlySet<string>
  /**
   * Applies an edit as one undo step; consecutive edits with the same `merge` key share a step. `pasted` is the text on
   * the clipboard that the edit was made from.
   */
  apply(edit: Edit, options?: { merge?: string; pasted?: string }): unknown
  /** Called with the text of copied document parts. */
  onCopy?(text: string): void
}
