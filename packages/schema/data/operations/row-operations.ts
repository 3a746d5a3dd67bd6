import { z } from '../../wire/zod.ts'
import { columnName, operationShape, rowExpression } from './operation-shape.ts'

/** Operations that drop rows, or use the rows around a cell. Dropped rows are counted with the reason. */
export const rowOperationSchemas = [
  /** Drops the rows where one of the columns is null. */
  operationShape('drop-null-rows', { columns: z.array(columnName).min(1) }),
  /** Drops the rows that satisfy an expression (JSONata). */
  operationShape('drop-rows', { expression: rowExpression }),
  /** Keeps the rows that satisfy an expression (JSONata). */
  operationShape('filter', { expression: rowExpression }),
  /**
   * Keeps the first or last of the rows that are equal in these columns (if empty, in all columns). Nulls are equal.
   */
  operationShape('deduplicate', {
    columns: z.array(columnName),
    keep: z.enum(['first', 'last']),
    ignoreCase: z.boolean().optional(),
  }),
  /** Fills null cells with a constant, the value above or below, or an average of the column. */
  operationShape('fill', {
    column: columnName,
    how: z.enum(['constant', 'previous', 'next', 'mean', 'median', 'mode']),
    value: z.union([z.string(), z.number(), z.boolean()]).optional(),
    within: z.array(columnName).optional(),
  }),
  /** Fills null cells by linear interpolation, along the rows or along `by`. */
  operationShape('interpolate', {
    column: columnName,
    by: columnName.optional(),
    within: z.array(columnName).optional(),
  }),
] as const

/** Operations that produce different rows, or that read a different table. */
export const tableOperationSchemas = [
  /** Creates a column for each value of a column; `function` aggregates several rows. */
  operationShape('pivot', {
    rows: z.array(columnName),
    column: columnName,
    values: z.array(z.string()).min(1).max(1000),
    function: z.enum(['count', 'min', 'max', 'first', 'last']),
    value: columnName.optional(),
  }),
  /** Creates a row for each cell of these columns. */
  operationShape('unpivot', {
    columns: z.array(columnName).min(1).max(1000),
    nameColumn: columnName,
    valueColumn: columnName,
  }),
  /** Joins columns of a different provided table; `left` keeps rows without a match, `inner` drops them. */
  operationShape('join-tables', {
    table: z.string().min(1),
    keys: z
      .array(z.strictObject({ left: columnName, right: columnName }))
      .min(1)
      .max(100),
    kind: z.enum(['left', 'inner']),
    columns: z.array(columnName).optional(),
  }),
  /** Looks up latitude and longitude by a name in a provided table, without a service. Ambiguous names become null. */
  operationShape('geocode', {
    column: columnName,
    table: z.string().min(1),
    key: columnName,
    latitude: columnName,
    longitude: columnName,
    toLatitude: columnName,
    toLongitude: columnName,
  }),
  /**
   * Creates a row for each distinct endpoint of links, with its id and number of links, in order of first occurrence.
   */
  operationShape('points-of-links', { source: columnName, target: columnName, to: columnName, degree: columnName }),
  /**
   * Finds the indices of both endpoints of each link in a table of points; links with a missing endpoint are dropped.
   */
  operationShape('resolve-links', {
    source: columnName,
    target: columnName,
    points: z.string().min(1),
    pointId: columnName,
    pointIndex: columnName,
    toSource: columnName,
    toTarget: columnName,
  }),
] as const
