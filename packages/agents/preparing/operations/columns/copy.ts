import { compileCast, isSqlType, isNumber, quoteIdentifier, sql, compileType, type Sql } from '@aw-flow/engine'
import { addColumns, findColumn, defineOperation } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Copies a column to a new column with the given name and type. */
export const copyOperation = defineOperation('copy', {
  getReadColumns: ({ column }) => [column],
  compile({ column, to, type }, input) {
    if (!isSqlType(type)) throw createOperationError('prepare.unknown-type', { type })
    const source = findColumn(input, column)
    // Dates and timestamps are converted to and from seconds since the Unix epoch.
    const convertsToSeconds = type === 'DOUBLE' && isDateOrTimestamp(source.type)
    const convertsFromSeconds = isNumber(source.type) && isDateOrTimestamp(type)
    const value = convertsToSeconds
      ? sql`epoch(${quoteIdentifier(column)})`
      : convertsFromSeconds
        ? toTimestamp(quoteIdentifier(column), type)
        : source.type === type
          ? quoteIdentifier(column)
          : compileCast(source, type, '')
    if (!value) throw createOperationError('prepare.cannot-cast', { column, from: source.type, to: type })
    return addColumns(input, [{ name: to, type, value, sources: [column] }])
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
