import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { attemptSchema } from './load-plan.ts'
import { modelUseSchema } from '../run/model-use.ts'
import { operationSchema } from './operations/operation.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from './table.ts'
import { tableSchemaSchema, validationReportSchema } from './validation.ts'
import { validatorSchema } from './validator.ts'

export const cosmoRolesSchema = z.strictObject({
  /** The unique id of each point. */
  id: z.string(),
  /** The index of each point: the integers 0 to n-1. */
  index: z.string(),
  /** The X coordinate. */
  x: z.string().optional(),
  /** The Y coordinate. */
  y: z.string().optional(),
  /** The size of the point, a number. */
  size: z.string().optional(),
  /** The color of the point, a category or a number. */
  color: z.string().optional(),
  /** The label of the point. */
  label: z.string().optional(),
  /** The time of the point, for the timeline. */
  time: z.string().optional(),
  /** The cluster of the point. */
  cluster: z.string().optional(),
})
/** Cosmograph roles, each with the name of a column in the prepared table. @public */
export type CosmoRoles = z.infer<typeof cosmoRolesSchema>

export const linkRolesSchema = z.strictObject({
  /** The id of the point where the link starts. */
  source: z.string(),
  /** The id of the point where the link ends. */
  target: z.string(),
  /** The index of the point at which the link starts. */
  sourceIndex: z.string(),
  /** The index of the point at which the link ends. */
  targetIndex: z.string(),
  /** The width of the link, a number. */
  width: z.string().optional(),
})
/** Link roles, each with the name of a column. Endpoints are identified by point ids and point indexes. @public */
export type LinkRoles = z.infer<typeof linkRolesSchema>

/** @internal */
export const preparationTargetSchema = z.enum(['cosmo-ready', 'generic', 'ml-ready', 'own'])
/**
 * The target of a preparation. `cosmo-ready`: points and links for Cosmograph. `ml-ready`: scaled numbers without
 * nulls. `generic`: a clean table. `own`: the schema in the plan.
 *
 * @public
 */
export type PreparationTarget = z.infer<typeof preparationTargetSchema>

/** @internal */
export const pointLayoutSchema = z.enum(['auto', 'simulation', 'projection'])
/** How points without coordinates are laid out: by their links in Cosmograph, or by a projection. @public */
export type PointLayout = z.infer<typeof pointLayoutSchema>

export const expectedColumnSchema = z.strictObject({
  /** The name of the column. */
  name: z.string(),
  /** The DuckDB type of the column. */
  type: z.string(),
  /** Values that the plan maps or encodes. Absent if the values do not matter. */
  values: z.array(z.string()).optional(),
  /** The fraction of null cells, from 0 to 1. */
  nulls: z.number().min(0).max(1).optional(),
  /** The minimum and maximum of the finite numbers. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** The first and last date or time, in DuckDB's format. */
  moments: z.tuple([z.string(), z.string()]).optional(),
})
/**
 * A column of the table that a plan was made for, with its type and some statistics, for comparison with other files.
 *
 * @public
 */
export type ExpectedColumn = z.infer<typeof expectedColumnSchema>

/** @internal */
export const preparationPlanSchema = z.strictObject({
  /** The target of the preparation. */
  target: preparationTargetSchema,
  /** The operations, in application order. */
  operations: z.array(operationSchema),
  /** For the target `cosmo-ready`: the roles of the columns. */
  roles: cosmoRolesSchema.optional(),
  /** For the target `cosmo-ready`: how links are created, from this table or from `links.table`. */
  links: z
    .strictObject({
      /** The name of another provided table. Default: the table itself. */
      table: z.string().optional(),
      operations: z.array(operationSchema),
      roles: linkRolesSchema,
    })
    .optional(),
  /** For the target `own`: the schema of the result. */
  schema: tableSchemaSchema.optional(),
  /** For the target `own`: a validator, if there are rules beyond the schema. It includes the schema. */
  validator: validatorSchema.optional(),
  /** The id and row count of the table that the plan was made for. The plan's notes and reasons refer to this table. */
  madeFor: z.strictObject({ table: z.string(), rows: z.number().int() }).optional(),
  /** Whether the plan was made for unconverted cells, which are all text. */
  asText: z.boolean().optional(),
  /** The columns of the table that the plan was made for. */
  expects: z.array(expectedColumnSchema).optional(),
  /** Decisions other than operations, with reasons, such as whether a column is an id or a coordinate. */
  notes: z.array(problemSchema),
})
/**
 * A plan that prepares a table for a target. It can be reviewed, edited, approved, saved, and applied to other files.
 *
 * @public
 */
export type PreparationPlan = z.infer<typeof preparationPlanSchema>

/**
 * Returns whether a plan was made for a different table than the one that it prepared. The numbers in its reasons refer
 * to the table that it was made for.
 *
 * @internal
 */
export const isPlanForOtherTable = (plan: PreparationPlan): boolean =>
  // Reports of version 0.1 contain the former code.
  plan.notes.some(({ code }) => code === 'prepare.plan-for-other-table' || code === 'prepare.plan-of-before')

