import { castCell, isNameable, isNumber, name, sql, typeSql, type Sql } from '@aw-flow/engine'
import { addCells, columnOf, defineOperation } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

export const copyOperation = defineOperation('copy', {
  reads: ({ column }) => [column],
  compile({ column, to, type }, stage) {
    if (!isNameable(type)) throw operationError('prepare.unknown-type', { type })
    const from = columnOf(stage, column)
    // Times are converted to and from seconds since 1970.
    const isToSeconds = type === 'DOUBLE' && isMomentType(from.type)
    const isFromSeconds = isNumber(from.type) && isMomentType(type)
    const value = isToSeconds
      ? sql`epoch(${name(column)})`
      : isFromSeconds
        ? momentOf(name(column), type)
        : from.type === type
          ? name(column)
          : castCell(from, type, '')
    if (!value) throw operationError('prepare.cannot-cast', { column, from: from.type, to: type })
    return addCells(stage, [{ name: to, type, value, of: [column] }])
  },
})

const isMomentType = (type: string): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')

/** SQL of a time from seconds, to the microsecond; NULL beyond 290,000 years. */
function momentOf(number: Sql, type: string): Sql {
  const seconds = sql`CAST(${number} AS DOUBLE)`
  const moment = type.startsWith('TIMESTAMP WITH')
    ? sql`to_timestamp(${seconds})`
    : sql`make_timestamp(CAST(round(${seconds} * 1000000) AS BIGINT))`
  return sql`CAST(CASE WHEN abs(${seconds}) < 9e12 THEN ${moment} END AS ${typeSql(type)})`
}
