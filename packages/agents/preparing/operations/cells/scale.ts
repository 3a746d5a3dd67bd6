import { defineOperation, replaceColumn } from '../operation-definition.ts'
import { requireNumberColumn, scaleNumber } from '../number-column.ts'

/** Scales a column's numbers to (value - offset) / divisor. */
export const scaleOperation = defineOperation('scale', {
  getReadColumns: ({ column }) => [column],
  compile: ({ column, offset, divisor }, input) =>
    replaceColumn(input, column, scaleNumber(requireNumberColumn(input, column), offset, divisor), 'DOUBLE'),
})
