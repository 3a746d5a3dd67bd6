import type { Workflow } from '@aw-flow/schema'
import { toWorkflowColumns, type WorkflowColumns } from './workflow-columns.ts'

/** A document in its stored form. Contains only values that can be passed between threads. */
export interface SerializedDocument extends WorkflowColumns {
  document: string
  /** The parsed document. Absent if it is large and was read in another thread. */
  workflow?: Workflow
}

/** Serializes a document for storage. */
export const serializeDocument = (workflow: Workflow): SerializedDocument => ({
  ...toWorkflowColumns(workflow),
  document: JSON.stringify(workflow),
  workflow,
})

/** Returns whether a serialized document may contain a node that starts runs. */
export const mayContainTrigger = (document: string): boolean =>
  document.includes('"schedule"') || document.includes('"webhook"') || document.includes('"event"')
