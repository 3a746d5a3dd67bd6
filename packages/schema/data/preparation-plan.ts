import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { attemptSchema } from './load-plan.ts'
import { modelUseSchema } from '../run/model-use.ts'
import { operationSchema } from './operations/operation.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from './table.ts'
import { tableSchemaSchema, validationReportSchema } from './validation.ts'
import { validatorSchema } from './validator.ts'

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

/** What each column of the links is for: the ends as ids and as places among the points. */
export const linkRolesSchema = z.strictObject({
  source: z.string(),
  target: z.string(),
  sourceIndex: z.string(),
  targetIndex: z.string(),
  width: z.string().optional(),
})
export type LinkRoles = z.infer<typeof linkRolesSchema>

/**
 * What a table is made fit for. `cosmo-ready`: points and links for Cosmograph. `ml-ready`: numbers without a gap, scaled.
 * `generic`: clean, nothing more. `own`: the schema that the plan carries.
 */
export const preparationTargetSchema = z.enum(['cosmo-ready', 'generic', 'ml-ready', 'own'])
export type PreparationTarget = z.infer<typeof preparationTargetSchema>

/** How points are placed that have no coordinates: by their links in Cosmograph, or by a projection that is asked for. */
export const pointLayoutSchema = z.enum(['auto', 'simulation', 'projection'])
export type PointLayout = z.infer<typeof pointLayoutSchema>

/** What a plan was made for, so that another file can be compared: each column with its type, and few values. */
export const expectedColumnSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** The values that the plan knows by name (categories that it maps or encodes); absent where they do not matter. */
  values: z.array(z.string()).optional(),
  /** The share of rows without a value. */
  nulls: z.number().min(0).max(1).optional(),
  /** The least and the greatest of its finite numbers. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** The first and the last of its dates or times, as DuckDB writes them. */
  moments: z.tuple([z.string(), z.string()]).optional(),
})
export type ExpectedColumn = z.infer<typeof expectedColumnSchema>

/** What is done to a table so that it meets a target: read, edited, approved, saved, and run again on the next file. */
export const preparationPlanSchema = z.strictObject({
  target: preparationTargetSchema,
  operations: z.array(operationSchema),
  /** For cosmo-ready. */
  roles: cosmoRolesSchema.optional(),
  /** For cosmo-ready where there are links: made of the same table (or of `links.table`) beside the points. */
  links: z
    .strictObject({
      /** Another given table by name; absent: the table itself. */
      table: z.string().optional(),
      operations: z.array(operationSchema),
      roles: linkRolesSchema,
    })
    .optional(),
  /** For a target of one's own: what the outcome is checked by. */
  schema: tableSchemaSchema.optional(),
  /** The same where more than a schema says what is right; a schema in it is kept by it, too. */
  validator: validatorSchema.optional(),
  /** The table that it was made for: its identity and length. Its notes, and numbers in its reasons, speak of that one. */
  madeFor: z.strictObject({ table: z.string(), rows: z.number().int() }).optional(),
  /** True: it was made for cells as they are written in the file, all of them texts. */
  asText: z.boolean().optional(),
  /** The columns of that table. */
  expects: z.array(expectedColumnSchema).optional(),
  /** Choices that are no operations, with their reasons: why a column is, or is not, an id or a coordinate. */
  notes: z.array(problemSchema),
})
export type PreparationPlan = z.infer<typeof preparationPlanSchema>

/** How another table differs from the one that a plan was made for, where the plan depends on it. */
export const preparationDriftSchema = z.strictObject({
  /** Columns that operations read and the table has not. */
  missing: z.array(z.strictObject({ column: z.string(), operations: z.array(z.number().int()) })),
  added: z.array(z.string()),
  types: z.array(z.strictObject({ column: z.string(), expected: z.string(), found: z.string() })),
  /** Values that the plan has never seen, in columns whose values it knows by name. */
  values: z.array(z.strictObject({ column: z.string(), values: z.array(z.string()), rows: z.number().int() })),
  /** Numbers out of the range that the plan scales by or parts; `rows` have them. */
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
  /** Dates and times before the first or after the last that the plan was made for. */
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
  /** Columns with clearly more gaps; shares of rows. */
  nulls: z.array(z.strictObject({ column: z.string(), expected: z.number(), found: z.number() })).optional(),
  /** Other spellings of values that the plan merges, which it does not list. */
  spellings: z
    .array(z.strictObject({ column: z.string(), values: z.array(z.string()), rows: z.number().int() }))
    .optional(),
})
export type PreparationDrift = z.infer<typeof preparationDriftSchema>

/**
 * What an operation does, or did, counted over every row. `rows before + rowsAdded = rows after + rowsDropped`.
 * `cellsChanged` are cells that differ, and cells of a new column that hold a value; `cellsNulled` lost theirs.
 */
export const appliedOperationSchema = z.strictObject({
  operation: operationSchema,
  rowsDropped: z.number().int(),
  rowsAdded: z.number().int(),
  cellsChanged: z.number().int(),
  cellsNulled: z.number().int(),
  examples: z.array(
    z.strictObject({
      row: z.number().int(),
      column: z.string().optional(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
})
export type AppliedOperation = z.infer<typeof appliedOperationSchema>

/**
 * What a plan would do to a table, counted over every row; nothing is made. A plan that does not fit has a `problem`, and
 * what its operations before that one do.
 */
export const planPreviewSchema = z.strictObject({
  applied: z.array(appliedOperationSchema),
  rowsIn: z.number().int(),
  rowsOut: z.number().int(),
  columnsOut: z.array(columnSchema),
  drift: preparationDriftSchema,
  /** What the operations on the links would do, for plans with links whose table is there. */
  links: z
    .strictObject({ applied: z.array(appliedOperationSchema), rowsIn: z.number().int(), rowsOut: z.number().int() })
    .optional(),
  problem: problemSchema.optional(),
})
export type PlanPreview = z.infer<typeof planPreviewSchema>

/** One step in the life of a cell: what it was before an operation and after it. `row` counts from 1, in the table before. */
export const cellStepSchema = z.strictObject({
  operation: operationSchema,
  column: z.string(),
  row: z.number().int(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type CellStep = z.infer<typeof cellStepSchema>

/** A cell of a prepared table that was otherwise before; `row` counts from 0, in the prepared table. */
export const changedCellSchema = z.strictObject({
  row: z.number().int(),
  column: z.string(),
  before: z.string().nullable(),
  /** The operations that changed it, in words. */
  reason: textSchema,
})
export type ChangedCell = z.infer<typeof changedCellSchema>

/** The report of a preparation. `rowsIn + rows added = rowsOut + rows dropped by the operations`. */
export const preparationReportSchema = z.strictObject({
  target: preparationTargetSchema,
  plan: preparationPlanSchema,
  applied: z.array(appliedOperationSchema),
  rowsIn: z.number().int(),
  rowsOut: z.number().int(),
  columnsIn: z.array(columnSchema),
  columnsOut: z.array(columnSchema),
  validation: validationReportSchema,
  /** For plans with links. */
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
  /** How the table differs from the one that a given plan was made for. */
  drift: preparationDriftSchema.optional(),
  /** For ml-ready: the plan that leads back from what was prepared; its notes say what does not come back. */
  inverse: preparationPlanSchema.optional(),
  attempts: z.array(attemptSchema),
  /** Where a language model was asked for plans. */
  modelUse: modelUseSchema.optional(),
  warnings: z.array(problemSchema),
})
export type PreparationReport = z.infer<typeof preparationReportSchema>
