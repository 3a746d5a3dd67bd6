import { valueSchema, workflowSchema } from '@aw-flow/schema'
import { z } from 'zod'

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
