import { z } from '../wire/zod.ts'

/** The default decision at an approval's deadline. */
export const approvalDefaultSchema = z.enum(['approve', 'reject', 'fail'])
/** @internal */
export const waitConditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('approval'),
    digest: z.string(),
    shown: z.unknown(),
    deadline: z.number().optional(),
    default: approvalDefaultSchema.optional(),
    /**
     * The interrupted effect that the approval refers to. If `question` is set, a node has asked a question instead,
     * and runs again after the decision.
     */
    effect: z
      .strictObject({ effect: z.string(), attempt: z.number().int(), question: z.literal(true).optional() })
      .optional(),
  }),
  z.strictObject({ kind: z.literal('time'), until: z.number() }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), deadline: z.number().optional() }),
])
/**
 * The condition that a node waits for. Times are in ms since the Unix epoch. An approval is bound to `digest`, the
 * SHA-256 hash of the canonical JSON of `shown`.
 *
 * @public
 */
export type WaitCondition = z.infer<typeof waitConditionSchema>
