import { z } from '../wire/zod.ts'
import { columnSchema } from '../data/table.ts'
import { problemSchema } from '../wire/problem.ts'
import { textSchema } from '../wire/text.ts'
import { editSchema } from './edit.ts'
import { workflowSchema } from './workflow.ts'

/** @internal */
export const workflowProposalRequestSchema = z.strictObject({
  /** The requested change or workflow, in any language. */
  description: z.string().min(1).max(10_000),
  /** The workflow to change. It may be empty. */
  workflow: workflowSchema,
  /** The dataset that a new Load node loads. */
  dataset: z.string().optional(),
  /** The columns of the dataset. */
  columns: z.array(columnSchema).optional(),
  /** The id of the language model. Default: the default model. */
  model: z.string().optional(),
})
/** A change to a workflow, described in natural language for a language model. @public */
export type WorkflowProposalRequest = z.infer<typeof workflowProposalRequestSchema>

/** @internal */
export const workflowProposalSchema = z.strictObject({
  /** The change as a single edit, which has one inverse. Absent if no part of the answer can be used. */
  edit: editSchema.optional(),
  /** Problems of the changed workflow that the workflow did not have before. */
  problems: z.array(problemSchema),
  /** Parts of the answer that cannot be used, such as a node of an unknown type. */
  dropped: z.array(z.string()),
  /** Questions from the model, such as which column contains the price. */
  questions: z.array(z.string()),
  /** Remarks of the model. The model's text is never evaluated. */
  remarks: z.string(),
  /** The reason that the edit is missing, such as a refusal. */
  failure: textSchema.optional(),
  /** The number of requests to the model. */
  requests: z.int(),
  /** The name of the model. */
  model: z.string(),
  /** Host and port of the service. */
  host: z.string(),
})
/** A change to a workflow that a language model proposes. Nothing is changed until the user accepts it. @public */
export type WorkflowProposal = z.infer<typeof workflowProposalSchema>
