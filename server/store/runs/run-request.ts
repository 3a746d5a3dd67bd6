import { workflowSchema } from '@aw-flow/schema'
import { valueSchema } from '@aw-flow/schema/internal'
import { z } from 'zod'
import { toStorableText } from '../database/storable-text.ts'

/** A run request, which contains everything needed to start the run. */
export const runRequestSchema = z.strictObject({
  workflow: workflowSchema,
  /** Inputs from the caller, keyed by node ID and then by port. */
  inputs: z.record(z.string(), z.record(z.string(), valueSchema)),
  seed: z.number().int(),
  /** The workflows that sub-workflow nodes refer to, as they were when the run started. */
  workflows: z.record(z.string(), workflowSchema).exactOptional(),
})
export type RunRequest = z.infer<typeof runRequestSchema>

/** A request as JSON, and the values that are stored in separate columns. */
export interface SerializedRequest {
  text: string
  workflowName: string
  /** IDs or names of the workflows that sub-workflow nodes refer to. */
  subWorkflowIds: readonly string[]
  /** The first dataset among the inputs. */
  inputDataset?: string
}

export function serializeRequest(request: RunRequest): SerializedRequest {
  const values = Object.values(request.inputs).flatMap((inputs) => Object.values(inputs))
  const file = values.find(({ kind }) => kind === 'file')
  return {
    text: JSON.stringify(request),
    workflowName: toStorableText(request.workflow.name),
    subWorkflowIds: Object.keys(request.workflows ?? {}),
    ...(file?.kind === 'file' ? { inputDataset: file.dataset } : {}),
  }
}
