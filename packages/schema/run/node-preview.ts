import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { valueSchema } from '../wire/value.ts'

/** Id prefix of the nodes that provide sample data in previews. They are not in the document. @internal */
export const sampleNodePrefix = 'aw-input-sample-'

/** @internal */
export const nodePreviewSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('completed'),
    /** The outputs of the node by port name. */
    outputs: z.record(z.string(), valueSchema),
    /** Notes about a run of the node, such as its estimated cost. */
    notes: z.array(problemSchema).optional(),
    /** Present if the node was computed from a part of the rows. */
    sample: z
      .strictObject({
        /** The number of rows that were read. */
        rows: z.number().int(),
        /** The number of all rows; absent if it is unknown, such as in a file that was read only at its start. */
        of: z.number().int().optional(),
      })
      .optional(),
  }),
  z.strictObject({
    state: z.literal('failed'),
    /** The reason that the node, or a node before it, has no outputs. */
    problem: problemSchema,
  }),
  z.strictObject({
    state: z.literal('unavailable'),
    /**
     * `effects`: a node sends requests or changes data, which only a run may do. `waiting`: a node waits, such as for
     * an approval. `skipped`: the data takes another path. `large-file`: a file is too large to read, and only complete
     * files of its format can be read. `too-slow`: the preview was stopped at its time limit.
     */
    reason: z.enum(['effects', 'waiting', 'skipped', 'large-file', 'too-slow']),
    /** The id of that node. */
    node: z.string(),
  }),
])
/** The outputs of a node, computed from a sample without a run, or the reason that they are missing. @public */
export type NodePreview = z.infer<typeof nodePreviewSchema>
