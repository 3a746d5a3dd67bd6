import { defineOperation, replaceCell } from '../operation-definition.ts'
import { requireNumberColumn, scaleNumber } from '../number-column.ts'

/** Scales a column's numbers to (value - offset) / divisor. */
export const scaleOperation = defineOperation('scale', {
  reads: ({ column }) => [column],
  compile: ({ column, offset, divisor }, stage) =>
    replaceCell(stage, column, scaleNumber(requireNumberColumn(stage, column), offset, divisor), 'DOUBLE'),
})
