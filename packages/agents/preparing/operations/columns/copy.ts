import { castCell, isSqlType, isNumber, name, sql, compileType, type Sql } from '@aw-flow/engine'
import { addCells, findColumn, defineOperation } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Copies a column to a new column with the given name and type. */
export const copyOperation = defineOperation('copy', {
  reads: ({ column }) => [column],
  compile({ column, to, type }, stage) {
    if (!isSqlType(type)) throw createOperationError('prepare.unknown-type', { type })
    const from = findColumn(stage, column)
    // Dates and timestamps are converted to and from seconds since the Unix epoch.
    const convertsToSeconds = type === 'DOUBLE' && isDateOrTimestamp(from.type)
    const convertsFromSeconds = isNumber(from.type) && isDateOrTimestamp(type)
    const value = convertsToSeconds
      ? sql`epoch(${name(column)})`
      : convertsFromSeconds
        ? toTimestamp(name(column), type)
        : from.type === type
          ? name(column)
          : castCell(from, type, '')
    if (!value) throw createOperationError('prepare.cannot-cast', { column, from: from.type, to: type })
    return addCells(stage, [{ name: to, type, value, sources: [column] }])
  },
})

const isDateOrTimestamp = (type: string): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')

/**
 * Returns SQL that converts seconds since the Unix epoch to a date or timestamp with microsecond precision, or to NULL
 * beyond about 285,000 years.
 */
function toTimestamp(number: Sql, type: string): Sql {
  const seconds = sql`CAST(${number} AS DOUBLE)`
  const timestamp = type.startsWith('TIMESTAMP WITH')
    ? sql`to_timestamp(${seconds})`
    : sql`make_timestamp(CAST(round(${seconds} * 1000000) AS BIGINT))`
  return sql`CAST(CASE WHEN abs(${seconds}) < 9e12 THEN ${timestamp} END AS ${compileType(type)})`
}
