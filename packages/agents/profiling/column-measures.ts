import { join, name, sql, type Scalar, type Sql } from '@aw-flow/engine'
import { typeFamily, type Column, type ColumnProfile, type TypeFamily } from '@aw-flow/schema'

/** What is counted of a column in one look at its rows. */
export type Measure =
  | 'count'
  | 'distinct'
  | 'min'
  | 'max'
  | 'least'
  | 'most'
  | 'infinite'
  | 'fractions'
  | 'zeros'
  | 'negative'
  | 'minOffset'
  | 'maxOffset'
  | 'untrimmed'
  | 'empty'
  | 'shortest'
  | 'longest'
  | 'letters'
  | 'json'

export type Measured = Partial<Record<Measure, Scalar>>

const wholeNumber = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/
/** Blanks that a text may begin or end with; the first four are below every letter, digit and mark. */
export const blanks = ' \t\r\n\u00a0'
/** Of a value that is only shown, more says no more. */
export const shownLength = 200

/** The column as a DOUBLE that has an order: a number, or a moment in ms since 1970. `undefined` for other types. */
export function numberOf({ name: column, type }: Column): Sql | undefined {
  const value = name(column)
  const family = typeFamily(type)
  if (family === 'number') return type === 'DOUBLE' ? value : sql`CAST(${value} AS DOUBLE)`
  if (/^(?:DATE|TIMESTAMP)/.test(type))
    return sql`CASE WHEN isfinite(${value}) THEN CAST(epoch_ms(${value}) AS DOUBLE) END`
  return type === 'TIME' ? sql`CAST(epoch_ms(${value}) AS DOUBLE)` : undefined
}

export const isWholeType = (type: string): boolean => wholeNumber.test(type)
const hasOrder = (family: TypeFamily, type: string): boolean =>
  (family === 'time' || family === 'boolean' || type === 'VARCHAR' || type === 'UUID') && type !== 'INTERVAL'

/**
 * @param exact Different values are counted, not estimated.
 * @param ordered The rows are the table's own, in their order.
 */
export function measuresOf(column: Column, exact: boolean, ordered: boolean): Partial<Record<Measure, Sql>> {
  const value = name(column.name)
  const family = typeFamily(column.type)
  const count = sql`count(${value})`
  if (family === 'nested') return { count }
  const distinct = exact ? sql`count(DISTINCT ${value})` : sql`approx_count_distinct(${value})`
  const common = { count, distinct }
  if (family === 'number') return { ...common, ...numberMeasures(column, ordered) }
  const order = hasOrder(family, column.type)
    ? {
        min: sql`left(CAST(min(${value}) AS VARCHAR), ${shownLength})`,
        max: sql`left(CAST(max(${value}) AS VARCHAR), ${shownLength})`,
      }
    : {}
  const number = numberOf(column)
  const range = number ? { least: sql`min(${number})`, most: sql`max(${number})` } : {}
  return { ...common, ...order, ...range, ...(column.type === 'VARCHAR' ? textMeasures(value) : {}) }
}

function numberMeasures(column: Column, ordered: boolean): Partial<Record<Measure, Sql>> {
  const value = name(column.name)
  const number = numberOf(column)!
  const range = {
    zeros: sql`count(*) FILTER (${value} = 0)`,
    negative: sql`count(*) FILTER (${value} < 0)`,
  }
  if (isWholeType(column.type)) {
    const offset = /BIG/.test(column.type)
      ? sql`CAST(${value} AS HUGEINT) - rowid`
      : sql`CAST(${value} AS BIGINT) - rowid`
    return {
      ...range,
      min: sql`CAST(min(${value}) AS VARCHAR)`,
      max: sql`CAST(max(${value}) AS VARCHAR)`,
      least: sql`CAST(min(${value}) AS DOUBLE)`,
      most: sql`CAST(max(${value}) AS DOUBLE)`,
      ...(ordered && !/HUGE/.test(column.type)
        ? { minOffset: sql`CAST(min(${offset}) AS DOUBLE)`, maxOffset: sql`CAST(max(${offset}) AS DOUBLE)` }
        : {}),
    }
  }
  const finite = sql`FILTER (isfinite(${number}))`
  return {
    ...range,
    min: sql`CAST(min(${value}) ${finite} AS VARCHAR)`,
    max: sql`CAST(max(${value}) ${finite} AS VARCHAR)`,
    least: sql`min(${number}) ${finite}`,
    most: sql`max(${number}) ${finite}`,
    infinite: sql`count(*) FILTER (NOT isfinite(${number}))`,
    fractions: sql`count(*) FILTER (isfinite(${number}) AND ${number} <> floor(${number}))`,
  }
}

/** White space at an end is looked for by LIKE, which compares bytes and costs a tenth of `trim`. */
function textMeasures(value: Sql): Partial<Record<Measure, Sql>> {
  const ends = [...blanks].flatMap((blank) => [sql`${value} LIKE ${`${blank}%`}`, sql`${value} LIKE ${`%${blank}`}`])
  return {
    untrimmed: sql`count(*) FILTER (${join(ends, ' OR ')})`,
    empty: sql`count(*) FILTER (${value} = '')`,
    shortest: sql`min(length(${value}))`,
    longest: sql`max(length(${value}))`,
    letters: sql`sum(length(${value}))`,
    json: sql`count(*) FILTER (${value} LIKE '[%' OR ${value} LIKE '{%')`,
  }
}

/** The profile as far as these measures tell it. */
export function profileOf(
  column: Column,
  rows: number,
  measured: Measured,
  distinctIs: ColumnProfile['distinctIs'],
): ColumnProfile {
  const number = (key: Measure): number => Number(measured[key] ?? 0)
  const maybe = (key: Measure): number | undefined =>
    measured[key] === null || measured[key] === undefined ? undefined : Number(measured[key])
  const text = (key: 'min' | 'max'): Partial<ColumnProfile> =>
    measured[key] === null || measured[key] === undefined ? {} : { [key]: String(measured[key]) }
  const family = typeFamily(column.type)
  const profile: ColumnProfile = {
    name: column.name,
    type: column.type,
    family,
    nulls: rows - number('count'),
    distinct: Math.min(number('distinct'), number('count')),
    distinctIs,
    ...text('min'),
    ...text('max'),
    quantiles: [],
    histogram: [],
    top: [],
  }
  if (family === 'number') {
    const [least, most] = [maybe('minOffset'), maybe('maxOffset')]
    profile.numbers = {
      min: maybe('least'),
      max: maybe('most'),
      infinite: number('infinite'),
      fractions: number('fractions'),
      zeros: number('zeros'),
      negative: number('negative'),
      ...(least !== undefined && least === most && profile.nulls === 0 ? { rowOffset: least } : {}),
    }
  }
  if (column.type === 'VARCHAR') {
    profile.texts = {
      untrimmed: number('untrimmed'),
      empty: number('empty'),
      shortest: number('shortest'),
      longest: number('longest'),
      meanLength: number('count') === 0 ? 0 : Number((number('letters') / number('count')).toPrecision(6)),
      jsonShaped: number('json'),
    }
  }
  return profile
}
