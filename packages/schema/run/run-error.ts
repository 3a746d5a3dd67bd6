import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'

/** @internal */
export const runErrorSchema = z.strictObject({
  /** The kind of error, which decides whether the node is retried. */
  kind: z.enum(['transient', 'permanent', 'validation', 'internal']),
  /** The error as data, for the user. */
  problem: problemSchema,
  /** For `validation`: the invalid value, as JSON. */
  details: z.unknown().optional(),
})
/**
 * The error of a node. `transient` is retried after a delay, `permanent` fails immediately, `validation` fails with
 * details; `internal` is a bug of the program or the node type.
 *
 * @public
 */
export type RunError = z.infer<typeof runErrorSchema>
