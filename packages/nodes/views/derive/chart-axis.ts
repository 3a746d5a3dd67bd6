import { quoteIdentifier, sql, unsafeSql, type Scalar, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'

/** Scale of a chart axis: individual values, or bins of a round size. */
export interface Axis {
  kind: 'category' | 'number' | 'time'
  /**
   * Expression over the columns of the base query for the value, or for the start of its bin. Its type is text, DOUBLE,
   * or TIMESTAMP.
   */
  start: Sql
  /** Expression for the end of the bin. Absent if the values are not binned. */
  end?: Sql
}

/** Converts a column to a comparable type: DOUBLE, TIMESTAMP, or otherwise text. */
export function compileAxisCell({ name: column, type }: Column): {
  kind: Axis['kind']
  cell: Sql
  presentCondition: Sql
} {
  const cell = quoteIdentifier(column)
  const family = getTypeFamily(type)
  if (family === 'number') {
    const number = sql`CAST(${cell} AS DOUBLE)`
    return { kind: 'number', cell: sql`(${number} + 0.0)`, presentCondition: sql`coalesce(isfinite(${number}), FALSE)` }
  }
  if (/^(DATE|TIMESTAMP)/.test(type)) {
    const hasTimeZone = type.includes('WITH TIME ZONE')
    const timestamp = hasTimeZone ? sql`make_timestamp(epoch_us(${cell}))` : sql`CAST(${cell} AS TIMESTAMP)`
    return { kind: 'time', cell: timestamp, presentCondition: sql`coalesce(isfinite(${timestamp}), FALSE)` }
  }
  return { kind: 'category', cell: sql`CAST(${cell} AS VARCHAR)`, presentCondition: sql`${cell} IS NOT NULL` }
}

/** Compiles the aggregates that determine the bins of an axis: minimum, maximum, and number of distinct values. */
export const compileAxisStatistics = (cell: Sql, kind: Axis['kind'], prefix: string): Sql[] => {
  if (kind === 'category') return []
  const number = kind === 'time' ? sql`CAST(epoch_ms(${cell}) AS DOUBLE)` : cell
  return [
    sql`min(${number}) AS ${quoteIdentifier(`${prefix} min`)}`,
    sql`max(${number}) AS ${quoteIdentifier(`${prefix} max`)}`,
    sql`count(DISTINCT ${cell}) AS ${quoteIdentifier(`${prefix} distinct`)}`,
  ]
}

/**
 * Divides an axis into about `steps` bins. Up to `maxUnbinnedValues` distinct values are not binned. If `isWhole` is
 * true, the bounds of the bins are integers.
 *
 * @param statistics - The result row of `compileAxisStatistics`.
 */
export function divideAxis(
  { kind, cell, isWhole: hasIntegerBounds }: { kind: 'number' | 'time'; cell: Sql; isWhole: boolean },
  statistics: Readonly<Record<string, Scalar>>,
  prefix: string,
  { steps, maxUnbinnedValues }: { steps: number; maxUnbinnedValues: number },
): Axis {
  const [min, max] = [Number(statistics[`${prefix} min`] ?? 0), Number(statistics[`${prefix} max`] ?? 0)]
  if (Number(statistics[`${prefix} distinct`] ?? 0) <= maxUnbinnedValues) return { kind, start: cell }
  if (kind === 'time') {
    const unit = timeUnits.find(({ ms }) => (max - min) / ms <= steps) ?? timeUnits.at(-1)!
    const start = sql`CAST(date_trunc(${unit.name}, ${cell}) AS TIMESTAMP)`
    return { kind, start, end: sql`${start} + ${unsafeSql(`INTERVAL ${unit.interval}`)}` }
  }
  const step = computeNiceStep(max - min, steps, hasIntegerBounds)
  const firstBinStart = Math.floor(min / step) * step
  const binIndex = sql`floor((${cell} - ${toDouble(firstBinStart)}) / ${toDouble(step)})`
  return {
    kind,
    start: sql`(${toDouble(firstBinStart)} + ${binIndex} * ${toDouble(step)})`,
    end: sql`(${toDouble(firstBinStart)} + (${binIndex} + 1) * ${toDouble(step)})`,
  }
}

const toDouble = (value: number): Sql => sql`CAST(${String(value)} AS DOUBLE)`

/** Returns a step of 1, 2, or 5 times a power of ten that divides a range into at most `steps` parts. */
export function computeNiceStep(range: number, steps: number, hasIntegerBounds: boolean): number {
  if (!(range > 0)) return 1
  const minStep = range / steps
  const power = 10 ** Math.floor(Math.log10(minStep))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= minStep * (1 - 1e-9)) ?? 10
  const step = factor * power
  return hasIntegerBounds ? Math.max(1, Math.round(step)) : step
}

const msPerSecond = 1_000
const msPerDay = 86_400 * msPerSecond
const timeUnits = [
  { name: 'second', ms: msPerSecond, interval: '1 SECOND' },
  { name: 'minute', ms: 60 * msPerSecond, interval: '1 MINUTE' },
  { name: 'hour', ms: 3_600 * msPerSecond, interval: '1 HOUR' },
  { name: 'day', ms: msPerDay, interval: '1 DAY' },
  { name: 'week', ms: 7 * msPerDay, interval: '7 DAY' },
  { name: 'month', ms: 30 * msPerDay, interval: '1 MONTH' },
  { name: 'quarter', ms: 91 * msPerDay, interval: '3 MONTH' },
  { name: 'year', ms: 365 * msPerDay, interval: '1 YEAR' },
  { name: 'decade', ms: 3_652 * msPerDay, interval: '10 YEAR' },
  { name: 'century', ms: 36_524 * msPerDay, interval: '100 YEAR' },
]
