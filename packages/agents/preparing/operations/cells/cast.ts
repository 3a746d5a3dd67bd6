import { castCell, isSqlType } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceCell } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

export const castOperation = defineOperation('cast', {
  reads: ({ column }) => [column],
  compile({ column, type }, stage) {
    if (!isSqlType(type)) throw operationError('prepare.unknown-type', { type })
    const from = findColumn(stage, column)
    const cast = castCell(from, type, '')
    if (!cast) throw operationError('prepare.cannot-cast', { column, from: from.type, to: type })
    return replaceCell(stage, column, cast, type)
  },
})