/** @internal */
export const preparationDriftSchema = z.strictObject({
  /** Missing columns, and the indexes of the operations that read them. */
  missing: z.array(z.strictObject({ column: z.string(), operations: z.array(z.number().int()) })),
  /** Columns that the plan does not contain. */
  added: z.array(z.string()),
  /** Columns whose DuckDB type differs from the expected type. */
  types: z.array(z.strictObject({ column: z.string(), expected: z.string(), found: z.string() })),
  /** New values in columns whose values the plan lists. */
  values: z.array(z.strictObject({ column: z.string(), values: z.array(z.string()), rows: z.number().int() })),
  /** Numbers outside the plan's range. `rows` is the number of rows that contain them. */
  ranges: z
    .array(
      z.strictObject({
        column: z.string(),
        expected: z.tuple([z.number(), z.number()]),
        found: z.tuple([z.number(), z.number()]),
        rows: z.number().int(),
      }),
    )
    .optional(),
  /** Dates and times outside the plan's range. */
  moments: z
    .array(
      z.strictObject({
        column: z.string(),
        expected: z.tuple([z.string(), z.string()]),
        found: z.tuple([z.string(), z.string()]),
        rows: z.number().int(),
      }),
    )
    .optional(),
  /** Columns with significantly more nulls, as fractions of the rows. */
  nulls: z.array(z.strictObject({ column: z.string(), expected: z.number(), found: z.number() })).optional(),
  /** Spellings of merged values that are not in the plan. */
  spellings: z
    .array(z.strictObject({ column: z.string(), values: z.array(z.string()), rows: z.number().int() }))
    .optional(),
})
/** Relevant differences between a table and the table that a plan was made for. @public */
export type PreparationDrift = z.infer<typeof preparationDriftSchema>

/** @internal */
export const appliedOperationSchema = z.strictObject({
  /** The operation with its settings and reason. */
  operation: operationSchema,
  /** The number of dropped rows. */
  rowsDropped: z.number().int(),
  /** The number of added rows. */
  rowsAdded: z.number().int(),
  /** The number of changed cells and of non-null cells in new columns. */
  cellsChanged: z.number().int(),
  /** The number of cells that became null. */
  cellsNulled: z.number().int(),
  /** Up to three example changes, as text. `row` is the 1-based row number in the table before the operation. */
  examples: z.array(
    z.strictObject({
      row: z.number().int(),
      column: z.string().optional(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
})
/**
 * The effect of an operation, counted over all rows. `rows before + rowsAdded = rows after + rowsDropped`.
 *
 * @public
 */
export type AppliedOperation = z.infer<typeof appliedOperationSchema>

/** @internal */
export const planPreviewSchema = z.strictObject({
  /** The effects of the operations, in order. */
  applied: z.array(appliedOperationSchema),
  /** The number of rows before the first operation. */
  rowsIn: z.number().int(),
  /** The number of rows after the last operation. */
  rowsOut: z.number().int(),
  /** The columns after the last operation. */
  columnsOut: z.array(columnSchema),
  /** The differences between the table and the table that the plan was made for. */
  drift: preparationDriftSchema,
  /** The effects of the operations on links. Absent if the links table is not provided. */
  links: z
    .strictObject({ applied: z.array(appliedOperationSchema), rowsIn: z.number().int(), rowsOut: z.number().int() })
    .optional(),
  /** Why the plan cannot be applied to the table. Absent if the plan can be applied. */
  problem: problemSchema.optional(),
})
/**
 * The effect of a plan on a table, counted over all rows without creating a table. If the plan cannot be applied,
 * `problem` is set and `applied` contains the effects of the preceding operations.
 *
 * @public
 */
export type PlanPreview = z.infer<typeof planPreviewSchema>

/** @internal */
export const cellStepSchema = z.strictObject({
  /** The operation that changed the cell. */
  operation: operationSchema,
  /** The column of the cell before the operation. */
  column: z.string(),
  /** The 1-based row number of the cell before the operation. */
  row: z.number().int(),
  /** The value before the operation as text, or `null` for a null cell. */
  before: z.string().nullable(),
  /** The value after the operation as text, or `null` for a null cell. */
  after: z.string().nullable(),
})
/**
 * A change in a cell's history: its value before and after an operation.
 *
 * @public
 */
export type CellStep = z.infer<typeof cellStepSchema>

/** @internal */
export const changedCellSchema = z.strictObject({
  /** The zero-based row number in the prepared table. */
  row: z.number().int(),
  /** The column of the prepared table. */
  column: z.string(),
  /** The original value as text, or `null` for a null cell. */
  before: z.string().nullable(),
  /** Descriptions of the operations that changed it. */
  reason: textSchema,
})
/** A changed cell in a prepared table. @public */
export type ChangedCell = z.infer<typeof changedCellSchema>

/** The report of a preparation. `rowsIn + rows added = rowsOut + rows dropped by the operations`. @internal */
export const preparationReportSchema = z.strictObject({
  target: preparationTargetSchema,
  plan: preparationPlanSchema,
  applied: z.array(appliedOperationSchema),
  rowsIn: z.number().int(),
  rowsOut: z.number().int(),
  columnsIn: z.array(columnSchema),
  columnsOut: z.array(columnSchema),
  validation: validationReportSchema,
  /** The effects of the operations on links. Absent if the plan has no links. */
  links: z
    .strictObject({
      applied: z.array(appliedOperationSchema),
      rowsIn: z.number().int(),
      rowsOut: z.number().int(),
      selfLoops: z.number().int(),
      duplicates: z.number().int(),
      validation: validationReportSchema,
    })
    .optional(),
  /** The differences between the table and the table that the provided plan was made for. */
  drift: preparationDriftSchema.optional(),
  /** For the target `ml-ready`: the inverse plan. Its notes list columns and values that cannot be restored. */
  inverse: preparationPlanSchema.optional(),
  attempts: z.array(attemptSchema),
  /** The language model usage for creating the plan. */
  modelUse: modelUseSchema.optional(),
  warnings: z.array(problemSchema),
})
/** @internal */
export type PreparationReport = z.infer<typeof preparationReportSchema>
