import {
  configSchema,
  runEventSchema,
  runPartSchema,
  textSchema,
  valueSchema,
  workflowSchema,
  type RunProgress,
} from '@aw-flow/schema'
import { z } from 'zod'
import { grantedAccessSchema } from '../storage/document-access.ts'

export const decisionSchema = z.strictObject({
  /** The id of the node; for a node in a sub-workflow, the path of ids: "sub/load". */
  node: z.string(),
  /** The path of loops and sub-workflows, outermost first; absent at the top level. */
  scope: z.array(z.string()).optional(),
  /** The SHA-256 of the value that the reviewer saw; a decision about a different value has no effect. */
  digest: z.string(),
  /** `done`: an interrupted effect has completed with the result `edited`. */
  decision: z.enum(['approve', 'reject', 'done']),
  /** Replaces the shown value. */
  edited: z.unknown().optional(),
  /** The reviewer's name, for the run record. */
  by: z.string().optional(),
  /** The reviewer's comment, for the run record. */
  comment: z.string().optional(),
})
/** A decision about an approval. `digest` is the digest of the value that the reviewer saw. @public */
export type Decision = z.infer<typeof decisionSchema>

export const runRequestSchema = z.strictObject({
  run: z.string(),
  workflowId: z.string(),
  workflow: workflowSchema,
  /** The datasets to read, by Load node. */
  files: z.record(z.string(), z.strictObject({ dataset: z.string(), name: z.string() })),
  seed: z.number().int(),
  /** Permissions granted to an imported or shared workflow. Omit for the user's own workflow, which needs no grant. */
  access: grantedAccessSchema.optional(),
  /** The record of the run to resume. The run uses its workflow, files and seed. */
  record: z.array(runEventSchema).optional(),
  /** The decision that a waiting run resumes with. */
  decision: decisionSchema.optional(),
  /** Resumes with the current node types if the record's node types are missing. */
  migrate: z.boolean().optional(),
  /** The run to fork: results that still apply are reused. */
  fork: z
    .strictObject({
      record: z.array(runEventSchema),
      /** Changed settings, by node id. */
      settings: z.record(z.string(), configSchema).optional(),
    })
    .optional(),
  /** The part of the workflow to run. */
  part: runPartSchema.optional(),
  /** Outputs that are used instead of running a node, by node id. */
  pins: z.record(z.string(), z.record(z.string(), valueSchema)).optional(),
  /** Outputs of the last run, by node id, that a partial run starts from. */
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
  /** The definition and inputs of the last run. Outputs that are invalid after changes are not reused. */
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
