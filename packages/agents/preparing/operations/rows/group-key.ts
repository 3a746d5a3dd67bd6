import { isFloat, name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** SQL of a column for grouping, in which 0 and -0 are equal. */
export const groupKey = ({ name: column, type }: Column): Sql =>
  isFloat(type) ? sql`(${name(column)} + 0.0)` : name(column)

/** `PARTITION BY …`; empty without columns. */
export const partitionBy = (columns: readonly Column[]): Sql =>
  columns.length === 0 ? sql`` : sql`PARTITION BY ${columns.map(groupKey)} `
