import { isFloat, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Returns SQL for grouping by a column. 0 and -0 belong to the same group. */
export const toGroupKey = ({ name: column, type }: Column): Sql =>
  isFloat(type) ? sql`(${quoteIdentifier(column)} + 0.0)` : quoteIdentifier(column)

/** Returns SQL for a `PARTITION BY` clause, which is empty if there are no columns. */
export const partitionBy = (columns: readonly Column[]): Sql =>
  columns.length === 0 ? sql`` : sql`PARTITION BY ${columns.map(toGroupKey)} `
