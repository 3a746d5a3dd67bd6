import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { valueSchema } from '../wire/value.ts'

/** Id prefix of nodes that provide sample data in previews. These nodes are not in the document. @internal */
export const sampleNodePrefix = 'aw-input-sample-'

/** @internal */
export const nodePreviewSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('completed'),
    /** The node's outputs, keyed by port name. */
    outputs: z.record(z.string(), valueSchema),
    /** Notes about running the node, such as the estimated cost. */
    notes: z.array(problemSchema).optional(),
    /** Set if only part of the rows was used. */
    sample: z
      .strictObject({
        /** The number of rows that were read. */
        rows: z.number().int(),
        /** The total number of rows. Absent if unknown, for example if only the start of a file was read. */
        of: z.number().int().optional(),
      })
      .optional(),
  }),
  z.strictObject({
    state: z.literal('failed'),
    /** Why the node or a preceding node has no outputs. */
    problem: problemSchema,
  }),
  z.strictObject({
    state: z.literal('unavailable'),
    /**
     * `effects`: a node sends requests or changes data, which only a run may do. `waiting`: a node waits, for example
     * for an approval. `skipped`: the data takes another path. `large-file`: a file is too large, and its format can
     * only be read in full. `too-slow`: the preview was stopped at its time limit.
     */
    reason: z.enum(['effects', 'waiting', 'skipped', 'large-file', 'too-slow']),
    /** The id of the node that the reason applies to. */
    node: z.string(),
  }),
])
/** A node's outputs, computed from a sample without a run, or why they are unavailable. @public */
export type NodePreview = z.infer<typeof nodePreviewSchema>
