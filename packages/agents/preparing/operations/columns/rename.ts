import { findColumn, defineOperation, copyColumns } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Renames a column. */
export const renameOperation = defineOperation('rename', {
  getReadColumns: ({ column }) => [column],
  compile({ column, to }, input) {
    findColumn(input, column)
    const existingColumn = input.columns.find(({ name }) => name !== column && name.toLowerCase() === to.toLowerCase())
    if (existingColumn) throw createOperationError('prepare.column-exists', { column: existingColumn.name })
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
