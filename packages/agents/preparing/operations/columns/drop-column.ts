import { columnOf, defineOperation, kept } from '../operation-definition.ts'

export const dropColumnOperation = defineOperation('drop-column', {
  reads: ({ column }) => [column],
  compile({ column }, stage) {
    columnOf(stage, column)
    if (stage.columns.length === 1) throw new RangeError(`\`${column}\` is the only column; a table has one at least.`)
    return { kind: 'cells', cells: kept(stage).filter((cell) => cell.column.name !== column) }
  },
})
