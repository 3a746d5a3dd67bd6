import type { PreparationPlan, TableProfile, TableRef, TableSchema, ValidationReport } from '@aw-flow/schema'
import {
  answersSchema,
  cellExamplesSchema,
  cellStepSchema,
  changedCellSchema,
  checkReportSchema,
  columnProfileSchema,
  deepFindingSchema,
  deepProgressSchema,
  derivedTableSchema,
  examplePreviewSchema,
  planPreviewSchema,
  pointLayoutSchema,
  preparationPlanSchema,
  preparationTargetSchema,
  profileDriftSchema,
  rowProposalSchema,
  sensitivitySchema,
  tableFormats,
  tableProfileSchema,
  tableQuerySchema,
  tableRefSchema,
  tableSchemaSchema,
  validationReportSchema,
  type Answer,
  type CellExample,
  type CellStep,
  type ChangedCell,
  type CheckReport,
  type ColumnProfile,
  type DataAnswer,
  type DataQuestion,
  type DeepFinding,
  type DeepProgress,
  type DerivedTable,
  type ExamplePreview,
  type PlanPreview,
  type PointLayout,
  type PreparationTarget,
  type ProfileDrift,
  type RowProposal,
  type Sensitivity,
  type TableFormat,
  type TableQuery,
  type WriteRequest,
  type WrittenText,
} from '@aw-flow/schema/internal'
import { z } from 'zod'
import type { RequestTypes, SchemasOf } from './define-requests.ts'

/**
 * All table requests. Pages send them through `session.tables`; callers of an engine create them with
 * `requests`. The handler of each request has the same name in `worker/handlers`.
 */
export interface TableRequestTypes {
  /** Reads rows as an Arrow IPC stream. */
  page: RequestTypes<{ table: TableRef; offset: number; limit: number }, Uint8Array>
  /** Sorts, filters, searches or aggregates a table. Read the result with `page`. @internal */
  derive: RequestTypes<{ table: TableRef; query: TableQuery }, DerivedTable>
  /** Infers transformations of a column from examples, and previews the most likely one for all rows. @internal */
  previewExamples: RequestTypes<PreviewExamplesInput, ExamplePreview>
  /** Interprets a question in natural language and writes a statement that answers it. Does not run the statement. @internal */
  askData: RequestTypes<DataQuestion, DataAnswer>
  /** Writes an expression, rule or pattern from a description and examples. Does not change anything. @internal */
  writeText: RequestTypes<WriteRequest, WrittenText>
  /** Runs a statement that reads the table as `input`, for at most 10 seconds. Read the result with `page`. @internal */
  previewStatement: RequestTypes<{ table: TableRef; statement: string }, DerivedTable>
  /** Profiles the columns of a table. */
  profile: RequestTypes<ProfileInput, TableProfile, ProfileProgress>
  /** Finds suspicious cells. A model trained on `answers` selects the findings. Progress is a percentage. */
  check: RequestTypes<CheckInput, CheckReport, number>
  /** Proposes at most 20 rows whose review would improve the check the most. Progress is a percentage. @internal */
  proposeRows: RequestTypes<
    { table: TableRef; answers?: Answer[] | undefined; maxRows?: number | undefined },
    RowProposal,
    number
  >
  /** Lists the differences between two profiles. @internal */
  compareProfiles: RequestTypes<{ before: TableProfile; after: TableProfile }, ProfileDrift>
  /** Infers a schema that the table satisfies. @internal */
  proposeSchema: RequestTypes<{ table: TableRef }, TableSchema>
  /** Validates a table. The schema is JSON in any format that Validate nodes read, or `cosmo-ready`. */
  validate: RequestTypes<{ table: TableRef; schema: string }, ValidationReport>
  /** Proposes a rule-based preparation plan. @internal */
  proposePlan: RequestTypes<{ table: TableRef } & PlanGoal, PreparationPlan>
  /** Counts the changes that a preparation plan would make. @internal */
  previewPlan: RequestTypes<PreviewPlanInput, PlanPreview>
  /** Lists how each operation of a plan changed one cell of the result. `row` starts at 1. @internal */
  traceCell: RequestTypes<{ table: TableRef; plan: PreparationPlan; row: number; column: string }, CellStep[]>
  /** Lists up to 20,000 cells that a plan changed. Row indexes start at 0. @internal */
  changedCells: RequestTypes<{ table: TableRef; plan: PreparationPlan }, ChangedCell[]>
  /** Exports a table as a file. */
  write: RequestTypes<{ table: TableRef; format: TableFormat }, Blob>
}

/** The input for a check for suspicious cells. */
export interface CheckInput {
  /** The table to check. */
  table: TableRef
  /** Determines how many findings are reported. Default: `balanced`. */
  sensitivity?: Sensitivity | undefined
  /** Rows of this table, or of an earlier version of it, that a user has reviewed. */
  answers?: Answer[] | undefined
  /**
   * The id of a granted language model that reviews the least certain findings. Its review does not change any finding.
   */
  model?: string | undefined
}

