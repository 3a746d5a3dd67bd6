import { name, sql } from '@aw-flow/engine'
import { toGroupKey } from './group-key.ts'
import { findColumn, defineOperation, createUnchangedCells } from '../operation-definition.ts'
import { whitespace } from '../text-column.ts'

/** Removes duplicates: keeps only the first or last of all rows that are equal in the given columns. */
export const deduplicateOperation = defineOperation('deduplicate', {
  reads: ({ columns }) => columns,
  compile({ columns, keep, ignoreCase }, stage) {
    const keyColumns = columns.length === 0 ? stage.columns : columns.map((column) => findColumn(stage, column))
    const keys = keyColumns.map((column) =>
      ignoreCase && column.type === 'VARCHAR'
        ? sql`lower(trim(${name(column.name)}, ${whitespace}))`
        : toGroupKey(column),
    )
    const representative = keep === 'first' ? sql`min(${stage.row})` : sql`max(${stage.row})`
    return {
      kind: 'table',
      rows: 'fewer',
      cells: createUnchangedCells(stage),
      select: (from) =>
        sql`SELECT * FROM ${from} WHERE ${stage.row} IN (SELECT ${representative} FROM ${from} GROUP BY ${keys})`,
    }
  },
})
