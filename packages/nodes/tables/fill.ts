import { message } from '@aw-flow/messages'
import { isFloat, isNumber, isTime, join, name, sql, typeSql, withoutSign, type Sql } from '@aw-flow/engine'
import { error, info, type Column, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { chosenColumns } from './column-names.ts'
import { exactSum, magnitudeQuery, magnitudesOf, usualMagnitude, type Magnitude } from './exact-sum.ts'
import { groupCell } from './measures.ts'
import { literalOf } from './row-condition.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const methods = ['constant', 'previous', 'next', 'mean', 'median', 'mode', 'interpolate'] as const

const settings = z.strictObject({
  columns: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Columns',
      description: 'Columns whose empty cells are filled. None: all columns that the method supports.',
      format: 'columns',
      examples: ['["price"]'],
    }),
  how: z
    .enum(methods)
    .default('previous')
    .meta({
      title: 'Method',
      description:
        'Value above and below: the nearest non-empty cell. Mean, median, most frequent: of the column. Interpolated: linear between the numbers above and below.',
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
    .meta({ title: 'Value', description: 'The constant.', format: 'text', when: { how: 'constant' } }),
  within: z
    .array(z.string())
    .max(100)
    .default([])
    .meta({
      title: 'Group by',
      description: 'Fill only from rows with equal values in these columns. None: all rows.',
      format: 'columns',
      examples: ['["city"]'],
    }),
})
type Settings = z.output<typeof settings>

/** Calculated numbers have a fraction: a column of integers becomes DOUBLE. */
const typeAfter = (how: Settings['how'], type: string): string =>
  ['mean', 'median', 'interpolate'].includes(how) ? 'DOUBLE' : type

const canFill = (how: Settings['how'], type: string, value: Settings['value']): boolean => {
  if (['mean', 'median', 'interpolate'].includes(how)) return isNumber(type)
  if (how !== 'constant') return true
  const isPlain = isNumber(type) || isTime(type) || type === 'BOOLEAN' || type === 'VARCHAR'
  return isPlain && literalOf(value, type) !== undefined
}

/** Fills empty cells by a chosen method. @internal */
export const fillNode = defineTableNode({
  type: 'fill',
  version: 1,
  title: 'Fill empty cells',
  description:
    'Fills empty cells with a constant, a neighboring value, the mean, median or most frequent value, or by interpolation. Counts them.',
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
      ? magnitudeQuery(
          table!.columns.filter((column) => columns.length === 0 || columns.includes(column.name)),
          table!.from,
        )
      : undefined,

  plan(own, { table }, facts = []) {
    const { columns, from } = table!
    const { how, value } = own
    const chosen = chosenColumns(own.columns, columns, 'columns')
    const { columns: within, problems } = chosenColumns(own.within, columns, 'within')
    problems.push(...chosen.problems)
    const filled =
      own.columns.length > 0
        ? chosen.columns
        : columns.filter((column) => !within.includes(column) && canFill(how, column.type, value))
    for (const column of filled) problems.push(...refusals(own, column, within))
    if (problems.length > 0) return { problems }
    const after = columns.map((column) =>
      filled.includes(column) ? { ...column, type: typeAfter(how, column.type) } : column,
    )
    const widened = filled.filter((column) => typeAfter(how, column.type) !== column.type)
    if (widened.length > 0) {
      const names = widened.map((column) => column.name)
      problems.push(info('fill.widened', { columns: names, count: names.length }, { where: { setting: 'how' } }))
    }
    const magnitudes = magnitudesOf(facts)
    const counts = filled.length === 0 ? undefined : countsOf(filled, from)
    const select =
      how === 'constant'
        ? constant(columns, filled, value, from)
        : how === 'previous' || how === 'next' || how === 'interpolate'
          ? fromNeighbors(how, columns, filled, within, table!)
          : fromStatistics(how, columns, filled, within, table!, magnitudes)
    return {
      outputs: { table: { columns: after, select } },
      problems,
      counts,
    }
  },
})

function refusals({ how, value }: Settings, column: Column, within: readonly Column[]): Problem[] {
  const where = { setting: 'columns', column: column.name }
  if (within.includes(column)) {
    return [error('fill.within-itself', { column: column.name }, { where })]
  }
  if (canFill(how, column.type, value)) return []
  if (how === 'constant') {
    const params = { column: column.name, type: column.type, value: JSON.stringify(value) }
    const at = { setting: 'value', column: column.name }
    return [error('table.wrong-value', { ...params, use: 'constant', example: 'constant' }, { where: at })]
  }
  const params = { column: column.name, type: column.type, function: how, node: 'fill' }
  return [error('table.not-a-number', params, { where })]
}

/** A query that counts the empty cells of each filled column. */
const countsOf = (filled: readonly Column[], from: Sql): Sql =>
  sql`SELECT ${filled.map(({ name: column }) => sql`count(*) - count(${name(column)}) AS ${name(`empty ${column}`)}`)} FROM ${from}`

function constant(columns: readonly Column[], filled: readonly Column[], value: Settings['value'], from: Sql): Sql {
  const cells = columns.map((column) => {
    const cell = name(column.name)
    return filled.includes(column)
      ? sql`coalesce(${cell}, CAST(${literalOf(value, column.type)!} AS ${typeSql(column.type)})) AS ${cell}`
      : cell
  })
  return sql`SELECT ${cells} FROM ${from}`
}

function fromNeighbors(
  how: 'previous' | 'next' | 'interpolate',
  columns: readonly Column[],
  filled: readonly Column[],
  within: readonly Column[],
  { from, row }: TableInput,
): Sql {
  const partition = within.length === 0 ? sql`` : sql`PARTITION BY ${within.map((column) => name(column.name))} `
  const order = how === 'interpolate' ? name('aw:row') : row
  const above = sql`(${partition}ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`
  const below = sql`(${partition}ORDER BY ${order} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`
  const before = (value: Sql): Sql => sql`last_value(${value} IGNORE NULLS) OVER ${above}`
  const after = (value: Sql): Sql => sql`first_value(${value} IGNORE NULLS) OVER ${below}`
  if (how !== 'interpolate') {
    const cells = columns.map((column) => {
      const cell = name(column.name)
      return filled.includes(column) ? sql`${how === 'previous' ? before(cell) : after(cell)} AS ${cell}` : cell
    })
    return sql`SELECT ${cells} FROM ${from} ORDER BY ${row}`
  }
  const place = name('aw:place')
  const numbered = sql`(SELECT *, ${row} AS ${name('aw:row')}, row_number() OVER (${partition}ORDER BY ${row}) AS ${place} FROM ${from})`
  const bounds = filled.flatMap(({ name: column }, index) => {
    const known = sql`CASE WHEN ${name(column)} IS NOT NULL THEN ${place} END`
    return [
      sql`${before(name(column))} AS ${name(`aw:before ${index}`)}`,
      sql`${after(name(column))} AS ${name(`aw:after ${index}`)}`,
      sql`${before(known)} AS ${name(`aw:from ${index}`)}`,
      sql`${after(known)} AS ${name(`aw:to ${index}`)}`,
    ]
  })
  const bounded = sql`(SELECT *, ${bounds} FROM ${numbered})`
  const cells = columns.map((column) => {
    const cell = name(column.name)
    const index = filled.indexOf(column)
    if (index < 0) return cell
    const double = (value: Sql): Sql => sql`CAST(${value} AS DOUBLE)`
    const [first, last] = [double(name(`aw:before ${index}`)), double(name(`aw:after ${index}`))]
    const [start, end] = [name(`aw:from ${index}`), name(`aw:to ${index}`)]
    const between = sql`(${first} + (${last} - ${first}) * (CAST(${place} - ${start} AS DOUBLE) / CAST(${end} - ${start} AS DOUBLE)))`
    const interpolated = isFloat(filled[index]!.type) ? withoutSign(between) : between
    return sql`CASE WHEN ${cell} IS NOT NULL THEN ${double(cell)} ELSE ${interpolated} END AS ${cell}`
  })
  return sql`SELECT ${cells} FROM ${bounded} ORDER BY ${name('aw:row')}`
}

function fromStatistics(
  how: 'mean' | 'median' | 'mode',
  columns: readonly Column[],
  filled: readonly Column[],
  within: readonly Column[],
  { from, row, rows = 0 }: TableInput,
  magnitudes: ReadonlyMap<string, Magnitude>,
): Sql {
  const keys = within.map((column) => name(column.name))
  const groupCells = keys.map((key, index) => sql`${key} AS ${name(`aw:key ${index}`)}`)
  const statistics =
    how === 'mode'
      ? filled.map((column, index) => modeOf(column, index, groupCells, from))
      : [averages(how, filled, groupCells, { from, row, rows, keys }, magnitudes)]
  const joins = statistics.map((relation, index) => {
    const side = name(`aw:u ${index}`)
    const same = keys.map((key, at) => sql`t.${key} IS NOT DISTINCT FROM ${side}.${name(`aw:key ${at}`)}`)
    return sql` LEFT JOIN ${relation} AS ${side} ON ${same.length === 0 ? sql`TRUE` : join(same, ' AND ')}`
  })
  const cells = columns.map((column) => {
    const cell = sql`t.${name(column.name)}`
    const index = filled.indexOf(column)
    if (index < 0) return cell
    const own = how === 'mode' ? cell : sql`CAST(${cell} AS DOUBLE)`
    return sql`coalesce(${own}, ${name(`aw:usual ${index}`)}) AS ${name(column.name)}`
  })
  return sql`SELECT ${cells} FROM ${from} AS t${join(joins, '')} ORDER BY t.${row}`
}

/** The mean or median of each column, one row per group. */
function averages(
  how: 'mean' | 'median',
  filled: readonly Column[],
  groupCells: readonly Sql[],
  { from, row, rows, keys }: { from: Sql; row: Sql; rows: number; keys: readonly Sql[] },
  magnitudes: ReadonlyMap<string, Magnitude>,
): Sql {
  const values = filled.map((column, index) => {
    const cell = name(column.name)
    const double = sql`CAST(${cell} AS DOUBLE)`
    const magnitude = magnitudes.get(column.name) ?? usualMagnitude
    const sum = isFloat(column.type) ? exactSum(double, magnitude, { rows, row }) : sql`CAST(sum(${cell}) AS DOUBLE)`
    const median = sql`(quantile_cont(${double}, 0.5) + 0.0)`
    const value = how === 'mean' ? sql`(${sum} / count(${cell}))` : isFloat(column.type) ? withoutSign(median) : median
    return sql`${value} AS ${name(`aw:usual ${index}`)}`
  })
  const grouped = keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`
  return sql`(SELECT ${[...groupCells, ...values]} FROM ${from}${grouped})`
}

/**
 * The most frequent value of a column, one row per group; among equally frequent values, the smallest, which does not
 * depend on row order.
 */
function modeOf(column: Column, index: number, groupCells: readonly Sql[], from: Sql): Sql {
  const [value, times] = [name('aw:value'), name('aw:times')]
  const keys = groupCells.map((_, at) => name(`aw:key ${at}`))
  const counted = sql`SELECT ${[...groupCells, sql`${groupCell(column)} AS ${value}`, sql`count(*) AS ${times}`]} FROM ${from} WHERE ${name(column.name)} IS NOT NULL GROUP BY ALL`
  const mode = sql`arg_min(${value}, {'n': -${times}, 'v': ${value}}) AS ${name(`aw:usual ${index}`)}`
  return sql`(SELECT ${[...keys, mode]} FROM (${counted})${keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`})`
}
