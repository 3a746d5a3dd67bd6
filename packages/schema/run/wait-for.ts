import { z } from '../wire/zod.ts'

/** What happens to an approval that nobody answers in time. */
export const approvalDefaultSchema = z.enum(['approve', 'reject', 'fail'])
export type ApprovalDefault = z.infer<typeof approvalDefaultSchema>

/**
 * What a node waits for. Times in ms since 1970. An approval is bound to `digest`, the SHA-256 of the canonical JSON of
 * exactly what was `shown`.
 */
export const waitForSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('approval'),
    digest: z.string(),
    shown: z.unknown(),
    deadline: z.number().optional(),
    default: approvalDefaultSchema.optional(),
    /** What is asked about, where the node was interrupted: something outside of which nobody knows whether it was done. */
    effect: z.strictObject({ effect: z.string(), attempt: z.number().int() }).optional(),
  }),
  z.strictObject({ kind: z.literal('time'), until: z.number() }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), deadline: z.number().optional() }),
])
export type WaitFor = z.infer<typeof waitForSchema>
