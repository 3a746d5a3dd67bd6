import { findColumn, defineOperation, copyColumns } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Removes a column. The only column of a table cannot be removed. */
export const dropColumnOperation = defineOperation('drop-column', {
  getReadColumns: ({ column }) => [column],
  compile({ column }, input) {
    findColumn(input, column)
    if (input.columns.length === 1) throw createOperationError('prepare.only-column', { column })
    return {
      kind: 'cells',
      outputColumns: copyColumns(input).filter((outputColumn) => outputColumn.column.name !== column),
    }
  },
})
