import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'

/** @internal */
export const runErrorSchema = z.strictObject({
  /** The kind of error, which determines whether the node is retried. */
  kind: z.enum(['transient', 'permanent', 'validation', 'internal']),
  /** The problem to show to the user. */
  problem: problemSchema,
  /** For `validation`: the invalid value as JSON. */
  details: z.unknown().optional(),
})
/**
 * A node's error. `transient` errors are retried after a delay. `permanent` errors fail immediately. `validation`
 * errors fail with details. `internal` errors are bugs in the program or the node type.
 *
 * @public
 */
export type RunError = z.infer<typeof runErrorSchema>
