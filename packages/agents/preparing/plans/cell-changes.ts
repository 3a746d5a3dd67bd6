import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { defined, type Column } from '@aw-flow/schema'
import type { OutputColumn } from '../operations/operation-definition.ts'
import type { PlanStep } from './compile-plan.ts'

/** A cell that an operation changes or adds in each row. */
export interface CellChange {
  cell: OutputColumn
  /** The column before the operation. Absent if the column is new. */
  oldColumn?: Column
  /** SQL for the cell after the operation. */
  newValue: Sql
}

/** Returns the cells that an operation changes or adds. */
export function findCellChanges({ input, compiled }: PlanStep): CellChange[] {
  return compiled.outputColumns.flatMap((cell): CellChange[] => {
    if (cell.value === undefined) return []
    const oldColumn = input.columns.find((column) => column.name === cell.column.name)
    return [defined({ cell, oldColumn, newValue: cell.value })]
  })
}

const castToText = (value: Sql, type: string): Sql => (type === 'VARCHAR' ? value : sql`CAST(${value} AS VARCHAR)`)

/** Returns an SQL condition that is true for changed cells. Compares values, or their text if the type changes. */
export function compileChangeCondition({ oldColumn, cell, newValue }: CellChange): Sql {
  if (cell.changeCondition) return cell.changeCondition
  if (!oldColumn) return sql`(${newValue} IS NOT NULL)`
  const oldValue = quoteIdentifier(oldColumn.name)
  return oldColumn.type === cell.column.type
    ? sql`(${oldValue} IS DISTINCT FROM ${newValue})`
    : sql`(${castToText(oldValue, oldColumn.type)} IS DISTINCT FROM CAST(${newValue} AS VARCHAR))`
}

/** Returns an SQL condition that is true for values that become null. */
export const compileNulledCondition = ({ oldColumn, newValue }: CellChange): Sql =>
  oldColumn ? sql`(${quoteIdentifier(oldColumn.name)} IS NOT NULL AND ${newValue} IS NULL)` : sql`FALSE`
