import { quoteIdentifier, sql } from '@aw-flow/engine'
import { toGroupKey } from './group-key.ts'
import { findColumn, defineOperation, copyColumns } from '../operation-definition.ts'
import { whitespace } from '../text-column.ts'

/** Removes duplicates: keeps only the first or last of all rows that are equal in the given columns. */
export const deduplicateOperation = defineOperation('deduplicate', {
  getReadColumns: ({ columns }) => columns,
  compile({ columns, keep, ignoreCase }, input) {
    const keyColumns = columns.length === 0 ? input.columns : columns.map((column) => findColumn(input, column))
    const keys = keyColumns.map((column) =>
      ignoreCase && column.type === 'VARCHAR'
        ? sql`lower(trim(${quoteIdentifier(column.name)}, ${whitespace}))`
        : toGroupKey(column),
    )
    const representative = keep === 'first' ? sql`min(${input.row})` : sql`max(${input.row})`
    return {
      kind: 'table',
      rows: 'fewer',
      outputColumns: copyColumns(input),
      select: (from) =>
        sql`SELECT * FROM ${from} WHERE ${input.row} IN (SELECT ${representative} FROM ${from} GROUP BY ${keys})`,
    }
  },
})
