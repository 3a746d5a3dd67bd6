import { z } from '../../wire/zod.ts'
import { columnName, operationShape, rowExpression } from './operation-shape.ts'

/** Operations that make, name, order and drop columns; rows stay as they are. */
export const columnOperationSchemas = [
  operationShape('rename', { column: columnName, to: columnName }),
  /** A copy of a column under a new name, as `type`. A moment becomes its seconds since 1970, a number such a moment. */
  operationShape('copy', { column: columnName, to: columnName, type: z.string() }),
  /** Parts a text at a separator into new columns; the last takes what is left. */
  operationShape('split', {
    column: columnName,
    separator: z.string().min(1),
    into: z.array(columnName).min(1).max(100),
  }),
  /** Puts the texts of several columns into a new one; empty cells are left out. */
  operationShape('join-columns', { columns: z.array(columnName).min(1), separator: z.string(), to: columnName }),
  /** What a pattern (RE2) matches of a text, into a new column; `group` 0 is the whole match. */
  operationShape('extract', {
    column: columnName,
    pattern: z.string().min(1),
    group: z.number().int().min(0).max(9),
    to: columnName,
  }),
  /** A new column that an expression (JSONata) works out of the cells of the row. */
  operationShape('derive', { to: columnName, expression: rowExpression }),
  /** A new column of true and false: which rows meet an expression. Nothing else is changed. */
  operationShape('flag', { to: columnName, expression: rowExpression }),
  /**
   * Categories as numbers: `one-hot` makes a column of 0 and 1 for each value (named `column=value`), `ordinal` the
   * value's place in the list, from 0, in the column `to`. A value that is not listed is 0 everywhere, or null.
   */
  operationShape('encode', {
    column: columnName,
    how: z.enum(['one-hot', 'ordinal']),
    values: z.array(z.string()).min(1).max(1000),
    to: columnName,
  }),
  /**
   * Takes an encoding back: the value whose column of `columns` holds 1 (`one-hot`, as many columns as values), or whose
   * place in the list the one column holds (`ordinal`, from 0), as a text in the column `to`; null where there is none.
   */
  operationShape('decode', {
    columns: z.array(columnName).min(1).max(1000),
    how: z.enum(['one-hot', 'ordinal']),
    values: z.array(z.string()).min(1).max(1000),
    to: columnName,
  }),
  /** The name of the range in which a number lies: `edges` ascending, each range from its edge on (below the next). */
  operationShape('bucket', {
    column: columnName,
    edges: z.array(z.number()).min(1).max(1000),
    labels: z.array(z.string()).max(1001).optional(),
    to: columnName,
  }),
  /** Coordinates out of many numbers by fixed weights: the sum of (value - offset) / divisor × weight. */
  operationShape('project', {
    terms: z
      .array(
        z.strictObject({ column: columnName, offset: z.number(), divisor: z.number(), x: z.number(), y: z.number() }),
      )
      .min(1)
      .max(1000),
    x: columnName,
    y: columnName,
    /** What the weights were drawn by. */
    seed: z.number().int(),
  }),
  /** A new text column with a unique id per row: `prefix` and the row's number, from 1. Generated, and said so. */
  operationShape('generate-id', { to: columnName, prefix: z.string() }),
  /** A new column with the row's number, 0 to n-1, in the rows' order. */
  operationShape('number-rows', { to: columnName }),
  /** Drops a column. */
  operationShape('drop-column', { column: columnName }),
  /** Keeps these columns, in this order. */
  operationShape('select', { columns: z.array(columnName).min(1) }),
  /** Puts these columns first, in this order. */
  operationShape('order-columns', { first: z.array(columnName) }),
] as const
