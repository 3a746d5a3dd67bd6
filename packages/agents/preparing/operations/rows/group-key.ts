import { isFloat, name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** A column by which rows are brought together: of 0 and -0 it is 0. */
export const groupKey = ({ name: column, type }: Column): Sql =>
  isFloat(type) ? sql`(${name(column)} + 0.0)` : name(column)

/** `PARTITION BY …`, or nothing. */
export const partitionBy = (columns: readonly Column[]): Sql =>
  columns.length === 0 ? sql`` : sql`PARTITION BY ${columns.map(groupKey)} `
