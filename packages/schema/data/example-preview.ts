import { z } from '../wire/zod.ts'
import { tableRefSchema, type TableRef } from './table.ts'

/** @internal */
export const cellExampleSchema = z.strictObject({
  row: z.number().int().min(1),
  value: z.string(),
})
/** The desired value of a cell. A transformation is learned from it. @public */
export interface CellExample {
  /** The row, from 1. */
  row: number
  /** The desired text of the cell. */
  value: string
}

/** @internal */
export const cellExamplesSchema = z.array(cellExampleSchema).min(1).max(20)

/** @internal */
export const exampleQuestionSchema = z.strictObject({
  row: z.number().int().min(1),
  rows: z.number().int().min(1),
  cell: z.string().nullable(),
  values: z.array(z.string().nullable()).min(1),
})
/** A row whose value is uncertain: the transformations differ, or the most likely one has no value. @public */
export interface ExampleQuestion {
  /** The first row with this cell, from 1. */
  row: number
  /** The number of rows with this cell and these values. */
  rows: number
  /** The current value. */
  cell: string | null
  /** The distinct values of the transformations, the most likely first. */
  values: (string | null)[]
}

/** @internal */
export const exampleTransformationSchema = z.strictObject({ expression: z.string(), statement: z.string() })
/** A transformation as SQL. @public */
export interface ExampleTransformation {
  /** A DuckDB expression over the columns of the table. */
  expression: string
  /** The statement of a SQL node that replaces the column; it reads the table as `input`. */
  statement: string
}

/** @internal */
export const examplePreviewSchema = z.strictObject({
  transformations: z.array(exampleTransformationSchema),
  table: tableRefSchema.optional(),
  changed: z.number().int().min(0),
  missing: z.number().int().min(0),
  differing: z.number().int().min(0),
  questions: z.array(exampleQuestionSchema),
})
/** The transformations that fit all examples, and the changes of the most likely one. @public */
export interface ExamplePreview {
  /**
   * The transformations, the most likely first; each differs from the others in at least one row. Empty if none fits.
   */
  transformations: ExampleTransformation[]
  /** All rows with the column, its new values, and the other columns; absent without a transformation. */
  table?: TableRef | undefined
  /** The number of rows whose value the most likely transformation changes. */
  changed: number
  /** The number of rows that have a value but get none from any transformation. */
  missing: number
  /** The number of rows where the transformations have different values. */
  differing: number
  /** The uncertain rows, those whose answer excludes most transformations first; at most 50. */
  questions: ExampleQuestion[]
}
