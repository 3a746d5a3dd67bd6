import type { Workflow } from '@aw-flow/schema'
import { toWorkflowColumns, type WorkflowColumns } from './workflow-columns.ts'

/** A document as it is stored. Values are copied to another thread. */
export interface DocumentText extends WorkflowColumns {
  document: string
  /** The parsed document, unless it is large and was read in another thread. */
  workflow?: Workflow
}

/** Serializes a document for the store. */
export const toDocumentText = (workflow: Workflow): DocumentText => ({
  ...toWorkflowColumns(workflow),
  document: JSON.stringify(workflow),
  workflow,
})

/** Returns whether the text of a document may contain a node that starts runs. */
export const mayContainTrigger = (document: string): boolean =>
  document.includes('"schedule"') || document.includes('"webhook"') || document.includes('"event"')