/** Examples from which to infer a transformation. @public */
export interface PreviewExamplesInput {
  /** The table that contains the column. */
  table: TableRef
  /** The column to transform. */
  column: string
  /** The expected values of at most 20 cells. */
  examples: CellExample[]
}

/** The input for profiling a table. @public */
export interface ProfileInput {
  /** The table to profile. */
  table: TableRef
  /** The number of rows to sample. Default: all rows. */
  sample?: number | undefined
  /** Whether to also look for keys, dependencies, outliers and duplicates. */
  deep?: boolean | undefined
  /** The existing column profiles, if they have already been computed. */
  profile?: TableProfile | undefined
}

/**
 * A part of a profile, reported as soon as it is available: a column, a finding of the deep analysis, or the progress
 * of that analysis.
 *
 * @public
 */
export type ProfileProgress = { column: ColumnProfile } | { finding: DeepFinding } | { progress: DeepProgress }

/** The goal of a preparation plan to be proposed. @public */
export interface PlanGoal {
  /** The purpose for which the table is prepared. */
  target: PreparationTarget
  /** For `cosmo-ready`, how to lay out points without coordinates. Default: `auto`. */
  layout?: PointLayout | undefined
  /** The seed for random operations. */
  seed?: number | undefined
  /** For `ml-ready`, the column to predict. */
  label?: string | undefined
}

/** The input for previewing a plan. */
export interface PreviewPlanInput {
  /** The table to which the plan would be applied. */
  table: TableRef
  /** The plan to preview. */
  plan: PreparationPlan
  /** Other tables that the plan reads, keyed by the names used in the plan. */
  namedTables?: Readonly<Record<string, TableRef>> | undefined
}

const table = tableRefSchema
const plan = preparationPlanSchema

export const tableRequestSchemas: SchemasOf<TableRequestTypes> = {
  page: {
    input: z.strictObject({ table, offset: z.number().int().min(0), limit: z.number().int().min(0) }),
    output: z.instanceof<typeof Uint8Array<ArrayBufferLike>>(Uint8Array),
  },
  derive: { input: z.strictObject({ table, query: tableQuerySchema }), output: derivedTableSchema },
  previewExamples: {
    input: z.strictObject({
      table,
      column: z.string(),
      examples: cellExamplesSchema,
    }),
    output: examplePreviewSchema,
  },
  // The worker loads the schemas for the next two requests on demand and validates the input with them.
  askData: { input: z.any(), output: z.any() },
  writeText: { input: z.any(), output: z.any() },
  previewStatement: {
    input: z.strictObject({ table, statement: z.string().max(100_000) }),
    output: derivedTableSchema,
  },
  profile: {
    input: z.strictObject({
      table,
      sample: z.number().int().positive().optional(),
      deep: z.boolean().optional(),
      profile: tableProfileSchema.optional(),
    }),
    output: tableProfileSchema,
    progress: z.union([
      z.strictObject({ column: columnProfileSchema }),
      z.strictObject({ finding: deepFindingSchema }),
      z.strictObject({ progress: deepProgressSchema }),
    ]),
  },
  check: {
    input: z.strictObject({
      table,
      sensitivity: sensitivitySchema.optional(),
      answers: answersSchema.optional(),
      model: z.string().optional(),
    }),
    output: checkReportSchema,
    progress: z.number(),
  },
  proposeRows: {
    input: z.strictObject({
      table,
      answers: answersSchema.optional(),
      maxRows: z.number().int().min(1).max(20).optional(),
    }),
    output: rowProposalSchema,
    progress: z.number(),
  },
  compareProfiles: {
    input: z.strictObject({ before: tableProfileSchema, after: tableProfileSchema }),
    output: profileDriftSchema,
  },
  proposeSchema: { input: z.strictObject({ table }), output: tableSchemaSchema },
  validate: { input: z.strictObject({ table, schema: z.string() }), output: validationReportSchema },
  proposePlan: {
    input: z.strictObject({
      table,
      target: preparationTargetSchema,
      layout: pointLayoutSchema.optional(),
      seed: z.number().int().optional(),
      label: z.string().optional(),
    }),
    output: plan,
  },
  previewPlan: {
    input: z.strictObject({ table, plan, namedTables: z.record(z.string(), table).optional() }),
    output: planPreviewSchema,
  },
  traceCell: {
    input: z.strictObject({ table, plan, row: z.number().int(), column: z.string() }),
    output: z.array(cellStepSchema),
  },
  changedCells: { input: z.strictObject({ table, plan }), output: z.array(changedCellSchema) },
  write: {
    input: z.strictObject({ table, format: z.enum(Object.keys(tableFormats) as [TableFormat, ...TableFormat[]]) }),
    output: z.instanceof(Blob),
  },
}
