import { isNumber, join, name, sql, compileType, normalizeNaN, type Sql } from '@aw-flow/engine'
import type { Column, OperationOf } from '@aw-flow/schema'
import { toGroupKey, partitionBy } from './group-key.ts'
import {
  findColumn,
  defineOperation,
  createUnchangedCells,
  replaceCell,
  type Cell,
  type CompiledOperation,
  type OperationInput,
} from '../operation-definition.ts'
import { requireNumberColumn } from '../number-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Fills null cells with a constant, the previous or next value, or the mean, median or mode of the column. */
export const fillOperation = defineOperation('fill', {
  reads: ({ column, within = [] }) => [column, ...within],
  compile(operation, stage) {
    const { column: columnName, how, value, within = [] } = operation
    const column = findColumn(stage, columnName)
    const groups = within.map((group) => findColumn(stage, group))
    if (groups.includes(column)) throw createOperationError('prepare.fill-within-itself', { column: columnName })
    const cell = name(columnName)
    if (how === 'constant')
      return replaceCell(stage, columnName, sql`coalesce(${cell}, ${toConstant(value, column)})`, column.type)
    if (how === 'previous' || how === 'next') return fillFromNeighbor(how, column, groups, stage)
    return fillWithStatistic(how, column, groups, stage)
  },
})

function toConstant(value: OperationOf<'fill'>['value'], { name: column, type }: Column): Sql {
  if (value === undefined) throw createOperationError('prepare.fill-without-value', { column })
  const isInvalid = isNumber(type) && (String(value).trim() === '' || !Number.isFinite(Number(value)))
  if (isInvalid) throw createOperationError('prepare.fill-wrong-value', { column, type, value })
  return type === 'VARCHAR' ? sql`${String(value)}` : sql`TRY_CAST(${String(value)} AS ${compileType(type)})`
}

/**
 * Compiles the SELECT list for the given cells and the row position. `from` is the table alias including the period.
 */
export const selectCells = (cells: readonly Cell[], stage: OperationInput, from: Sql = sql``): Sql[] => [
  ...cells.map(({ column, value }) => sql`${value ?? sql`${from}${name(column.name)}`} AS ${name(column.name)}`),
  sql`${from}${stage.row} AS ${stage.row}`,
]

/** Returns cells for all columns with one of them replaced, for operations that read several rows. */
export const withReplacedCell = (stage: OperationInput, column: string, value: Sql, type: string): Cell[] =>
  createUnchangedCells(stage).map((cell) =>
    cell.column.name === column ? { column: { name: column, type }, value, sources: [column] } : cell,
  )

function fillFromNeighbor(
  how: 'previous' | 'next',
  column: Column,
  groups: readonly Column[],
  stage: OperationInput,
): CompiledOperation {
  const order = sql`${partitionBy(groups)}ORDER BY ${stage.row} ROWS BETWEEN`
  const value =
    how === 'previous'
      ? sql`last_value(${name(column.name)} IGNORE NULLS) OVER (${order} UNBOUNDED PRECEDING AND CURRENT ROW)`
      : sql`first_value(${name(column.name)} IGNORE NULLS) OVER (${order} CURRENT ROW AND UNBOUNDED FOLLOWING)`
  const cells = withReplacedCell(stage, column.name, value, column.type)
  return { kind: 'table', rows: 'same', cells, select: (from) => sql`SELECT ${selectCells(cells, stage)} FROM ${from}` }
}

function fillWithStatistic(
  how: 'mean' | 'median' | 'mode',
  column: Column,
  groups: readonly Column[],
  stage: OperationInput,
): CompiledOperation {
  const keys = groups.map((group, index) => sql`${toGroupKey(group)} AS ${name(`aw:key ${index}`)}`)
  const joinConditions = groups.map(
    (group, index) => sql`b.${name(group.name)} IS NOT DISTINCT FROM u.${name(`aw:key ${index}`)}`,
  )
  const groupBy = keys.length === 0 ? sql`` : sql` GROUP BY ${groups.map((_, index) => name(`aw:key ${index}`))}`
  const isMode = how === 'mode'
  const number = isMode ? name(column.name) : requireNumberColumn(stage, column.name)
  // Values are summed in row order, so that the result does not depend on the number of threads.
  const statistic =
    how === 'mean'
      ? normalizeNaN(sql`(sum(v ORDER BY position) / count(v))`)
      : how === 'median'
        ? normalizeNaN(sql`(quantile_cont(v, 0.5) + 0.0)`)
        : sql`arg_min(v, {'n': 0 - n, 'v': v})`
  const type = isMode ? column.type : 'DOUBLE'
  const cellValue = isMode ? sql`b.${name(column.name)}` : sql`CAST(b.${name(column.name)} AS DOUBLE)`
  const cells = withReplacedCell(stage, column.name, sql`coalesce(${cellValue}, u.statistic)`, type)
  return {
    kind: 'table',
    rows: 'same',
    cells,
    select(from) {
      const values = sql`SELECT ${[...keys, sql`${isMode ? toGroupKey(column) : number} AS v`, isMode ? sql`count(*) AS n` : sql`${stage.row} AS position`]} FROM ${from} WHERE ${name(column.name)} IS NOT NULL${isMode ? sql` GROUP BY ALL` : sql``}`
      const statistics = sql`SELECT ${[...groups.map((_, index) => name(`aw:key ${index}`)), sql`${statistic} AS statistic`]} FROM (${values})${groupBy}`
      return sql`SELECT ${selectCells(cells, stage, sql`b.`)} FROM ${from} AS b LEFT JOIN (${statistics}) AS u ON ${joinConditions.length === 0 ? sql`TRUE` : join(joinConditions, ' AND ')}`
    },
  }
}
