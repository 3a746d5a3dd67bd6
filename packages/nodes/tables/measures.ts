import { message, type Message } from '@aw-flow/messages'
import { isFloat, isInteger, isNumber, name, sql, unsafeSql, withoutSign, type Sql } from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { missingColumn } from './column-names.ts'
import { deviation, exactSum, usualMagnitude, type Magnitude } from './exact-sum.ts'

export const measureFunctions = [
  'count',
  'count-distinct',
  'sum',
  'mean',
  'min',
  'max',
  'median',
  'first',
  'last',
  'stddev',
  'list',
  'join',
] as const
export type MeasureFunction = (typeof measureFunctions)[number]

/** Labels of aggregate functions in forms. */
export const measureLabels: Readonly<Record<MeasureFunction, string>> = {
  count: 'Count',
  'count-distinct': 'Count distinct',
  sum: 'Sum',
  mean: 'Mean',
  min: 'Minimum',
  max: 'Maximum',
  median: 'Median',
  first: 'First value',
  last: 'Last value',
  stddev: 'Standard deviation',
  list: 'List',
  join: 'Joined text',
}

export const measureFunctionSchema = z.enum(measureFunctions)

export const measureSchema = z.strictObject({
  function: measureFunctionSchema
    .default('count')
    .meta({ title: 'Function', description: 'Aggregate function.', labels: measureLabels }),
  column: z
    .string()
    .default('')
    .meta({ title: 'Column', description: 'Column to aggregate. Empty with Count: counts rows.', format: 'column' }),
  as: z
    .string()
    .default('')
    .meta({ title: 'Name', description: 'Name of the new column. Empty: function and column.' }),
  separator: z.string().default(', ').meta({ title: 'Separator', description: 'Separator of joined texts.' }),
})
export type Measure = z.infer<typeof measureSchema>

/** The rows that are aggregated. */
export interface MeasuredRows {
  columns: readonly Column[]
  row: Sql
  rows: number
  magnitudes: ReadonlyMap<string, Magnitude>
}

/** An aggregate over the non-empty cells of a group, and its type. */
export interface CompiledMeasure {
  name: string
  type: string
  value: Sql
}

/** The name of the result column: `as`, or a generated one such as `count` or `mean_price`. */
export const measureName = ({ as, column, function: what }: Measure): string =>
  as !== '' ? as : column === '' ? 'count' : `${what.replace('-', '_')}_${column}`

/** Describes a measure as a message. */
export const describeMeasure = ({ function: what, column }: Measure): Message =>
  message('measure.summary', { function: what.replace('-', ' '), column })

/** The columns whose magnitudes a measure needs (see `exactSum`). */
export const summedColumns = (measures: readonly Measure[], columns: readonly Column[]): Column[] =>
  columns.filter((column) =>
    measures.some((one) => one.column === column.name && ['sum', 'mean', 'stddev'].includes(one.function)),
  )

/**
 * A measure as SQL whose result does not depend on threads: sums and means of DOUBLE by `exactSum`; deviations, lists
 * and joined texts in row order.
 *
 * @param filter restricts the cells further (`FILTER (WHERE …)`).
 */
export function compileMeasure(
  measure: Measure,
  { columns, row, rows, magnitudes }: MeasuredRows,
  setting: string,
  filter: Sql = sql``,
): CompiledMeasure | Problem {
  const { function: what } = measure
  const named = { name: measureName(measure) }
  if (measure.column === '' && what === 'count') return { ...named, type: 'BIGINT', value: sql`count(*)${filter}` }
  const column = columns.find((one) => one.name === measure.column)
  if (!column) return missingColumn(measure.column, columns, setting)
  const { type } = column
  const cell = name(column.name)
  const needsNumber = ['sum', 'mean', 'median', 'stddev'].includes(what)
  if (needsNumber && !isNumber(type)) {
    return error(
      'table.not-a-number',
      { column: column.name, type, function: what, node: '' },
      { where: { setting, column: column.name } },
    )
  }
  const float = isFloat(type)
  const double = type === 'DOUBLE' ? cell : sql`CAST(${cell} AS DOUBLE)`
  const magnitude = magnitudes.get(column.name) ?? usualMagnitude
  switch (what) {
    case 'count':
      return { ...named, type: 'BIGINT', value: sql`count(${cell})${filter}` }
    case 'count-distinct':
      return { ...named, type: 'BIGINT', value: sql`count(DISTINCT ${cell})${filter}` }
    case 'sum': {
      if (float) return { ...named, type: 'DOUBLE', value: exactSum(double, magnitude, { rows, row }, filter) }
      const sumType = sumTypeOf(type)
      return { ...named, type: sumType.name, value: sql`CAST(sum(${cell})${filter} AS ${sumType.sql})` }
    }
    case 'mean': {
      const sum = float
        ? exactSum(double, magnitude, { rows, row }, filter)
        : sql`CAST(sum(${cell})${filter} AS DOUBLE)`
      return { ...named, type: 'DOUBLE', value: sql`(${sum} / count(${cell})${filter})` }
    }
    case 'median': {
      const median = sql`(quantile_cont(${double}, 0.5)${filter} + 0.0)`
      return { ...named, type: 'DOUBLE', value: float ? withoutSign(median) : median }
    }
    case 'stddev':
      return { ...named, type: 'DOUBLE', value: deviation(double, magnitude, row, filter) }
    case 'min':
    case 'max': {
      // 0 and -0 are equal, as are NaN and -NaN: either of them may be first in a thread.
      const extreme = what === 'min' ? sql`min(${cell})${filter}` : sql`max(${cell})${filter}`
      const positiveZero = sql`(${extreme} + 0.0)`
      return {
        ...named,
        type,
        value: float
          ? sql`CAST(${withoutSign(positiveZero)} AS ${type === 'FLOAT' ? sql`FLOAT` : sql`DOUBLE`})`
          : extreme,
      }
    }
    case 'first':
      return { ...named, type, value: sql`arg_min(${cell}, ${row})${filter}` }
    case 'last':
      return { ...named, type, value: sql`arg_max(${cell}, ${row})${filter}` }
    case 'list':
      return { ...named, type: `${type}[]`, value: sql`list(${cell} ORDER BY ${row})${notNull(cell, filter)}` }
    case 'join':
      return {
        ...named,
        type: 'VARCHAR',
        value: sql`string_agg(CAST(${cell} AS VARCHAR), ${measure.separator} ORDER BY ${row})${filter}`,
      }
  }
}

/** A filter without nulls: `list` is the only aggregate of DuckDB that includes them. */
const notNull = (cell: Sql, filter: Sql): Sql =>
  filter.text === ''
    ? sql` FILTER (WHERE ${cell} IS NOT NULL)`
    : unsafeSql(filter.text.replace(/\)$/, ` AND ${cell.text} IS NOT NULL)`))

/** A type that holds the sum of fewer than 2^32 rows. */
function sumTypeOf(type: string): { name: string; sql: Sql } {
  if (isInteger(type) && !/BIG|HUGE/.test(type)) return { name: 'BIGINT', sql: sql`BIGINT` }
  const [, scale = '0'] = /^DECIMAL\(\d+,(\d+)\)$/.exec(type) ?? []
  return { name: `DECIMAL(38,${scale})`, sql: unsafeSql(`DECIMAL(38,${Number(scale)})`) }
}

/** A grouping column in canonical form: 0 for 0 and -0, NaN for NaN and -NaN. */
export const groupCell = ({ name: column, type }: Column): Sql =>
  type === 'DOUBLE' ? sql`(${withoutSign(sql`(${name(column)} + 0.0)`)})` : name(column)
