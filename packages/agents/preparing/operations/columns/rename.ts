import { columnOf, defineOperation, kept } from '../operation-definition.ts'

export const renameOperation = defineOperation('rename', {
  reads: ({ column }) => [column],
  compile({ column, to }, stage) {
    columnOf(stage, column)
    const taken = stage.columns.find(({ name }) => name !== column && name.toLowerCase() === to.toLowerCase())
    if (taken) throw new RangeError(`There is a column \`${taken.name}\` already; \`${column}\` needs another name.`)
    return {
      kind: 'cells',
      cells: kept(stage).map((cell) =>
        cell.column.name === column ? { ...cell, column: { ...cell.column, name: to } } : cell,
      ),
    }
  },
})
