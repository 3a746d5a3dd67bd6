import { isSqlType, isNumber, sql, typeSql } from '@aw-flow/engine'
import { numberColumn } from '../number-column.ts'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

export const unscaleOperation = defineOperation('unscale', {
  reads: ({ column }) => [column],
  compile({ column, offset, divisor, type = 'DOUBLE' }, stage) {
    if (!isSqlType(type) || !isNumber(type)) throw operationError('prepare.no-number-type', { type })
    const number = sql`(${numberColumn(stage, column)} * CAST(${String(divisor)} AS DOUBLE) + CAST(${String(offset)} AS DOUBLE))`
    return replaceCell(stage, column, type === 'DOUBLE' ? number : sql`TRY_CAST(${number} AS ${typeSql(type)})`, type)
  },
})
