import { z } from './zod.ts'
import { attemptSchema } from './load-plan.ts'
import { problemSchema } from './problem.ts'
import { columnSchema } from './table.ts'
import { validationReportSchema } from './validation.ts'

/**
 * One step of a preparation: what is done to which columns. Operations are applied in order; each is compiled to SQL.
 * `reason` says why in words that a person can check.
 */
const operation = <T extends string, S extends z.ZodRawShape>(op: T, shape: S) =>
  z.strictObject({ op: z.literal(op), reason: z.string(), ...shape })

export const operationSchema = z.discriminatedUnion('op', [
  /** Takes white space off both ends of a text column. */
  operation('trim', { column: z.string() }),
  /** Parses a text column as numbers; `strip` are characters taken off first. Texts that are no number become null. */
  operation('parse-number', {
    column: z.string(),
    strip: z.array(z.string()),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
  }),
  /** Parses a text column as a date or time with a strptime format. */
  operation('parse-date', { column: z.string(), format: z.string(), type: z.enum(['DATE', 'TIMESTAMP']) }),
  /** Converts a column to a type; values that do not convert become null. */
  operation('cast', { column: z.string(), type: z.string() }),
  /** Infinite numbers and NaN become null. */
  operation('finite', { column: z.string() }),
  operation('rename', { column: z.string(), to: z.string() }),
  /** A copy of a column under a new name, as `type`. */
  operation('copy', { column: z.string(), to: z.string(), type: z.string() }),
  /** A new text column with a unique id per row: `prefix` and the row's number, from 1. Generated, and said so. */
  operation('generate-id', { to: z.string(), prefix: z.string() }),
  /** A new column with the row's number, 0 to n-1, in the rows' order. */
  operation('number-rows', { to: z.string() }),
  /** Drops the rows in which one of the columns is null. */
  operation('drop-null-rows', { columns: z.array(z.string()).min(1) }),
  /** Drops a column that holds nothing. */
  operation('drop-column', { column: z.string() }),
  /** Puts these columns first, in this order. */
  operation('order-columns', { first: z.array(z.string()) }),
])
export type Operation = z.infer<typeof operationSchema>

/** What each column is for in Cosmograph: the roles that the plan found, by column name of the prepared table. */
export const cosmoRolesSchema = z.strictObject({
  id: z.string(),
  index: z.string(),
  x: z.string().optional(),
  y: z.string().optional(),
  size: z.string().optional(),
  color: z.string().optional(),
  label: z.string().optional(),
  time: z.string().optional(),
  cluster: z.string().optional(),
})
export type CosmoRoles = z.infer<typeof cosmoRolesSchema>

export const preparationTargetSchema = z.enum(['cosmo-ready'])
export type PreparationTarget = z.infer<typeof preparationTargetSchema>

/** What is done to a table so that it meets a target: read, approved, saved, and run again on the next file. */
export const preparationPlanSchema = z.strictObject({
  target: preparationTargetSchema,
  operations: z.array(operationSchema),
  roles: cosmoRolesSchema,
  /** Choices that are no operations, with their reasons: why a column is, or is not, an id or a coordinate. */
  notes: z.array(problemSchema),
})
export type PreparationPlan = z.infer<typeof preparationPlanSchema>

/** An operation as it was carried out: how many rows it dropped and how many cells it changed, of how many. */
export const appliedOperationSchema = z.strictObject({
  operation: operationSchema,
  rowsDropped: z.number().int(),
  cellsChanged: z.number().int(),
  cellsNulled: z.number().int(),
  examples: z.array(
    z.strictObject({ row: z.number().int(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})
export type AppliedOperation = z.infer<typeof appliedOperationSchema>

/** The report of a preparation. `rowsIn = rowsOut + rows dropped by the operations`. */
export const preparationReportSchema = z.strictObject({
  target: preparationTargetSchema,
  plan: preparationPlanSchema,
  applied: z.array(appliedOperationSchema),
  rowsIn: z.number().int(),
  rowsOut: z.number().int(),
  columnsIn: z.array(columnSchema),
  columnsOut: z.array(columnSchema),
  validation: validationReportSchema,
  attempts: z.array(attemptSchema),
  warnings: z.array(problemSchema),
})
export type PreparationReport = z.infer<typeof preparationReportSchema>
