import { isNumber, join, quoteIdentifier, sql, compileType, normalizeNaN, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { OperationOf } from '@aw-flow/schema/internal'
import { toGroupKey, partitionBy } from './group-key.ts'
import {
  findColumn,
  defineOperation,
  copyColumns,
  replaceColumn,
  type OutputColumn,
  type CompiledOperation,
  type OperationInput,
} from '../operation-definition.ts'
import { requireNumberColumn } from '../number-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Fills null cells with a constant, the previous or next value, or the mean, median or mode of the column. */
export const fillOperation = defineOperation('fill', {
  getReadColumns: ({ column, within = [] }) => [column, ...within],
  compile(operation, input) {
    const { column: columnName, how, value, within = [] } = operation
    const column = findColumn(input, columnName)
    const groups = within.map((group) => findColumn(input, group))
    if (groups.includes(column)) throw createOperationError('prepare.fill-within-itself', { column: columnName })
    const cell = quoteIdentifier(columnName)
    if (how === 'constant')
      return replaceColumn(input, columnName, sql`coalesce(${cell}, ${toConstant(value, column)})`, column.type)
    if (how === 'previous' || how === 'next') return fillFromNeighbor(how, column, groups, input)
    return fillWithStatistic(how, column, groups, input)
  },
})

function toConstant(value: OperationOf<'fill'>['value'], { name: column, type }: Column): Sql {
  if (value === undefined) throw createOperationError('prepare.fill-without-value', { column })
  const isInvalid = isNumber(type) && (String(value).trim() === '' || !Number.isFinite(Number(value)))
  if (isInvalid) throw createOperationError('prepare.fill-wrong-value', { column, type, value })
  return type === 'VARCHAR' ? sql`${String(value)}` : sql`TRY_CAST(${String(value)} AS ${compileType(type)})`
}

/**
 * Compiles the SELECT list for the output columns and the row position.
 *
 * @param aliasPrefix The table alias, including the period.
 */
export const selectColumns = (
  outputColumns: readonly OutputColumn[],
  input: OperationInput,
  aliasPrefix: Sql = sql``,
): Sql[] => [
  ...outputColumns.map(
    ({ column, value }) =>
      sql`${value ?? sql`${aliasPrefix}${quoteIdentifier(column.name)}`} AS ${quoteIdentifier(column.name)}`,
  ),
  sql`${aliasPrefix}${input.row} AS ${input.row}`,
]

/** Returns all columns, one of them with a new value, for operations that read several rows. */
export const withReplacedColumn = (input: OperationInput, column: string, value: Sql, type: string): OutputColumn[] =>
  copyColumns(input).map((outputColumn) =>
    outputColumn.column.name === column ? { column: { name: column, type }, value, sources: [column] } : outputColumn,
  )

function fillFromNeighbor(
  how: 'previous' | 'next',
  column: Column,
  groups: readonly Column[],
  input: OperationInput,
): CompiledOperation {
  const order = sql`${partitionBy(groups)}ORDER BY ${input.row} ROWS BETWEEN`
  const value =
    how === 'previous'
      ? sql`last_value(${quoteIdentifier(column.name)} IGNORE NULLS) OVER (${order} UNBOUNDED PRECEDING AND CURRENT ROW)`
      : sql`first_value(${quoteIdentifier(column.name)} IGNORE NULLS) OVER (${order} CURRENT ROW AND UNBOUNDED FOLLOWING)`
  const outputColumns = withReplacedColumn(input, column.name, value, column.type)
  return {
    kind: 'table',
    rows: 'same',
    outputColumns,
    select: (from) => sql`SELECT ${selectColumns(outputColumns, input)} FROM ${from}`,
  }
}

function fillWithStatistic(
  how: 'mean' | 'median' | 'mode',
  column: Column,
  groups: readonly Column[],
  input: OperationInput,
): CompiledOperation {
  const keys = groups.map((group, index) => sql`${toGroupKey(group)} AS ${quoteIdentifier(`aw:key ${index}`)}`)
  const joinConditions = groups.map(
    (group, index) =>
      sql`b.${quoteIdentifier(group.name)} IS NOT DISTINCT FROM u.${quoteIdentifier(`aw:key ${index}`)}`,
  )
  const groupBy =
    keys.length === 0 ? sql`` : sql` GROUP BY ${groups.map((_, index) => quoteIdentifier(`aw:key ${index}`))}`
  const isMode = how === 'mode'
  const number = isMode ? quoteIdentifier(column.name) : requireNumberColumn(input, column.name)
  // Values are summed in row order, so that the result does not depend on the number of threads.
  const statistic =
    how === 'mean'
      ? normalizeNaN(sql`(sum(v ORDER BY position) / count(v))`)
      : how === 'median'
        ? normalizeNaN(sql`(quantile_cont(v, 0.5) + 0.0)`)
        : sql`arg_min(v, {'n': 0 - n, 'v': v})`
  const type = isMode ? column.type : 'DOUBLE'
  const cellValue = isMode
    ? sql`b.${quoteIdentifier(column.name)}`
    : sql`CAST(b.${quoteIdentifier(column.name)} AS DOUBLE)`
  const outputColumns = withReplacedColumn(input, column.name, sql`coalesce(${cellValue}, u.statistic)`, type)
  return {
    kind: 'table',
    rows: 'same',
    outputColumns,
    select(from) {
      const values = sql`SELECT ${[...keys, sql`${isMode ? toGroupKey(column) : number} AS v`, isMode ? sql`count(*) AS n` : sql`${input.row} AS position`]} FROM ${from} WHERE ${quoteIdentifier(column.name)} IS NOT NULL${isMode ? sql` GROUP BY ALL` : sql``}`
      const statistics = sql`SELECT ${[...groups.map((_, index) => quoteIdentifier(`aw:key ${index}`)), sql`${statistic} AS statistic`]} FROM (${values})${groupBy}`
      return sql`SELECT ${selectColumns(outputColumns, input, sql`b.`)} FROM ${from} AS b LEFT JOIN (${statistics}) AS u ON ${joinConditions.length === 0 ? sql`TRUE` : join(joinConditions, ' AND ')}`
    },
  }
}
