import { z } from '../wire/zod.ts'
import { textSchema } from '../wire/text.ts'
import { workflowSchema } from './workflow.ts'

/** @internal */
export const explanationRequestSchema = z.strictObject({
  /** The workflow to explain. */
  workflow: workflowSchema,
  /** A rule-based description of the workflow's steps and their settings, as sentences. */
  facts: z.string().max(20_000),
  /** The language of the explanation, such as `de`. */
  language: z.string().max(35),
  /** The id of the language model. Default: the default model. */
  model: z.string().optional(),
})
/** A request to a language model to explain a workflow. @public */
export type ExplanationRequest = z.infer<typeof explanationRequestSchema>

/** @internal */
export const workflowExplanationSchema = z.strictObject({
  /** A name for the workflow. Absent if the model's response did not contain a valid name. */
  name: z.string().optional(),
  /** A description of the workflow, as plain text. */
  description: z.string().optional(),
  /** The model's remarks. They are displayed, never evaluated. */
  remarks: z.string(),
  /** Why the name and description are missing, for example because the model refused. */
  failure: textSchema.optional(),
  /** The number of requests to the model. */
  requests: z.int(),
  /** The name of the model. */
  model: z.string(),
  /** The host and port of the service. */
  host: z.string(),
})
/** A name and description that a language model proposes for a workflow. @public */
export type WorkflowExplanation = z.infer<typeof workflowExplanationSchema>
