import { castCell, isNameable } from '@aw-flow/engine'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'

export const castOperation = defineOperation('cast', {
  reads: ({ column }) => [column],
  compile({ column, type }, stage) {
    if (!isNameable(type)) throw new RangeError(`"${type}" is not a type that a column can be given.`)
    const from = columnOf(stage, column)
    const cast = castCell(from, type, '')
    if (!cast) throw new RangeError(`Column \`${column}\` holds ${from.type}, which cannot become ${type}.`)
    return replaceCell(stage, column, cast, type)
  },
})
