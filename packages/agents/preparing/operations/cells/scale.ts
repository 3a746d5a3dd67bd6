import { defineOperation, replaceCell } from '../operation-definition.ts'
import { numberColumn, scaleNumber } from '../number-column.ts'

export const scaleOperation = defineOperation('scale', {
  reads: ({ column }) => [column],
  compile: ({ column, offset, divisor }, stage) =>
    replaceCell(stage, column, scaleNumber(numberColumn(stage, column), offset, divisor), 'DOUBLE'),
})
