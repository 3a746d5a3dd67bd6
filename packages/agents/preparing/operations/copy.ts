import { castCell, isNameable, isTime, name, sql } from '@aw-flow/engine'
import { addCells, columnOf, defineOperation } from './operation-definition.ts'

export const copyOperation = defineOperation('copy', {
  reads: ({ column }) => [column],
  compile({ column, to, type }, stage) {
    if (!isNameable(type)) throw new RangeError(`"${type}" is not a type that a column can be given.`)
    const from = columnOf(stage, column)
    // A moment as a number: its seconds since 1970.
    const isMoment = type === 'DOUBLE' && isTime(from.type) && from.type !== 'TIME'
    const value = isMoment ? sql`epoch(${name(column)})` : from.type === type ? name(column) : castCell(from, type, '')
    if (!value) throw new RangeError(`Column \`${column}\` holds ${from.type}, which cannot become ${type}.`)
    return addCells(stage, [{ name: to, type, value, of: [column] }])
  },
})
