import { message } from '@aw-flow/messages'
import {
  isFloat,
  isNumber,
  isTemporal,
  join,
  quoteIdentifier,
  sql,
  compileType,
  normalizeNaN,
  type Sql,
} from '@aw-flow/engine'
import { error, info, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { findColumns } from './column-names.ts'
import { compileExactSum, createMagnitudeQuery, readMagnitudes, defaultMagnitude, type Magnitude } from './exact-sum.ts'
import { compileGroupCell } from './measures.ts'
import { toLiteral } from './row-condition.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const methods = ['constant', 'previous', 'next', 'mean', 'median', 'mode', 'interpolate'] as const

const settings = z.strictObject({
  columns: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Columns',
      description: 'Columns to fill. Leave empty for all columns that the method supports.',
      format: 'columns',
      examples: ['["price"]'],
    }),
  how: z
    .enum(methods)
    .default('previous')
    .meta({
      title: 'Method',
      description:
        'Value above, value below: the nearest non-empty cell. Mean, median, most frequent value: calculated from the column. Interpolated: linear between the numbers above and below.',
      labels: {
        constant: 'Constant',
        previous: 'Value above',
        next: 'Value below',
        mean: 'Mean',
        median: 'Median',
        mode: 'Most frequent value',
        interpolate: 'Interpolated',
      },
    }),
  value: z
    .union([z.string(), z.number(), z.boolean()])
    .default('')
    .meta({ title: 'Value', description: 'Value for empty cells.', format: 'text', when: { how: 'constant' } }),
  within: z
    .array(z.string())
    .max(100)
    .default([])
    .meta({
      advanced: true,
      title: 'Group by',
      description: 'Fill only from rows with equal values in these columns. Leave empty to use all rows.',
      format: 'columns',
      examples: ['["city"]'],
    }),
})
type Settings = z.output<typeof settings>

/** Returns the type of a filled column. Computed numbers are DOUBLE, because they can have fractions. */
const getResultType = (how: Settings['how'], type: string): string =>
  ['mean', 'median', 'interpolate'].includes(how) ? 'DOUBLE' : type

const canFill = (how: Settings['how'], type: string, value: Settings['value']): boolean => {
  if (['mean', 'median', 'interpolate'].includes(how)) return isNumber(type)
  if (how !== 'constant') return true
  const isFillableType = isNumber(type) || isTemporal(type) || type === 'BOOLEAN' || type === 'VARCHAR'
  return isFillableType && toLiteral(value, type) !== undefined
}

/** Fills empty cells using the selected method. @internal */
export const fillNode = defineTableNode({
  type: 'fill',
  version: 1,
  title: 'Fill empty cells',
  description:
    'Fills empty cells with a constant, a neighboring value, the mean, median or most frequent value, or by interpolation. Reports how many were filled.',
  icon: 'paint-bucket',
  settings,
  summary: ({ columns, how, value, within }) =>
    message('fill.summary', {
      columns: columns.length === 0 ? message('summary.all-columns', {}) : message('summary.columns', { columns }),
      how: message('fill.how', { how, value: JSON.stringify(value) }),
      within: within.length === 0 ? '' : message('fill.within', { columns: within }),
    }),

  probe: ({ columns, how }, { table }) =>
    how === 'mean'
      ? createMagnitudeQuery(
          table!.columns.filter((column) => columns.length === 0 || columns.includes(column.name)),
          table!.from,
        )
      : undefined,

  plan(config, { table }, probeRows = []) {
    const { columns, from } = table!
    const { how, value } = config
    const selection = findColumns(config.columns, columns, 'columns')
    const { columns: groupColumns, problems } = findColumns(config.within, columns, 'within')
    problems.push(...selection.problems)
    const filledColumns =
      config.columns.length > 0
        ? selection.columns
        : columns.filter((column) => !groupColumns.includes(column) && canFill(how, column.type, value))
    for (const column of filledColumns) problems.push(...checkColumn(config, column, groupColumns))
    if (problems.length > 0) return { problems }
    const outputColumns = columns.map((column) =>
      filledColumns.includes(column) ? { ...column, type: getResultType(how, column.type) } : column,
    )
    const widenedColumns = filledColumns.filter((column) => getResultType(how, column.type) !== column.type)
    if (widenedColumns.length > 0) {
      const names = widenedColumns.map((column) => column.name)
      problems.push(info('fill.widened', { columns: names, count: names.length }, { where: { setting: 'how' } }))
    }
    const magnitudes = readMagnitudes(probeRows)
    const counts = filledColumns.length === 0 ? undefined : createEmptyCountQuery(filledColumns, from)
    const select =
      how === 'constant'
        ? fillWithConstant(columns, filledColumns, value, from)
        : how === 'previous' || how === 'next' || how === 'interpolate'
          ? fillFromNeighbors(how, columns, filledColumns, groupColumns, table!)
          : fillFromStatistics(how, columns, filledColumns, groupColumns, table!, magnitudes)
    return {
      outputs: { table: { columns: outputColumns, select } },
      problems,
      counts,
    }
  },
})

