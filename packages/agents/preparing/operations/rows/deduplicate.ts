import { name, sql } from '@aw-flow/engine'
import { groupKey } from './group-key.ts'
import { columnOf, defineOperation, kept } from '../operation-definition.ts'
import { blanks } from '../text-of.ts'

export const deduplicateOperation = defineOperation('deduplicate', {
  reads: ({ columns }) => columns,
  compile({ columns, keep, ignoreCase }, stage) {
    const chosen = columns.length === 0 ? stage.columns : columns.map((column) => columnOf(stage, column))
    const keys = chosen.map((column) =>
      ignoreCase && column.type === 'VARCHAR' ? sql`lower(trim(${name(column.name)}, ${blanks}))` : groupKey(column),
    )
    const one = keep === 'first' ? sql`min(${stage.row})` : sql`max(${stage.row})`
    return {
      kind: 'table',
      rows: 'fewer',
      cells: kept(stage),
      select: (from) => sql`SELECT * FROM ${from} WHERE ${stage.row} IN (SELECT ${one} FROM ${from} GROUP BY ${keys})`,
    }
  },
})
