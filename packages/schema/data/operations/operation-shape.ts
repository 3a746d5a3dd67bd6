import { textSchema } from '../../wire/text.ts'
import { z } from '../../wire/zod.ts'

/** What every operation of a preparation plan says of itself. */
const common = {
  /** Why, in words that a person can check. */
  reason: textSchema,
  /** Its name in the plan, by which edits find it; unique there. A plan without ids is given some when it is edited. */
  id: z.string().min(1).max(100).optional(),
  /** What a person has decided. `rejected` is not carried out; absent counts as proposed. */
  state: z.enum(['proposed', 'approved', 'rejected']).optional(),
}

/** The shape of one kind of operation: what it is called, why it is done, and its own settings. */
export const operationShape = <T extends string, S extends z.ZodRawShape>(op: T, shape: S) =>
  z.strictObject({ op: z.literal(op), ...common, ...shape })

/** A column's name; no column of DuckDB is without one. */
export const columnName = z.string().min(1).max(1000)

/** An expression over the cells of a row (JSONata). */
export const rowExpression = z.string().min(1).max(10_000)
