import { z } from '../../wire/zod.ts'
import { columnNameSchema, createOperationSchema, rowExpressionSchema } from './create-operation-schema.ts'

/** Operations that create, rename, reorder and drop columns. Rows are unchanged. */
export const columnOperationSchemas = [
  createOperationSchema('rename', { column: columnNameSchema, to: columnNameSchema }),
  /** Copies a column to a new column of `type`. Timestamps become seconds since the Unix epoch, and vice versa. */
  createOperationSchema('copy', { column: columnNameSchema, to: columnNameSchema, type: z.string() }),
  /** Splits text at a separator into new columns. The last column receives the remaining text. */
  createOperationSchema('split', {
    column: columnNameSchema,
    separator: z.string().min(1),
    into: z.array(columnNameSchema).min(1).max(100),
  }),
  /** Concatenates the text of several columns into a new column. Null cells are skipped. */
  createOperationSchema('join-columns', {
    columns: z.array(columnNameSchema).min(1),
    separator: z.string(),
    to: columnNameSchema,
  }),
  /** Extracts the match of an RE2 pattern into a new column. `group` 0 is the entire match. */
  createOperationSchema('extract', {
    column: columnNameSchema,
    pattern: z.string().min(1),
    group: z.number().int().min(0).max(9),
    to: columnNameSchema,
  }),
  /** Adds a column that a JSONata expression computes from the cells of each row. */
  createOperationSchema('derive', { to: columnNameSchema, expression: rowExpressionSchema }),
  /** Adds a boolean column that is true in rows that match an expression. */
  createOperationSchema('flag', { to: columnNameSchema, expression: rowExpressionSchema }),
  /**
   * Encodes categories as numbers. `one-hot` creates a column of zeros and ones for each value (named `column=value`);
   * `ordinal` creates a column `to` with the index of the value in the list. Unlisted values become 0 in all columns
   * (`one-hot`) or null (`ordinal`).
   */
  createOperationSchema('encode', {
    column: columnNameSchema,
    how: z.enum(['one-hot', 'ordinal']),
    values: z.array(z.string()).min(1).max(1000),
    to: columnNameSchema,
  }),
  /**
   * Reverses an encoding into a text column `to`. For `one-hot`, which has one column per value, the result is the
   * value whose column contains 1. For `ordinal`, the result is the value at the index in the column. The result is
   * null if no such value exists.
   */
  createOperationSchema('decode', {
    columns: z.array(columnNameSchema).min(1).max(1000),
    how: z.enum(['one-hot', 'ordinal']),
    values: z.array(z.string()).min(1).max(1000),
    to: columnNameSchema,
  }),
  /**
   * Bins numbers into ranges, optionally labeled, that are separated by ascending `edges`. Each range includes its
   * lower edge.
   */
  createOperationSchema('bucket', {
    column: columnNameSchema,
    edges: z.array(z.number()).min(1).max(1000),
    labels: z.array(z.string()).max(1001).optional(),
    to: columnNameSchema,
  }),
  /** Projects numeric columns to coordinates with fixed weights, as the sum of (value - offset) / divisor × weight. */
  createOperationSchema('project', {
    terms: z
      .array(
        z.strictObject({
          column: columnNameSchema,
          offset: z.number(),
          divisor: z.number(),
          x: z.number(),
          y: z.number(),
        }),
      )
      .min(1)
      .max(1000),
    x: columnNameSchema,
    y: columnNameSchema,
    /** The seed of the weights. */
    seed: z.number().int(),
  }),
  /** Adds a text column with a unique id per row: `prefix` followed by the row number (from 1). */
  createOperationSchema('generate-id', { to: columnNameSchema, prefix: z.string() }),
  /** Adds a column with the row number, from 0 to n-1. */
  createOperationSchema('number-rows', { to: columnNameSchema }),
  /** Drops a column. */
  createOperationSchema('drop-column', { column: columnNameSchema }),
  /** Keeps only these columns, in this order. */
  createOperationSchema('select', { columns: z.array(columnNameSchema).min(1) }),
  /** Moves these columns to the front, in this order. */
  createOperationSchema('order-columns', { first: z.array(columnNameSchema) }),
] as const
