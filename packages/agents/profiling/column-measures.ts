import { join, quoteIdentifier, sql, type Scalar, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { getTypeFamily, type ColumnProfile, type TypeFamily } from '@aw-flow/schema/internal'

/** A measure of a column. All measures are computed in one scan of the rows. */
export type Measure =
  | 'count'
  | 'distinct'
  | 'min'
  | 'max'
  | 'minNumber'
  | 'maxNumber'
  | 'infinite'
  | 'fractions'
  | 'zeros'
  | 'negative'
  | 'minOffset'
  | 'maxOffset'
  | 'untrimmed'
  | 'empty'
  | 'minLength'
  | 'maxLength'
  | 'totalLength'
  | 'json'

/** The computed values of measures. */
export type MeasureValues = Partial<Record<Measure, Scalar>>

const integerTypePattern = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/
/** Characters that count as whitespace at either end of a string. */
export const whitespace = ' \t\r\n\u00a0'
/** Maximum length of displayed values in characters. */
export const maxShownLength = 200

/**
 * Returns SQL for a column as DOUBLE. Dates and timestamps are converted to milliseconds since the Unix epoch, and
 * times of day to milliseconds since midnight. Returns `undefined` for types that are neither numbers nor times.
 */
export function toNumberSql({ name: column, type }: Column): Sql | undefined {
  const value = quoteIdentifier(column)
  const family = getTypeFamily(type)
  if (family === 'number') return type === 'DOUBLE' ? value : sql`CAST(${value} AS DOUBLE)`
  if (/^(?:DATE|TIMESTAMP)/.test(type))
    return sql`CASE WHEN isfinite(${value}) THEN CAST(epoch_ms(${value}) AS DOUBLE) END`
  return type === 'TIME' ? sql`CAST(epoch_ms(${value}) AS DOUBLE)` : undefined
}

/** Returns whether a type is an integer type. */
export const isIntegerType = (type: string): boolean => integerTypePattern.test(type)
const hasOrder = (family: TypeFamily, type: string): boolean =>
  (family === 'time' || family === 'boolean' || type === 'VARCHAR' || type === 'UUID') && type !== 'INTERVAL'

/**
 * Compiles the measures of a column to SQL.
 *
 * @param isExact Whether distinct values are counted instead of estimated.
 * @param isOrdered Whether the measured rows are all rows of the table in their original order.
 */
export function compileMeasures(column: Column, isExact: boolean, isOrdered: boolean): Partial<Record<Measure, Sql>> {
  const value = quoteIdentifier(column.name)
  const family = getTypeFamily(column.type)
  const count = sql`count(${value})`
  if (family === 'nested') return { count }
  const distinct = isExact ? sql`count(DISTINCT ${value})` : sql`approx_count_distinct(${value})`
  const commonMeasures = { count, distinct }
  if (family === 'number') return { ...commonMeasures, ...compileNumberMeasures(column, isOrdered) }
  const orderMeasures = hasOrder(family, column.type)
    ? {
        min: sql`left(CAST(min(${value}) AS VARCHAR), ${maxShownLength})`,
        max: sql`left(CAST(max(${value}) AS VARCHAR), ${maxShownLength})`,
      }
    : {}
  const number = toNumberSql(column)
  const range = number ? { minNumber: sql`min(${number})`, maxNumber: sql`max(${number})` } : {}
  return {
    ...commonMeasures,
    ...orderMeasures,
    ...range,
    ...(column.type === 'VARCHAR' ? compileTextMeasures(value) : {}),
  }
}

function compileNumberMeasures(column: Column, isOrdered: boolean): Partial<Record<Measure, Sql>> {
  const value = quoteIdentifier(column.name)
  const number = toNumberSql(column)!
  const signCounts = {
    zeros: sql`count(*) FILTER (${value} = 0)`,
    negative: sql`count(*) FILTER (${value} < 0)`,
  }
  if (isIntegerType(column.type)) {
    const offset = /BIG/.test(column.type)
      ? sql`CAST(${value} AS HUGEINT) - rowid`
      : sql`CAST(${value} AS BIGINT) - rowid`
    return {
      ...signCounts,
      min: sql`CAST(min(${value}) AS VARCHAR)`,
      max: sql`CAST(max(${value}) AS VARCHAR)`,
      minNumber: sql`CAST(min(${value}) AS DOUBLE)`,
      maxNumber: sql`CAST(max(${value}) AS DOUBLE)`,
      ...(isOrdered && !/HUGE/.test(column.type)
        ? { minOffset: sql`CAST(min(${offset}) AS DOUBLE)`, maxOffset: sql`CAST(max(${offset}) AS DOUBLE)` }
        : {}),
    }
  }
  const finiteFilter = sql`FILTER (isfinite(${number}))`
  return {
    ...signCounts,
    min: sql`CAST(min(${value}) ${finiteFilter} AS VARCHAR)`,
    max: sql`CAST(max(${value}) ${finiteFilter} AS VARCHAR)`,
    minNumber: sql`min(${number}) ${finiteFilter}`,
    maxNumber: sql`max(${number}) ${finiteFilter}`,
    infinite: sql`count(*) FILTER (NOT isfinite(${number}))`,
    fractions: sql`count(*) FILTER (isfinite(${number}) AND ${number} <> floor(${number}))`,
  }
}

/**
 * Compiles the measures of a text column. Whitespace at either end is found with LIKE, which compares bytes and takes a
 * tenth of the time of `trim`.
 */
function compileTextMeasures(value: Sql): Partial<Record<Measure, Sql>> {
  const conditions = [...whitespace].flatMap((space) => [
    sql`${value} LIKE ${`${space}%`}`,
    sql`${value} LIKE ${`%${space}`}`,
  ])
  return {
    untrimmed: sql`count(*) FILTER (${join(conditions, ' OR ')})`,
    empty: sql`count(*) FILTER (${value} = '')`,
    minLength: sql`min(length(${value}))`,
    maxLength: sql`max(length(${value}))`,
    totalLength: sql`sum(length(${value}))`,
    json: sql`count(*) FILTER (${value} LIKE '[%' OR ${value} LIKE '{%')`,
  }
}

/** Creates the profile of a column from its measured values. */
export function toProfile(
  column: Column,
  rowCount: number,
  values: MeasureValues,
  distinctIs: ColumnProfile['distinctIs'],
): ColumnProfile {
  const readNumber = (key: Measure): number => Number(values[key] ?? 0)
  const readOptionalNumber = (key: Measure): number | undefined =>
    values[key] === null || values[key] === undefined ? undefined : Number(values[key])
  const toBoundField = (key: 'min' | 'max'): Partial<ColumnProfile> =>
    values[key] === null || values[key] === undefined ? {} : { [key]: String(values[key]) }
  const family = getTypeFamily(column.type)
  const profile: ColumnProfile = {
    name: column.name,
    type: column.type,
    family,
    nulls: rowCount - readNumber('count'),
    distinct: Math.min(readNumber('distinct'), readNumber('count')),
    distinctIs,
    ...toBoundField('min'),
    ...toBoundField('max'),
    quantiles: [],
    histogram: [],
    top: [],
  }
  if (family === 'number') {
    const [minOffset, maxOffset] = [readOptionalNumber('minOffset'), readOptionalNumber('maxOffset')]
    profile.numbers = {
      min: readOptionalNumber('minNumber'),
      max: readOptionalNumber('maxNumber'),
      infinite: readNumber('infinite'),
      fractions: readNumber('fractions'),
      zeros: readNumber('zeros'),
      negative: readNumber('negative'),
      ...(minOffset !== undefined && minOffset === maxOffset && profile.nulls === 0 ? { rowOffset: minOffset } : {}),
    }
  }
  if (column.type === 'VARCHAR') {
    profile.texts = {
      untrimmed: readNumber('untrimmed'),
      empty: readNumber('empty'),
      shortest: readNumber('minLength'),
      longest: readNumber('maxLength'),
      meanLength:
        readNumber('count') === 0 ? 0 : Number((readNumber('totalLength') / readNumber('count')).toPrecision(6)),
      jsonShaped: readNumber('json'),
    }
  }
  return profile
}
