import { findColumn, defineOperation, createUnchangedCells } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Removes a column. The only column of a table cannot be removed. */
export const dropColumnOperation = defineOperation('drop-column', {
  reads: ({ column }) => [column],
  compile({ column }, stage) {
    findColumn(stage, column)
    if (stage.columns.length === 1) throw createOperationError('prepare.only-column', { column })
    return { kind: 'cells', cells: createUnchangedCells(stage).filter((cell) => cell.column.name !== column) }
  },
})
