import { isSqlType, isNumber, sql, compileType } from '@aw-flow/engine'
import { requireNumberColumn } from '../number-column.ts'
import { defineOperation, replaceColumn } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Reverses `scale` by computing value × divisor + offset. */
export const unscaleOperation = defineOperation('unscale', {
  getReadColumns: ({ column }) => [column],
  compile({ column, offset, divisor, type = 'DOUBLE' }, input) {
    if (!isSqlType(type) || !isNumber(type)) throw createOperationError('prepare.not-a-number-type', { type })
    const number = sql`(${requireNumberColumn(input, column)} * CAST(${String(divisor)} AS DOUBLE) + CAST(${String(offset)} AS DOUBLE))`
    return replaceColumn(
      input,
      column,
      type === 'DOUBLE' ? number : sql`TRY_CAST(${number} AS ${compileType(type)})`,
      type,
    )
  },
})
