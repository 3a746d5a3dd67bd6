import { findColumn, defineOperation, createUnchangedCells } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Renames a column. */
export const renameOperation = defineOperation('rename', {
  reads: ({ column }) => [column],
  compile({ column, to }, stage) {
    findColumn(stage, column)
    const existing = stage.columns.find(({ name }) => name !== column && name.toLowerCase() === to.toLowerCase())
    if (existing) throw createOperationError('prepare.column-exists', { column: existing.name })
    return {
      kind: 'cells',
      cells: createUnchangedCells(stage).map((cell) =>
        cell.column.name === column ? { ...cell, column: { ...cell.column, name: to } } : cell,
      ),
    }
  },
})
