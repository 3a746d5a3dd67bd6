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
  /** The workflow to change, which may be empty. */
  workflow: workflowSchema,
  /** The dataset for a new Load node. */
  dataset: z.string().optional(),
  /** The columns of the dataset. */
  columns: z.array(columnSchema).optional(),
  /** The id of the language model. Default: the default model. */
  model: z.string().optional(),
})
/** A request to a language model to change a workflow, in natural language. @public */
export type WorkflowProposalRequest = z.infer<typeof workflowProposalRequestSchema>

/** @internal */
export const workflowProposalSchema = z.strictObject({
  /** The change as a single edit, so that a single undo reverts it. Absent if no part of the response is usable. */
  edit: editSchema.optional(),
  /** Problems that the change introduces into the workflow. */
  problems: z.array(problemSchema),
  /** Unusable parts of the response, such as a node of an unknown type. */
  dropped: z.array(z.string()),
  /** The model's questions, such as which column contains the price. */
  questions: z.array(z.string()),
  /** The model's remarks. They are displayed, never evaluated. */
  remarks: z.string(),
  /** Why the edit is missing, for example because the model refused. */
  failure: textSchema.optional(),
  /** The number of requests to the model. */
  requests: z.int(),
  /** The name of the model. */
  model: z.string(),
  /** The host and port of the service. */
  host: z.string(),
})
/**
 * A change to a workflow proposed by a language model. The workflow is not changed until the user accepts it.
 *
 * @public
 */
export type WorkflowProposal = z.infer<typeof workflowProposalSchema>
