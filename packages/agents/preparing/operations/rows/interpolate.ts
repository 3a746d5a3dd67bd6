import { isNumber, isTemporal, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { selectColumns, withReplacedColumn } from './fill.ts'
import { partitionBy } from './group-key.ts'
import { requireNumberColumn } from '../number-column.ts'
import { findColumn, defineOperation, type OperationInput } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Fills null cells by linear interpolation between the neighboring values. */
export const interpolateOperation = defineOperation('interpolate', {
  getReadColumns: ({ column, by: axisColumn, within = [] }) => [
    column,
    ...(axisColumn === undefined ? [] : [axisColumn]),
    ...within,
  ],
  compile({ column, by: axisColumn, within = [] }, input) {
    const groups = within.map((group) => findColumn(input, group))
    const number = requireNumberColumn(input, column)
    const partition = partitionBy(groups)
    const axisPosition = quoteIdentifier('aw:place')
    const axisValue =
      axisColumn === undefined
        ? sql`row_number() OVER (${partition}ORDER BY ${input.row})`
        : toAxisValue(axisColumn, input)
    const window = sql`${partition}ORDER BY ${axisPosition}, ${input.row} ROWS BETWEEN`
    const selectLastNonNull = (value: Sql): Sql =>
      sql`last_value(${value} IGNORE NULLS) OVER (${window} UNBOUNDED PRECEDING AND CURRENT ROW)`
    const selectNextNonNull = (value: Sql): Sql =>
      sql`first_value(${value} IGNORE NULLS) OVER (${window} CURRENT ROW AND UNBOUNDED FOLLOWING)`
    const knownPosition = sql`CASE WHEN ${number} IS NOT NULL THEN ${axisPosition} END`
    const [valueBefore, valueAfter, positionBefore, positionAfter] = ['aw:before', 'aw:after', 'aw:from', 'aw:to'].map(
      quoteIdentifier,
    ) as [Sql, Sql, Sql, Sql]
    // The fraction is computed first, so that the result is exact at both ends.
    const interpolatedValue = sql`CASE WHEN ${positionAfter} = ${positionBefore} THEN ${valueBefore} ELSE ${valueBefore} + (${valueAfter} - ${valueBefore}) * ((${axisPosition} - ${positionBefore}) / (${positionAfter} - ${positionBefore})) END`
    const outputColumns = withReplacedColumn(
      input,
      column,
      sql`coalesce(${number}, CASE WHEN ${axisPosition} IS NOT NULL THEN ${interpolatedValue} END)`,
      'DOUBLE',
    )
    return {
      kind: 'table',
      rows: 'same',
      outputColumns,
      select(table) {
        const numberedRows = sql`SELECT *, CAST(${axisValue} AS DOUBLE) AS ${axisPosition} FROM ${table}`
        const rowsWithNeighbors = sql`SELECT *, ${selectLastNonNull(number)} AS ${valueBefore}, ${selectNextNonNull(number)} AS ${valueAfter}, ${selectLastNonNull(knownPosition)} AS ${positionBefore}, ${selectNextNonNull(knownPosition)} AS ${positionAfter} FROM (${numberedRows})`
        return sql`SELECT ${selectColumns(outputColumns, input)} FROM (${rowsWithNeighbors})`
      },
    }
  },
})

function toAxisValue(axisColumn: string, input: OperationInput): Sql {
  const { type } = findColumn(input, axisColumn)
  if (isNumber(type)) return requireNumberColumn(input, axisColumn)
  if (!isTemporal(type) || type === 'TIME') throw createOperationError('prepare.not-axis', { column: axisColumn })
  return sql`epoch(${quoteIdentifier(axisColumn)})`
}
