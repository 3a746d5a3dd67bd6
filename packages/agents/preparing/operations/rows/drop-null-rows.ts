import { join, quoteIdentifier, sql } from '@aw-flow/engine'
import { findColumn, defineOperation, copyColumns } from '../operation-definition.ts'

/** Drops the rows in which any of the given columns is null. */
export const dropNullRowsOperation = defineOperation('drop-null-rows', {
  getReadColumns: ({ columns }) => columns,
  compile({ columns }, input) {
    const conditions = columns.map((column) => sql`${quoteIdentifier(findColumn(input, column).name)} IS NOT NULL`)
    return {
      kind: 'cells',
      outputColumns: copyColumns(input),
      where: { condition: join(conditions, ' AND '), sources: columns },
    }
  },
})
