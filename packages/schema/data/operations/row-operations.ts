import { z } from '../../wire/zod.ts'
import { columnNameSchema, createOperationSchema, rowExpressionSchema } from './create-operation-schema.ts'

/** Operations that drop rows or use neighboring rows. Dropped rows are counted and reported with the reason. */
export const rowOperationSchemas = [
  /** Drops rows in which any of the columns is null. */
  createOperationSchema('drop-null-rows', { columns: z.array(columnNameSchema).min(1) }),
  /** Drops rows that match a JSONata expression. */
  createOperationSchema('drop-rows', { expression: rowExpressionSchema }),
  /** Keeps rows that match a JSONata expression. */
  createOperationSchema('filter', { expression: rowExpressionSchema }),
  /**
   * Keeps the first or last of the rows that are equal in these columns, or in all columns if the list is empty. Nulls
   * are equal.
   */
  createOperationSchema('deduplicate', {
    columns: z.array(columnNameSchema),
    keep: z.enum(['first', 'last']),
    ignoreCase: z.boolean().optional(),
  }),
  /** Fills null cells with a constant, the value above or below, or an average of the column. */
  createOperationSchema('fill', {
    column: columnNameSchema,
    how: z.enum(['constant', 'previous', 'next', 'mean', 'median', 'mode']),
    value: z.union([z.string(), z.number(), z.boolean()]).optional(),
    within: z.array(columnNameSchema).optional(),
  }),
  /** Fills null cells by linear interpolation over the row order or the column `by`. */
  createOperationSchema('interpolate', {
    column: columnNameSchema,
    by: columnNameSchema.optional(),
    within: z.array(columnNameSchema).optional(),
  }),
] as const

/** Operations that produce different rows or read another table. */
export const tableOperationSchemas = [
  /** Creates a column for each value of a column. `function` aggregates multiple rows. */
  createOperationSchema('pivot', {
    rows: z.array(columnNameSchema),
    column: columnNameSchema,
    values: z.array(z.string()).min(1).max(1000),
    function: z.enum(['count', 'min', 'max', 'first', 'last']),
    value: columnNameSchema.optional(),
  }),
  /** Creates a row for each cell of these columns. */
  createOperationSchema('unpivot', {
    columns: z.array(columnNameSchema).min(1).max(1000),
    nameColumn: columnNameSchema,
    valueColumn: columnNameSchema,
  }),
  /** Joins columns from another provided table. `left` keeps rows without a match, `inner` drops them. */
  createOperationSchema('join-tables', {
    table: z.string().min(1),
    keys: z
      .array(z.strictObject({ left: columnNameSchema, right: columnNameSchema }))
      .min(1)
      .max(100),
    kind: z.enum(['left', 'inner']),
    columns: z.array(columnNameSchema).optional(),
  }),
  /**
   * Looks up a name's latitude and longitude in a provided table, without an external service. Ambiguous names become
   * null.
   */
  createOperationSchema('geocode', {
    column: columnNameSchema,
    table: z.string().min(1),
    key: columnNameSchema,
    latitude: columnNameSchema,
    longitude: columnNameSchema,
    toLatitude: columnNameSchema,
    toLongitude: columnNameSchema,
  }),
  /**
   * Creates a row for each distinct endpoint of the links, with its id and link count, in order of first occurrence.
   */
  createOperationSchema('points-of-links', {
    source: columnNameSchema,
    target: columnNameSchema,
    to: columnNameSchema,
    degree: columnNameSchema,
  }),
  /**
   * Finds the indexes of both endpoints of each link in a table of points. Links with a missing endpoint are dropped.
   */
  createOperationSchema('resolve-links', {
    source: columnNameSchema,
    target: columnNameSchema,
    points: z.string().min(1),
    pointId: columnNameSchema,
    pointIndex: columnNameSchema,
    toSource: columnNameSchema,
    toTarget: columnNameSchema,
  }),
] as const
