import { isNumber, isTime, name, sql, type Sql } from '@aw-flow/engine'
import { selectCells, withReplacedCell } from './fill.ts'
import { partitionBy } from './group-key.ts'
import { requireNumberColumn } from '../number-column.ts'
import { findColumn, defineOperation, type OperationInput } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Fills null cells by linear interpolation between the neighboring values. */
export const interpolateOperation = defineOperation('interpolate', {
  reads: ({ column, by: axisColumn, within = [] }) => [
    column,
    ...(axisColumn === undefined ? [] : [axisColumn]),
    ...within,
  ],
  compile({ column, by: axisColumn, within = [] }, stage) {
    const groups = within.map((group) => findColumn(stage, group))
    const number = requireNumberColumn(stage, column)
    const partition = partitionBy(groups)
    const axisPosition = name('aw:place')
    const axisValue =
      axisColumn === undefined
        ? sql`row_number() OVER (${partition}ORDER BY ${stage.row})`
        : toAxisValue(axisColumn, stage)
    const window = sql`${partition}ORDER BY ${axisPosition}, ${stage.row} ROWS BETWEEN`
    const selectLastNonNull = (value: Sql): Sql =>
      sql`last_value(${value} IGNORE NULLS) OVER (${window} UNBOUNDED PRECEDING AND CURRENT ROW)`
    const selectNextNonNull = (value: Sql): Sql =>
      sql`first_value(${value} IGNORE NULLS) OVER (${window} CURRENT ROW AND UNBOUNDED FOLLOWING)`
    const knownPosition = sql`CASE WHEN ${number} IS NOT NULL THEN ${axisPosition} END`
    const [valueBefore, valueAfter, positionBefore, positionAfter] = ['aw:before', 'aw:after', 'aw:from', 'aw:to'].map(
      name,
    ) as [Sql, Sql, Sql, Sql]
    // The fraction is computed first, so that the result is exact at both ends.
    const interpolated = sql`CASE WHEN ${positionAfter} = ${positionBefore} THEN ${valueBefore} ELSE ${valueBefore} + (${valueAfter} - ${valueBefore}) * ((${axisPosition} - ${positionBefore}) / (${positionAfter} - ${positionBefore})) END`
    const cells = withReplacedCell(
      stage,
      column,
      sql`coalesce(${number}, CASE WHEN ${axisPosition} IS NOT NULL THEN ${interpolated} END)`,
      'DOUBLE',
    )
    return {
      kind: 'table',
      rows: 'same',
      cells,
      select(table) {
        const numbered = sql`SELECT *, CAST(${axisValue} AS DOUBLE) AS ${axisPosition} FROM ${table}`
        const withNeighbors = sql`SELECT *, ${selectLastNonNull(number)} AS ${valueBefore}, ${selectNextNonNull(number)} AS ${valueAfter}, ${selectLastNonNull(knownPosition)} AS ${positionBefore}, ${selectNextNonNull(knownPosition)} AS ${positionAfter} FROM (${numbered})`
        return sql`SELECT ${selectCells(cells, stage)} FROM (${withNeighbors})`
      },
    }
  },
})

function toAxisValue(axisColumn: string, stage: OperationInput): Sql {
  const { type } = findColumn(stage, axisColumn)
  if (isNumber(type)) return requireNumberColumn(stage, axisColumn)
  if (!isTime(type) || type === 'TIME') throw createOperationError('prepare.not-axis', { column: axisColumn })
  return sql`epoch(${name(axisColumn)})`
}
