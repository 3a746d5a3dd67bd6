import { findColumn, defineOperation, unchangedCells } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

export const dropColumnOperation = defineOperation('drop-column', {
  reads: ({ column }) => [column],
  compile({ column }, stage) {
    findColumn(stage, column)
    if (stage.columns.length === 1) throw operationError('prepare.only-column', { column })
    return { kind: 'cells', cells: unchangedCells(stage).filter((cell) => cell.column.name !== column) }
  },
})
