import { isNumber, isTime, name, sql, type Sql } from '@aw-flow/engine'
import { selectCells, withReplacedCell } from './fill.ts'
import { partitionBy } from './group-key.ts'
import { numberColumn } from '../number-column.ts'
import { columnOf, defineOperation, type Stage } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

export const interpolateOperation = defineOperation('interpolate', {
  reads: ({ column, by, within = [] }) => [column, ...(by === undefined ? [] : [by]), ...within],
  compile({ column, by, within = [] }, stage) {
    const groups = within.map((group) => columnOf(stage, group))
    const number = numberColumn(stage, column)
    const partition = partitionBy(groups)
    const place = name('aw:place')
    const axisValue = by === undefined ? sql`row_number() OVER (${partition}ORDER BY ${stage.row})` : axis(by, stage)
    const window = sql`${partition}ORDER BY ${place}, ${stage.row} ROWS BETWEEN`
    const before = (value: Sql): Sql =>
      sql`last_value(${value} IGNORE NULLS) OVER (${window} UNBOUNDED PRECEDING AND CURRENT ROW)`
    const after = (value: Sql): Sql =>
      sql`first_value(${value} IGNORE NULLS) OVER (${window} CURRENT ROW AND UNBOUNDED FOLLOWING)`
    const known = sql`CASE WHEN ${number} IS NOT NULL THEN ${place} END`
    const [first, last, from, to] = ['aw:before', 'aw:after', 'aw:from', 'aw:to'].map(name) as [Sql, Sql, Sql, Sql]
    // Computing the fraction first makes the result exact at both ends.
    const between = sql`CASE WHEN ${to} = ${from} THEN ${first} ELSE ${first} + (${last} - ${first}) * ((${place} - ${from}) / (${to} - ${from})) END`
    const cells = withReplacedCell(
      stage,
      column,
      sql`coalesce(${number}, CASE WHEN ${place} IS NOT NULL THEN ${between} END)`,
      'DOUBLE',
    )
    return {
      kind: 'table',
      rows: 'same',
      cells,
      select(table) {
        const numbered = sql`SELECT *, CAST(${axisValue} AS DOUBLE) AS ${place} FROM ${table}`
        const seen = sql`SELECT *, ${before(number)} AS ${first}, ${after(number)} AS ${last}, ${before(known)} AS ${from}, ${after(known)} AS ${to} FROM (${numbered})`
        return sql`SELECT ${selectCells(cells, stage)} FROM (${seen})`
      },
    }
  },
})

function axis(by: string, stage: Stage): Sql {
  const { type } = columnOf(stage, by)
  if (isNumber(type)) return numberColumn(stage, by)
  if (!isTime(type) || type === 'TIME') throw operationError('prepare.not-axis', { column: by, type })
  return sql`epoch(${name(by)})`
}
