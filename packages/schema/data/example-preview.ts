import { z } from '../wire/zod.ts'
import { tableRefSchema, type TableRef } from './table.ts'

/** @internal */
export const cellExampleSchema = z.strictObject({
  row: z.number().int().min(1),
  value: z.string(),
})
/** The desired value of a cell, from which a transformation is learned. @public */
export interface CellExample {
  /** The 1-based row number. */
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
/**
 * A row whose new value is uncertain because the transformations disagree, or because the most likely transformation
 * produces no value.
 *
 * @public
 */
export interface ExampleQuestion {
  /** The 1-based number of the first row with this value. */
  row: number
  /** The number of rows with this current value and these new values. */
  rows: number
  /** The current value. */
  cell: string | null
  /** The distinct values that the transformations produce, most likely first. */
  values: (string | null)[]
}

/** @internal */
export const exampleTransformationSchema = z.strictObject({ expression: z.string(), statement: z.string() })
/** A transformation in SQL. @public */
export interface ExampleTransformation {
  /** A DuckDB expression over the table's columns. */
  expression: string
  /** The statement for an SQL node that replaces the column. It reads the table as `input`. */
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
/** The transformations that match all examples, and the changes that the most likely transformation makes. @public */
export interface ExamplePreview {
  /**
   * The transformations, most likely first. Each transformation differs from the others in at least one row. Empty if
   * no transformation matches.
   */
  transformations: ExampleTransformation[]
  /**
   * A table of all rows with the column, its new values, and the other columns. Absent if no transformation matches.
   */
  table?: TableRef | undefined
  /** The number of rows whose value the most likely transformation changes. */
  changed: number
  /** The number of rows that have a value, but for which no transformation produces one. */
  missing: number
  /** The number of rows for which the transformations produce different values. */
  differing: number
  /** At most 50 uncertain rows. Rows whose answers would rule out the most transformations come first. */
  questions: ExampleQuestion[]
}
