import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'

/**
 * Why a node failed. `transient` is retried after a delay, `permanent` fails at once, `validation` fails with details;
 * `internal` is a bug of ours or of a node's author.
 */
export const runErrorSchema = z.strictObject({
  kind: z.enum(['transient', 'permanent', 'validation', 'internal']),
  problem: problemSchema,
  details: z.unknown().optional(),
})
export type RunError = z.infer<typeof runErrorSchema>
