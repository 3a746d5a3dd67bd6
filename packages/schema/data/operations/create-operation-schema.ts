import { textSchema } from '../../wire/text.ts'
import { z } from '../../wire/zod.ts'

/** Properties of every operation in a preparation plan. */
const commonProperties = {
  /** The reason, which a reader can verify. */
  reason: textSchema,
  /** The operation's unique id in the plan, for edits. Operations without ids get them when the plan is edited. */
  id: z.string().min(1).max(100).optional(),
  /**
   * The reviewer's decision. Operations that are `rejected`, or `suggested` and not yet approved, are not applied.
   * Absent means proposed.
   */
  state: z.enum(['proposed', 'approved', 'rejected', 'suggested']).optional(),
  /** The probability that the operation is right, from 0 to 1. */
  confidence: z.number().min(0).max(1).optional(),
}

/** Creates the schema of an operation from its name and settings, and adds the common properties. */
export const createOperationSchema = <T extends string, S extends z.ZodRawShape>(op: T, shape: S) =>
  z.strictObject({ op: z.literal(op), ...commonProperties, ...shape })

/** A column name. It cannot be empty. */
export const columnNameSchema = z.string().min(1).max(1000)

/** A JSONata expression over the cells of a row. */
export const rowExpressionSchema = z.string().min(1).max(10_000)
