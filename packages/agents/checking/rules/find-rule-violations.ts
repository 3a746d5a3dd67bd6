import { defined } from '@aw-flow/schema'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import type { DistinctValue } from '../inconsistencies/inconsistency.ts'
import { findImpossibleDates, findOutOfRangeNumbers } from './find-impossible-values.ts'
import { findTotalRows } from './find-total-rows.ts'
import { findReversedRanges } from './find-reversed-ranges.ts'
import type { CellViolation, ColumnViolations } from './violation.ts'
import { appendAll } from '../large-lists.ts'

type ColumnRule = (values: readonly DistinctValue[], name: string) => ColumnViolations | undefined
const columnRules: readonly ColumnRule[] = [findImpossibleDates, findOutOfRangeNumbers]

type TableRule = (table: EncodedTable) => CellViolation[]
const tableRules: readonly TableRule[] = [findTotalRows, findReversedRanges]

/**
 * Finds cells that violate general rules, such as check digits, the calendar, the ranges of quantities, lists of
 * assigned codes, and totals. A rule applies to a column only if almost all of its cells satisfy it.
 *
 * @yields After each rule and column.
 */
export function* findRuleViolations(table: EncodedTable): Generator<undefined, CellViolation[]> {
  const results: CellViolation[] = []
  for (const findViolations of tableRules) {
    appendAll(results, findViolations(table))
    yield
  }
  for (const [columnIndex, column] of table.columns.entries()) {
    const distinctValues = toDistinctValues(column)
    for (const findViolations of columnRules) {
      const columnViolations = findViolations(distinctValues, column.name)
      if (columnViolations) appendAll(results, toCellViolations(table, columnIndex, columnViolations))
    }
    yield
  }
  return results
}

const toDistinctValues = ({ values, counts }: EncodedColumn): DistinctValue[] =>
  values.flatMap((text, code) => {
    const cellCount = counts[code] as number
    return code > 0 && cellCount > 0 ? [{ text, cellCount }] : []
  })

function toCellViolations(
  { rows: rowCount, columns }: EncodedTable,
  columnIndex: number,
  columnViolations: ColumnViolations,
): CellViolation[] {
  const { kind, rule, params, violations } = columnViolations
  const column = columns[columnIndex] as EncodedColumn
  const cellViolations: CellViolation[] = []
  for (let row = 0; row < rowCount; row++) {
    const violation = violations.get(column.values[column.repairedCodes[row] as number] as string)
    if (!violation) continue
    const { replacement, logOdds } = violation
    cellViolations.push(defined({ row, column: columnIndex, kind, rule, params, logOdds, replacement }))
  }
  return cellViolations
}
