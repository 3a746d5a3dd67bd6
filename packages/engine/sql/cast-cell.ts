import type { Column } from '@aw-flow/schema'
import { isFloat, isInteger, isNumber, isTime, typeSql } from './column-type.ts'
import { name, sql, type Sql } from './sql.ts'

/** The types that users can choose for a column. @internal */
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

const wholeText = '\\s*[+-]?[0-9]+(\\.0*)?\\s*'
const dayText = '\\s*[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}\\s*'
const momentText = '\\s*[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?Z?)?\\s*'
const clockText = '\\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?\\s*'

/**
 * Casts a cell to another type; the result is NULL if the cast would lose a fraction, a time zone, or text after a date.
 * Rounding to a DECIMAL or DOUBLE, and taking the date of a timestamp, are allowed.
 *
 * @param format The `strptime` format of texts that become dates and times; empty for ISO 8601.
 * @returns Nothing if there is no cast between the types.
 * @internal
 */
export function castCell({ name: column, type: from }: Column, to: string, format: string): Sql | undefined {
  const cell = name(column)
  const into = typeSql(to)
  if (format !== '') {
    return from === 'VARCHAR' && isTime(to) ? sql`CAST(try_strptime(trim(${cell}), ${format}) AS ${into})` : undefined
  }
  if (to === 'VARCHAR') return sql`CAST(${cell} AS VARCHAR)`
  if (from === 'VARCHAR') return fromText(cell, to, into)
  if (from === 'BOOLEAN') return isNumber(to) ? sql`CAST(${cell} AS ${into})` : undefined
  if (isNumber(from)) return fromNumber(cell, from, to, into)
  if (from === 'DATE' || from.startsWith('TIMESTAMP')) {
    const isPossible = to === 'TIMESTAMP' || to === 'DATE' || (to === 'TIME' && from !== 'DATE')
    return isPossible ? sql`TRY_CAST(${cell} AS ${into})` : undefined
  }
  return undefined
}

function fromText(cell: Sql, to: string, into: Sql): Sql {
  const shaped = (pattern: string, value: Sql): Sql =>
    sql`CASE WHEN regexp_full_match(${cell}, ${pattern}) THEN ${value} END`
  const cast = sql`TRY_CAST(trim(${cell}, ${' \t\n\r'}) AS ${into})`
  if (isInteger(to)) return shaped(wholeText, cast)
  if (to === 'DATE') return shaped(dayText, cast)
  if (to === 'TIME') return shaped(clockText, cast)
  if (to === 'TIMESTAMP') return shaped(momentText, cast)
  return cast
}

function fromNumber(cell: Sql, from: string, to: string, into: Sql): Sql | undefined {
  if (to === 'BOOLEAN') return sql`CASE WHEN ${cell} = 1 THEN TRUE WHEN ${cell} = 0 THEN FALSE END`
  if (!isNumber(to)) return undefined
  const isWhole = isInteger(from)
  if (isInteger(to) && !isWhole) return sql`CASE WHEN ${cell} = trunc(${cell}) THEN TRY_CAST(${cell} AS ${into}) END`
  return isFloat(to) && !isFloat(from) ? sql`CAST(${cell} AS ${into})` : sql`TRY_CAST(${cell} AS ${into})`
}
