import { findColumn, defineOperation, copyColumns } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Renames a column. */
export const renameOperation = defineOperation('rename', {
  reads: ({ column }) => [column],
  compile({ column, to }, input) {
    findColumn(input, column)
    const existing = input.columns.find(({ name }) => name !== column && name.toLowerCase() === to.toLowerCase())
    if (existing) throw createOperationError('prepare.column-exists', { column: existing.name })
    return {
      kind: 'cells',
      outputColumns: copyColumns(input).map((outputColumn) =>
        outputColumn.column.name === column
          ? { ...outputColumn, column: { ...outputColumn.column, name: to } }
          : outputColumn,
      ),
    }
  },
})