function checkColumn({ how, value }: Settings, column: Column, groupColumns: readonly Column[]): Problem[] {
  const where = { setting: 'columns', column: column.name }
  if (groupColumns.includes(column)) {
    return [error('fill.within-itself', { column: column.name }, { where })]
  }
  if (canFill(how, column.type, value)) return []
  if (how === 'constant') {
    const params = { column: column.name, type: column.type, value: JSON.stringify(value) }
    const valueLocation = { setting: 'value', column: column.name }
    return [error('table.wrong-value', { ...params, use: 'constant', example: 'constant' }, { where: valueLocation })]
  }
  const params = { column: column.name, type: column.type, function: how, node: 'fill' }
  return [error('table.not-a-number', params, { where })]
}

/** Creates a query that counts the empty cells of each filled column. */
const createEmptyCountQuery = (filledColumns: readonly Column[], from: Sql): Sql =>
  sql`SELECT ${filledColumns.map(({ name: column }) => sql`count(*) - count(${quoteIdentifier(column)}) AS ${quoteIdentifier(`empty ${column}`)}`)} FROM ${from}`

function fillWithConstant(
  columns: readonly Column[],
  filledColumns: readonly Column[],
  value: Settings['value'],
  from: Sql,
): Sql {
  const cells = columns.map((column) => {
    const cell = quoteIdentifier(column.name)
    return filledColumns.includes(column)
      ? sql`coalesce(${cell}, CAST(${toLiteral(value, column.type)!} AS ${compileType(column.type)})) AS ${cell}`
      : cell
  })
  return sql`SELECT ${cells} FROM ${from}`
}

function fillFromNeighbors(
  how: 'previous' | 'next' | 'interpolate',
  columns: readonly Column[],
  filledColumns: readonly Column[],
  groupColumns: readonly Column[],
  { from, row }: TableInput,
): Sql {
  const partitionClause =
    groupColumns.length === 0 ? sql`` : sql`PARTITION BY ${groupColumns.map((column) => quoteIdentifier(column.name))} `
  const order = how === 'interpolate' ? quoteIdentifier('aw:row') : row
  const windowAbove = sql`(${partitionClause}ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`
  const windowBelow = sql`(${partitionClause}ORDER BY ${order} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`
  const compileLastNonNull = (value: Sql): Sql => sql`last_value(${value} IGNORE NULLS) OVER ${windowAbove}`
  const compileNextNonNull = (value: Sql): Sql => sql`first_value(${value} IGNORE NULLS) OVER ${windowBelow}`
  if (how !== 'interpolate') {
    const cells = columns.map((column) => {
      const cell = quoteIdentifier(column.name)
      return filledColumns.includes(column)
        ? sql`${how === 'previous' ? compileLastNonNull(cell) : compileNextNonNull(cell)} AS ${cell}`
        : cell
    })
    return sql`SELECT ${cells} FROM ${from} ORDER BY ${row}`
  }
  const position = quoteIdentifier('aw:position')
  const numberedRows = sql`(SELECT *, ${row} AS ${quoteIdentifier('aw:row')}, row_number() OVER (${partitionClause}ORDER BY ${row}) AS ${position} FROM ${from})`
  const bounds = filledColumns.flatMap(({ name: column }, index) => {
    const knownPosition = sql`CASE WHEN ${quoteIdentifier(column)} IS NOT NULL THEN ${position} END`
    return [
      sql`${compileLastNonNull(quoteIdentifier(column))} AS ${quoteIdentifier(`aw:before ${index}`)}`,
      sql`${compileNextNonNull(quoteIdentifier(column))} AS ${quoteIdentifier(`aw:after ${index}`)}`,
      sql`${compileLastNonNull(knownPosition)} AS ${quoteIdentifier(`aw:from ${index}`)}`,
      sql`${compileNextNonNull(knownPosition)} AS ${quoteIdentifier(`aw:to ${index}`)}`,
    ]
  })
  const boundedRows = sql`(SELECT *, ${bounds} FROM ${numberedRows})`
  const cells = columns.map((column) => {
    const cell = quoteIdentifier(column.name)
    const index = filledColumns.indexOf(column)
    if (index < 0) return cell
    const toDouble = (value: Sql): Sql => sql`CAST(${value} AS DOUBLE)`
    const [valueBefore, valueAfter] = [
      toDouble(quoteIdentifier(`aw:before ${index}`)),
      toDouble(quoteIdentifier(`aw:after ${index}`)),
    ]
    const [start, end] = [quoteIdentifier(`aw:from ${index}`), quoteIdentifier(`aw:to ${index}`)]
    const linearValue = sql`(${valueBefore} + (${valueAfter} - ${valueBefore}) * (CAST(${position} - ${start} AS DOUBLE) / CAST(${end} - ${start} AS DOUBLE)))`
    const interpolatedValue = isFloat(filledColumns[index]!.type) ? normalizeNaN(linearValue) : linearValue
    return sql`CASE WHEN ${cell} IS NOT NULL THEN ${toDouble(cell)} ELSE ${interpolatedValue} END AS ${cell}`
  })
  return sql`SELECT ${cells} FROM ${boundedRows} ORDER BY ${quoteIdentifier('aw:row')}`
}

