import { z } from '../../wire/zod.ts'
import { columnName, operationShape, rowExpression } from './operation-shape.ts'

/** Operations that create, rename, order and drop columns; rows are unchanged. */
export const columnOperationSchemas = [
  operationShape('rename', { column: columnName, to: columnName }),
  /** Copies a column under a new name and `type`. Timestamps become seconds since the Unix epoch, and vice versa. */
  operationShape('copy', { column: columnName, to: columnName, type: z.string() }),
  /** Splits text at a separator into new columns; the last one gets the rest. */
  operationShape('split', {
    column: columnName,
    separator: z.string().min(1),
    into: z.array(columnName).min(1).max(100),
  }),
  /** Joins the text of several columns in a new column; null cells are skipped. */
  operationShape('join-columns', { columns: z.array(columnName).min(1), separator: z.string(), to: columnName }),
  /** Extracts the match of a pattern (RE2) to a new column; `group` 0 is the complete match. */
  operationShape('extract', {
    column: columnName,
    pattern: z.string().min(1),
    group: z.number().int().min(0).max(9),
    to: columnName,
  }),
  /** Adds a column that an expression (JSONata) computes from the cells of the row. */
  operationShape('derive', { to: columnName, expression: rowExpression }),
  /** Adds a boolean column that is true in the rows that match an expression. */
  operationShape('flag', { to: columnName, expression: rowExpression }),
  /**
   * Encodes categories as numbers: `one-hot` creates a column of 0 and 1 for each value (named `column=value`),
   * `ordinal` a column `to` with the index of the value in the list. Values that are not listed become 0 in every
   * column (`one-hot`) or null (`ordinal`).
   */
  operationShape('encode', {
    column: columnName,
    how: z.enum(['one-hot', 'ordinal']),
    values: z.array(z.string()).min(1).max(1000),
    to: columnName,
  }),
  /**
   * Reverses an encoding: the value whose column has 1 (`one-hot`, one column per value), or the value at the index in
   * the column (`ordinal`), as text in the column `to`; null if there is none.
   */
  operationShape('decode', {
    columns: z.array(columnName).min(1).max(1000),
    how: z.enum(['one-hot', 'ordinal']),
    values: z.array(z.string()).min(1).max(1000),
    to: columnName,
  }),
  /** Assigns numbers to named ranges with ascending `edges`; each range includes its lower edge. */
  operationShape('bucket', {
    column: columnName,
    edges: z.array(z.number()).min(1).max(1000),
    labels: z.array(z.string()).max(1001).optional(),
    to: columnName,
  }),
  /** Projects numeric columns to coordinates with fixed weights: the sum of (value - offset) / divisor × weight. */
  operationShape('project', {
    terms: z
      .array(
        z.strictObject({ column: columnName, offset: z.number(), divisor: z.number(), x: z.number(), y: z.number() }),
      )
      .min(1)
      .max(1000),
    x: columnName,
    y: columnName,
    /** The seed of the weights. */
    seed: z.number().int(),
  }),
  /** Adds a text column with a unique id per row: `prefix` and the row number, from 1. */
  operationShape('generate-id', { to: columnName, prefix: z.string() }),
  /** Adds a column with the row number, 0 to n-1. */
  operationShape('number-rows', { to: columnName }),
  /** Drops a column. */
  operationShape('drop-column', { column: columnName }),
  /** Keeps these columns, in this order. */
  operationShape('select', { columns: z.array(columnName).min(1) }),
  /** Puts these columns first, in this order. */
  operationShape('order-columns', { first: z.array(columnName) }),
] as const
