import { compileCast, isSqlType } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceColumn } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Casts a column to a different type. Values that cannot be converted become null. */
export const castOperation = defineOperation('cast', {
  getReadColumns: ({ column }) => [column],
  compile({ column, type }, input) {
    if (!isSqlType(type)) throw createOperationError('prepare.unknown-type', { type })
    const source = findColumn(input, column)
    const cast = compileCast(source, type, '')
    if (!cast) throw createOperationError('prepare.cannot-cast', { column, from: source.type, to: type })
    return replaceColumn(input, column, cast, type)
  },
})
