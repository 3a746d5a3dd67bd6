import type { Column } from '@aw-flow/schema'
import { isFloat, isInteger, isNumber, isTemporal, compileType } from './column-type.ts'
import { quoteIdentifier, sql, type Sql } from './sql.ts'

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
 * after a date. Rounding to a DECIMAL or DOUBLE is allowed, and so is truncating a timestamp to its date.
 *
 * @param format The `strptime` format for converting strings to dates and times. Empty for ISO 8601.
 * @returns `undefined` if the column's type cannot be cast to the target type.
 * @internal
 */
export function compileCast(
  { name: column, type: sourceType }: Column,
  targetType: string,
  format: string,
): Sql | undefined {
  const cell = quoteIdentifier(column)
  const targetTypeSql = compileType(targetType)
  if (format !== '') {
    return sourceType === 'VARCHAR' && isTemporal(targetType)
      ? sql`CAST(try_strptime(trim(${cell}), ${format}) AS ${targetTypeSql})`
      : undefined
  }
  if (targetType === 'VARCHAR') return sql`CAST(${cell} AS VARCHAR)`
  if (sourceType === 'VARCHAR') return castText(cell, targetType, targetTypeSql)
  if (sourceType === 'BOOLEAN') return isNumber(targetType) ? sql`CAST(${cell} AS ${targetTypeSql})` : undefined
  if (isNumber(sourceType)) return castNumber(cell, sourceType, targetType, targetTypeSql)
  if (sourceType === 'DATE' || sourceType.startsWith('TIMESTAMP')) {
    const canCast =
      targetType === 'TIMESTAMP' || targetType === 'DATE' || (targetType === 'TIME' && sourceType !== 'DATE')
    return canCast ? sql`TRY_CAST(${cell} AS ${targetTypeSql})` : undefined
  }
  return undefined
}

function castText(cell: Sql, targetType: string, targetTypeSql: Sql): Sql {
  const castIfMatching = (pattern: string, value: Sql): Sql =>
    sql`CASE WHEN regexp_full_match(${cell}, ${pattern}) THEN ${value} END`
  const cast = sql`TRY_CAST(trim(${cell}, ${' \t\n\r'}) AS ${targetTypeSql})`
  if (isInteger(targetType)) return castIfMatching(integerPattern, cast)
  if (targetType === 'DATE') return castIfMatching(datePattern, cast)
  if (targetType === 'TIME') return castIfMatching(timePattern, cast)
  if (targetType === 'TIMESTAMP') return castIfMatching(timestampPattern, cast)
  return cast
}

function castNumber(cell: Sql, sourceType: string, targetType: string, targetTypeSql: Sql): Sql | undefined {
  if (targetType === 'BOOLEAN') return sql`CASE WHEN ${cell} = 1 THEN TRUE WHEN ${cell} = 0 THEN FALSE END`
  if (!isNumber(targetType)) return undefined
  const isIntegerSource = isInteger(sourceType)
  if (isInteger(targetType) && !isIntegerSource)
    return sql`CASE WHEN ${cell} = trunc(${cell}) THEN TRY_CAST(${cell} AS ${targetTypeSql}) END`
  return isFloat(targetType) && !isFloat(sourceType)
    ? sql`CAST(${cell} AS ${targetTypeSql})`
    : sql`TRY_CAST(${cell} AS ${targetTypeSql})`
}
