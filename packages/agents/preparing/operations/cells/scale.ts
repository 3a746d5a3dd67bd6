import { defineOperation, replaceCell } from '../operation-definition.ts'
import { createNumberColumn, scaleNumber } from '../number-column.ts'

export const scaleOperation = defineOperation('scale', {
  reads: ({ column }) => [column],
  compile: ({ column, offset, divisor }, stage) =>
    replaceCell(stage, column, scaleNumber(createNumberColumn(stage, column), offset, divisor), 'DOUBLE'),
})
