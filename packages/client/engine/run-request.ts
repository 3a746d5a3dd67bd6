import { runEventSchema, workflowSchema, type Json, type RunProgress } from '@aw-flow/schema'
import { configSchema, runSelectionSchema, textSchema, valueSchema } from '@aw-flow/schema/internal'
import { z } from 'zod'
import { grantedAccessSchema } from '../storage/document-access.ts'

export const decisionSchema = z.strictObject({
  /** The id of the node. For a node in a sub-workflow, the path of ids, such as "sub/load". */
  node: z.string(),
  /** The enclosing loops and sub-workflows, outermost first. Absent at the top level. */
  scope: z.array(z.string()).optional(),
  /** The SHA-256 hash of the value that the reviewer saw. A decision on a different value has no effect. */
  digest: z.string(),
  /** `done` means that an interrupted effect has completed, with `edited` as its result. */
  decision: z.enum(['approve', 'reject', 'done']),
  /** Replaces the value that was shown to the reviewer. */
  edited: z.unknown().optional(),
  /** The reviewer's name, to be recorded in the run. */
  by: z.string().optional(),
  /** The reviewer's comment, to be recorded in the run. */
  comment: z.string().optional(),
})
/** A decision on an approval. `digest` identifies the value that the reviewer saw. @public */
export type Decision = z.infer<typeof decisionSchema>

export const runRequestSchema = z.strictObject({
  run: z.string(),
  workflowId: z.string(),
  workflow: workflowSchema,
  /** The datasets to read, keyed by the id of the Load node. */
  files: z.record(z.string(), z.strictObject({ dataset: z.string(), name: z.string() })),
  seed: z.number().int(),
  /** The data for triggers, instead of their sample data. */
  data: z.custom<Json>().optional(),
  /** The access granted to an imported or shared workflow. Absent for the user's own workflow, which needs no grant. */
  access: grantedAccessSchema.optional(),
  /** The record of the run to continue. It runs with the recorded workflow, files and seed. */
  record: z.array(runEventSchema).optional(),
  /** The decision with which a waiting run continues. */
  decision: decisionSchema.optional(),
  /** Resumes with the current node types if the recorded node types no longer exist. */
  migrate: z.boolean().optional(),
  /** The run to fork. Results that are still valid are reused. */
  fork: z
    .strictObject({
      record: z.array(runEventSchema),
      /** Changed settings, keyed by node id. */
      settings: z.record(z.string(), configSchema).optional(),
    })
    .optional(),
  /** The part of the workflow to run. */
  part: runSelectionSchema.optional(),
  /** Outputs to use instead of running a node, keyed by node id. */
  pins: z.record(z.string(), z.record(z.string(), valueSchema)).optional(),
  /** The outputs of the last run from which a partial run starts, keyed by node id. */
  lastOutputs: z
    .record(
      z.string(),
      z.strictObject({
        state: z.enum(['completed', 'cached']),
        key: z.string().optional(),
        outputs: z.record(z.string(), valueSchema),
      }),
    )
    .optional(),
  /** The definition and inputs of the last run. Outputs invalidated by later changes are not reused. */
  lastRun: z
    .strictObject({
      workflow: workflowSchema.optional(),
      workflows: z.record(z.string(), workflowSchema).optional(),
      inputs: z.record(z.string(), z.record(z.string(), valueSchema)).optional(),
      types: z.record(z.string(), z.number().int()).optional(),
    })
    .optional(),
})
export type RunRequest = z.infer<typeof runRequestSchema>

export const runProgressSchema = z.strictObject({
  run: z.string(),
  node: z.string(),
  /** The loops and sub-workflows that contain the node. */
  scope: z.array(z.string()).optional(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.enum(['rows', 'bytes', 'steps']),
  message: textSchema.optional(),
}) as z.ZodType<RunProgress>
