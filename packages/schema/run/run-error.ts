import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'

/**
 * The error of a node. `transient` is retried after a delay, `permanent` fails immediately, `validation` fails with
 * details; `internal` is a bug of the program or the node type.
 *
 * @internal
 */
export const runErrorSchema = z.strictObject({
  kind: z.enum(['transient', 'permanent', 'validation', 'internal']),
  problem: problemSchema,
  details: z.unknown().optional(),
})
/** @public */
export type RunError = z.infer<typeof runErrorSchema>
