import { castCell, isSqlType } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceCell } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Casts a column to a different type. Values that cannot be converted become null. */
export const castOperation = defineOperation('cast', {
  reads: ({ column }) => [column],
  compile({ column, type }, stage) {
    if (!isSqlType(type)) throw createOperationError('prepare.unknown-type', { type })
    const from = findColumn(stage, column)
    const cast = castCell(from, type, '')
    if (!cast) throw createOperationError('prepare.cannot-cast', { column, from: from.type, to: type })
    return replaceCell(stage, column, cast, type)
  },
})
