import { textSchema } from '../../wire/text.ts'
import { z } from '../../wire/zod.ts'

/** Common properties of preparation plan operations. */
const common = {
  /** The reason, which a reader can verify. */
  reason: textSchema,
  /** Its unique id in the plan, for edits. A plan without ids gets them when it is edited. */
  id: z.string().min(1).max(100).optional(),
  /** The decision of a reviewer. `rejected` operations are not applied; absent means proposed. */
  state: z.enum(['proposed', 'approved', 'rejected']).optional(),
}

/** Creates the schema of an operation: its name, the common properties, and its settings. */
export const createOperationSchema = <T extends string, S extends z.ZodRawShape>(op: T, shape: S) =>
  z.strictObject({ op: z.literal(op), ...common, ...shape })

/** A column name, which cannot be empty. */
export const columnNameSchema = z.string().min(1).max(1000)

/** An expression over the cells of a row (JSONata). */
export const rowExpressionSchema = z.string().min(1).max(10_000)
