import { z } from '../../wire/zod.ts'
import { columnName, operationShape, rowExpression } from './operation-shape.ts'

/** Operations that leave rows out, or look at the rows around a cell. Every row left out is counted with the reason. */
export const rowOperationSchemas = [
  /** Drops the rows in which one of the columns is null. */
  operationShape('drop-null-rows', { columns: z.array(columnName).min(1) }),
  /** Drops the rows for which an expression (JSONata) is true. */
  operationShape('drop-rows', { expression: rowExpression }),
  /** Keeps the rows for which an expression (JSONata) is true. */
  operationShape('filter', { expression: rowExpression }),
  /** Keeps the first or last of the rows that are equal in these columns (none: in all). Empty cells are equal. */
  operationShape('deduplicate', {
    columns: z.array(columnName),
    keep: z.enum(['first', 'last']),
    ignoreCase: z.boolean().optional(),
  }),
  /** Gives empty cells a value: a constant, the nearest above or below, or what is usual in the column. */
  operationShape('fill', {
    column: columnName,
    how: z.enum(['constant', 'previous', 'next', 'mean', 'median', 'mode']),
    value: z.union([z.string(), z.number(), z.boolean()]).optional(),
    within: z.array(columnName).optional(),
  }),
  /** Gives empty cells between two numbers the value on the line between them, along the rows or along `by`. */
  operationShape('interpolate', {
    column: columnName,
    by: columnName.optional(),
    within: z.array(columnName).optional(),
  }),
] as const

/** Operations whose rows are others than those before, or that read another table. */
export const tableOperationSchemas = [
  /** A column for each value of a column; where several rows meet, `function` says what stands there. */
  operationShape('pivot', {
    rows: z.array(columnName),
    column: columnName,
    values: z.array(z.string()).min(1).max(1000),
    function: z.enum(['count', 'min', 'max', 'first', 'last']),
    value: columnName.optional(),
  }),
  /** A row for each cell of these columns. */
  operationShape('unpivot', {
    columns: z.array(columnName).min(1).max(1000),
    nameColumn: columnName,
    valueColumn: columnName,
  }),
  /** Brings in columns of a table that is given by name; `left` keeps rows without a match, `inner` drops them. */
  operationShape('join-tables', {
    table: z.string().min(1),
    keys: z
      .array(z.strictObject({ left: columnName, right: columnName }))
      .min(1)
      .max(100),
    kind: z.enum(['left', 'inner']),
    columns: z.array(columnName).optional(),
  }),
  /** Latitude and longitude by a name, out of a table that is given: no service is asked. A name that it has twice is left empty. */
  operationShape('geocode', {
    column: columnName,
    table: z.string().min(1),
    key: columnName,
    latitude: columnName,
    longitude: columnName,
    toLatitude: columnName,
    toLongitude: columnName,
  }),
  /** The different ends of links, as rows: an id, in the order in which they are first met, and how many links it has. */
  operationShape('points-of-links', { source: columnName, target: columnName, to: columnName, degree: columnName }),
  /** The place of both ends of a link among points that are given as a table; links with an end that is not there are dropped. */
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
