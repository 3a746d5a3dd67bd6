import { message, type Message } from '@aw-flow/messages'
import { isFloat, isInteger, isNumber, quoteIdentifier, sql, unsafeSql, normalizeNaN, type Sql } from '@aw-flow/engine'
import { error, type Column, failed, ok, type Result } from '@aw-flow/schema'
import { z } from 'zod'
import { createMissingColumnProblem } from './column-names.ts'
import { compileSampleDeviation, compileExactSum, defaultMagnitude, type Magnitude } from './exact-sum.ts'

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
  column: z.string().default('').meta({
    title: 'Column',
    description: 'Column to aggregate. For Count, leave empty to count rows.',
    format: 'column',
  }),
  as: z.string().default('').meta({
    title: 'Name',
    description: 'Name of the new column. Leave empty to combine function and column, such as mean_price.',
  }),
  separator: z
    .string()
    .default(', ')
    .meta({ title: 'Separator', description: 'Separator between joined values.', when: { function: 'join' } }),
})
export type Measure = z.infer<typeof measureSchema>

/** Rows to aggregate. */
export interface MeasuredRows {
  columns: readonly Column[]
  row: Sql
  rowCount: number
  magnitudes: ReadonlyMap<string, Magnitude>
}

/** SQL for an aggregate over the non-empty cells of a group, with the name and type of its result column. */
export interface CompiledMeasure {
  name: string
  type: string
  value: Sql
}

/**
 * Returns the name of the result column: `as` or, if that is empty, a generated name such as `count` or `mean_price`.
 */
export const getMeasureName = ({ as, column, function: fn }: Measure): string =>
  as !== '' ? as : column === '' ? 'count' : `${fn.replace('-', '_')}_${column}`

/** Describes a measure for the summary of a node. */
export const describeMeasure = ({ function: fn, column }: Measure): Message =>
  message('measure.summary', { function: fn.replace('-', ' '), column })

/** Returns the columns whose magnitudes must be known to compute the measures (see `compileExactSum`). */
export const listSummedColumns = (measures: readonly Measure[], columns: readonly Column[]): Column[] =>
  columns.filter((column) =>
    measures.some((measure) => measure.column === column.name && ['sum', 'mean', 'stddev'].includes(measure.function)),
  )

/**
 * Compiles a measure to SQL whose result does not depend on the number of threads. Sums and means of DOUBLE columns use
 * `compileExactSum`; standard deviations, lists, and joined text are computed in row order.
 *
 * @param filter - `FILTER (WHERE …)` clause that restricts the cells further. Empty by default.
 */
export function compileMeasure(
  measure: Measure,
  { columns, row, rowCount, magnitudes }: MeasuredRows,
  setting: string,
  filter: Sql = sql``,
): Result<CompiledMeasure> {
  const { function: fn } = measure
  const name = getMeasureName(measure)
  const compiled = (type: string, value: Sql): Result<CompiledMeasure> => ok({ name, type, value })
  if (measure.column === '' && fn === 'count') return compiled('BIGINT', sql`count(*)${filter}`)
  const column = columns.find((candidate) => candidate.name === measure.column)
  if (!column) return failed(createMissingColumnProblem(measure.column, columns, setting))
  const { type } = column
  const cell = quoteIdentifier(column.name)
  const needsNumber = ['sum', 'mean', 'median', 'stddev'].includes(fn)
  if (needsNumber && !isNumber(type)) {
    const params = { column: column.name, type, function: fn, node: '' }
    return failed(error('table.not-a-number', params, { where: { setting, column: column.name } }))
  }
  const isFloatColumn = isFloat(type)
  const doubleCell = type === 'DOUBLE' ? cell : sql`CAST(${cell} AS DOUBLE)`
  const magnitude = magnitudes.get(column.name) ?? defaultMagnitude
  switch (fn) {
    case 'count':
      return compiled('BIGINT', sql`count(${cell})${filter}`)
    case 'count-distinct':
      return compiled('BIGINT', sql`count(DISTINCT ${cell})${filter}`)
    case 'sum': {
      if (isFloatColumn)
        return compiled('DOUBLE', compileExactSum(doubleCell, magnitude, { rows: rowCount, row }, filter))
      const sumType = findSumType(type)
      return compiled(sumType.name, sql`CAST(sum(${cell})${filter} AS ${sumType.sql})`)
    }
    case 'mean': {
      const sum = isFloatColumn
        ? compileExactSum(doubleCell, magnitude, { rows: rowCount, row }, filter)
        : sql`CAST(sum(${cell})${filter} AS DOUBLE)`
      return compiled('DOUBLE', sql`(${sum} / count(${cell})${filter})`)
    }
    case 'median': {
      const median = sql`(quantile_cont(${doubleCell}, 0.5)${filter} + 0.0)`
      return compiled('DOUBLE', isFloatColumn ? normalizeNaN(median) : median)
    }
    case 'stddev':
      return compiled('DOUBLE', compileSampleDeviation(doubleCell, magnitude, row, filter))
    case 'min':
    case 'max': {
      // 0 and -0 are equal, as are NaN and -NaN, so the aggregate may return either, depending on thread timing.
      const minOrMax = fn === 'min' ? sql`min(${cell})${filter}` : sql`max(${cell})${filter}`
      if (!isFloatColumn) return compiled(type, minOrMax)
      const positiveZero = sql`(${minOrMax} + 0.0)`
      const sqlType = type === 'FLOAT' ? sql`FLOAT` : sql`DOUBLE`
      return compiled(type, sql`CAST(${normalizeNaN(positiveZero)} AS ${sqlType})`)
    }
    case 'first':
      return compiled(type, sql`arg_min(${cell}, ${row})${filter}`)
    case 'last':
      return compiled(type, sql`arg_max(${cell}, ${row})${filter}`)
    case 'list':
      return compiled(`${type}[]`, sql`list(${cell} ORDER BY ${row})${excludeNulls(cell, filter)}`)
    case 'join':
      return compiled(
        'VARCHAR',
        sql`string_agg(CAST(${cell} AS VARCHAR), ${measure.separator} ORDER BY ${row})${filter}`,
      )
  }
}

/** Extends a filter to exclude nulls, because `list` is the only aggregate used here that includes them. */
const excludeNulls = (cell: Sql, filter: Sql): Sql =>
  filter.text === ''
    ? sql` FILTER (WHERE ${cell} IS NOT NULL)`
    : unsafeSql(filter.text.replace(/\)$/, ` AND ${cell.text} IS NOT NULL)`))

/** Returns a type that can hold the sum of fewer than 2^32 rows. */
function findSumType(type: string): { name: string; sql: Sql } {
  if (isInteger(type) && !/BIG|HUGE/.test(type)) return { name: 'BIGINT', sql: sql`BIGINT` }
  const [, scale = '0'] = /^DECIMAL\(\d+,(\d+)\)$/.exec(type) ?? []
  return { name: `DECIMAL(38,${scale})`, sql: unsafeSql(`DECIMAL(38,${Number(scale)})`) }
}

/** Compiles SQL for a grouping column in canonical form: 0 for 0 and -0, and NaN for NaN and -NaN. */
export const compileGroupCell = ({ name: column, type }: Column): Sql =>
  type === 'DOUBLE' ? sql`(${normalizeNaN(sql`(${quoteIdentifier(column)} + 0.0)`)})` : quoteIdentifier(column)
