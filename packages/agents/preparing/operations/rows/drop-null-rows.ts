import { join, name, sql } from '@aw-flow/engine'
import { findColumn, defineOperation, createUnchangedCells } from '../operation-definition.ts'

/** Drops the rows in which any of the given columns is null. */
export const dropNullRowsOperation = defineOperation('drop-null-rows', {
  reads: ({ columns }) => columns,
  compile({ columns }, stage) {
    const conditions = columns.map((column) => sql`${name(findColumn(stage, column).name)} IS NOT NULL`)
    return {
      kind: 'cells',
      cells: createUnchangedCells(stage),
      where: { keeps: join(conditions, ' AND '), sources: columns },
    }
  },
})
