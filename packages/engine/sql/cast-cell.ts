import type { Column } from '@aw-flow/schema'
import { isFloat, isInteger, isNumber, isTime, compileType } from './column-type.ts'
import { name, sql, type Sql } from './sql.ts'

/** The column types that users can select. @internal */
export const castTypes = [
  'VARCHAR',
  'BIGINT',
  'INTEGER',
  'DOUBLE',
  'DECIMAL(18,3)',
  'DECIMAL(38,10)',
  'BOOLEAN',
  'DATE',
  'TIME',
  'TIMESTAMP',
] as const

const integerPattern = '\\s*[+-]?[0-9]+(\\.0*)?\\s*'
const datePattern = '\\s*[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}\\s*'
const timestampPattern =
  '\\s*[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?Z?)?\\s*'
const timePattern = '\\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?\\s*'

/**
 * Compiles a cast of a cell to another type. The result is NULL if the cast would lose a fraction, a time zone, or text
 * after a date. Rounding to a DECIMAL or DOUBLE is allowed, and so is taking the date of a timestamp.
 *
 * @param format The `strptime` format for converting strings to dates and times. Empty for ISO 8601.
 * @returns `undefined` if the types cannot be cast to each other.
 * @internal
 */
export function castCell({ name: column, type: from }: Column, to: string, format: string): Sql | undefined {
  const cell = name(column)
  const targetType = compileType(to)
  if (format !== '') {
    return from === 'VARCHAR' && isTime(to)
      ? sql`CAST(try_strptime(trim(${cell}), ${format}) AS ${targetType})`
      : undefined
  }
  if (to === 'VARCHAR') return sql`CAST(${cell} AS VARCHAR)`
  if (from === 'VARCHAR') return castText(cell, to, targetType)
  if (from === 'BOOLEAN') return isNumber(to) ? sql`CAST(${cell} AS ${targetType})` : undefined
  if (isNumber(from)) return castNumber(cell, from, to, targetType)
  if (from === 'DATE' || from.startsWith('TIMESTAMP')) {
    const isPossible = to === 'TIMESTAMP' || to === 'DATE' || (to === 'TIME' && from !== 'DATE')
    return isPossible ? sql`TRY_CAST(${cell} AS ${targetType})` : undefined
  }
  return undefined
}

function castText(cell: Sql, to: string, targetType: Sql): Sql {
  const castIfMatching = (pattern: string, value: Sql): Sql =>
    sql`CASE WHEN regexp_full_match(${cell}, ${pattern}) THEN ${value} END`
  const cast = sql`TRY_CAST(trim(${cell}, ${' \t\n\r'}) AS ${targetType})`
  if (isInteger(to)) return castIfMatching(integerPattern, cast)
  if (to === 'DATE') return castIfMatching(datePattern, cast)
  if (to === 'TIME') return castIfMatching(timePattern, cast)
  if (to === 'TIMESTAMP') return castIfMatching(timestampPattern, cast)
  return cast
}

function castNumber(cell: Sql, from: string, to: string, targetType: Sql): Sql | undefined {
  if (to === 'BOOLEAN') return sql`CASE WHEN ${cell} = 1 THEN TRUE WHEN ${cell} = 0 THEN FALSE END`
  if (!isNumber(to)) return undefined
  const isIntegerSource = isInteger(from)
  if (isInteger(to) && !isIntegerSource)
    return sql`CASE WHEN ${cell} = trunc(${cell}) THEN TRY_CAST(${cell} AS ${targetType}) END`
  return isFloat(to) && !isFloat(from) ? sql`CAST(${cell} AS ${targetType})` : sql`TRY_CAST(${cell} AS ${targetType})`
}