function fillFromStatistics(
  how: 'mean' | 'median' | 'mode',
  columns: readonly Column[],
  filledColumns: readonly Column[],
  groupColumns: readonly Column[],
  { from, row, rows = 0 }: TableInput,
  magnitudes: ReadonlyMap<string, Magnitude>,
): Sql {
  const keys = groupColumns.map((column) => quoteIdentifier(column.name))
  const groupCells = keys.map((key, index) => sql`${key} AS ${quoteIdentifier(`aw:key ${index}`)}`)
  const statistics =
    how === 'mode'
      ? filledColumns.map((column, index) => compileMode(column, index, groupCells, from))
      : [compileAverages(how, filledColumns, groupCells, { from, row, rows, keys }, magnitudes)]
  const joins = statistics.map((relation, index) => {
    const side = quoteIdentifier(`aw:u ${index}`)
    const joinConditions = keys.map(
      (key, keyIndex) => sql`t.${key} IS NOT DISTINCT FROM ${side}.${quoteIdentifier(`aw:key ${keyIndex}`)}`,
    )
    return sql` LEFT JOIN ${relation} AS ${side} ON ${joinConditions.length === 0 ? sql`TRUE` : join(joinConditions, ' AND ')}`
  })
  const cells = columns.map((column) => {
    const cell = sql`t.${quoteIdentifier(column.name)}`
    const index = filledColumns.indexOf(column)
    if (index < 0) return cell
    const cellValue = how === 'mode' ? cell : sql`CAST(${cell} AS DOUBLE)`
    return sql`coalesce(${cellValue}, ${quoteIdentifier(`aw:statistic ${index}`)}) AS ${quoteIdentifier(column.name)}`
  })
  return sql`SELECT ${cells} FROM ${from} AS t${join(joins, '')} ORDER BY t.${row}`
}

/** Compiles SQL for the mean or median of each column, with one row per group. */
function compileAverages(
  how: 'mean' | 'median',
  filledColumns: readonly Column[],
  groupCells: readonly Sql[],
  { from, row, rows, keys }: { from: Sql; row: Sql; rows: number; keys: readonly Sql[] },
  magnitudes: ReadonlyMap<string, Magnitude>,
): Sql {
  const values = filledColumns.map((column, index) => {
    const cell = quoteIdentifier(column.name)
    const doubleValue = sql`CAST(${cell} AS DOUBLE)`
    const magnitude = magnitudes.get(column.name) ?? defaultMagnitude
    const sum = isFloat(column.type)
      ? compileExactSum(doubleValue, magnitude, { rows, row })
      : sql`CAST(sum(${cell}) AS DOUBLE)`
    const median = sql`(quantile_cont(${doubleValue}, 0.5) + 0.0)`
    const value = how === 'mean' ? sql`(${sum} / count(${cell}))` : isFloat(column.type) ? normalizeNaN(median) : median
    return sql`${value} AS ${quoteIdentifier(`aw:statistic ${index}`)}`
  })
  const groupBy = keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`
  return sql`(SELECT ${[...groupCells, ...values]} FROM ${from}${groupBy})`
}

/**
 * Compiles SQL for the most frequent value of a column, with one row per group. Among equally frequent values, the
 * smallest is selected, so the result does not depend on row order.
 */
function compileMode(column: Column, index: number, groupCells: readonly Sql[], from: Sql): Sql {
  const [value, count] = [quoteIdentifier('aw:value'), quoteIdentifier('aw:count')]
  const keys = groupCells.map((_, keyIndex) => quoteIdentifier(`aw:key ${keyIndex}`))
  const countsByValue = sql`SELECT ${[...groupCells, sql`${compileGroupCell(column)} AS ${value}`, sql`count(*) AS ${count}`]} FROM ${from} WHERE ${quoteIdentifier(column.name)} IS NOT NULL GROUP BY ALL`
  const mode = sql`arg_min(${value}, {'n': -${count}, 'v': ${value}}) AS ${quoteIdentifier(`aw:statistic ${index}`)}`
  return sql`(SELECT ${[...keys, mode]} FROM (${countsByValue})${keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`})`
}
