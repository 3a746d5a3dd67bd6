import { z } from '../wire/zod.ts'
import { textSchema } from '../wire/text.ts'
import { workflowSchema } from './workflow.ts'

/** @internal */
export const explanationRequestSchema = z.strictObject({
  /** The workflow to explain. */
  workflow: workflowSchema,
  /** The steps of the workflow as listed by rules, with their settings as sentences. */
  facts: z.string().max(20_000),
  /** The language of the explanation, such as `de`. */
  language: z.string().max(35),
  /** The id of the language model. Default: the default model. */
  model: z.string().optional(),
})
/** A workflow that a language model explains. @public */
export type ExplanationRequest = z.infer<typeof explanationRequestSchema>

/** @internal */
export const workflowExplanationSchema = z.strictObject({
  /** A name for the workflow. Absent if the response of the model contained no valid name. */
  name: z.string().optional(),
  /** A description for the workflow, as plain text. */
  description: z.string().optional(),
  /** Remarks of the model. The model's text is never evaluated. */
  remarks: z.string(),
  /** The reason for a missing name and description, such as a refusal. */
  failure: textSchema.optional(),
  /** The number of requests to the model. */
  requests: z.int(),
  /** The name of the model. */
  model: z.string(),
  /** Host and port of the service. */
  host: z.string(),
})
/** A name and a description that a language model proposes for a workflow. @public */
export type WorkflowExplanation = z.infer<typeof workflowExplanationSchema>
