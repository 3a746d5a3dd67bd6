import { join, name, sql } from '@aw-flow/engine'
import { columnOf, defineOperation, kept } from '../operation-definition.ts'

export const dropNullRowsOperation = defineOperation('drop-null-rows', {
  reads: ({ columns }) => columns,
  compile({ columns }, stage) {
    const there = columns.map((column) => sql`${name(columnOf(stage, column).name)} IS NOT NULL`)
    return { kind: 'cells', cells: kept(stage), where: { keeps: join(there, ' AND '), of: columns } }
  },
})
