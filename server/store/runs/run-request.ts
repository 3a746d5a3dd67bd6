import { valueSchema, workflowSchema } from '@aw-flow/schema'
import { z } from 'zod'
import { toStorableText } from '../database/storable-text.ts'

/** The request of a run: everything that is needed to start it. */
export const runRequestSchema = z.strictObject({
  workflow: workflowSchema,
  /** Inputs from the caller, by node id and port. */
  inputs: z.record(z.string(), z.record(z.string(), valueSchema)),
  seed: z.number().int(),
  /** The workflows of its sub-workflow nodes at the time of the start. */
  workflows: z.record(z.string(), workflowSchema).exactOptional(),
})
export type RunRequest = z.infer<typeof runRequestSchema>

/** A request as JSON, with the values that are stored in separate columns. */
export interface SerializedRequest {
  text: string
  workflowName: string
  /** The workflows of its sub-workflow nodes, by id or name. */
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
