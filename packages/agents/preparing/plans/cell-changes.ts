import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Cell } from '../operations/operation-definition.ts'
import type { PlanStep } from './compile-plan.ts'

/** A column that an operation changes or adds. */
export interface CellChange {
  cell: Cell
  /** The column before the operation. Absent if the column is new. */
  before?: Column
  /** SQL for the cell after the operation. */
  after: Sql
}

/** Returns the columns that an operation changes or adds. */
export function findChanges({ stage, compiled }: PlanStep): CellChange[] {
  return compiled.cells.flatMap((cell): CellChange[] => {
    if (cell.value === undefined) return []
    const before = stage.columns.find((column) => column.name === cell.column.name)
    return [{ cell, ...(before ? { before } : {}), after: cell.value }]
  })
}

const castToText = (value: Sql, type: string): Sql => (type === 'VARCHAR' ? value : sql`CAST(${value} AS VARCHAR)`)

/** Returns an SQL condition that is true for changed cells. Compares values, or their text if the type changes. */
export function compileChangeCondition({ before, cell, after }: CellChange): Sql {
  if (cell.changeCondition) return cell.changeCondition
  if (!before) return sql`(${after} IS NOT NULL)`
  const oldValue = name(before.name)
  return before.type === cell.column.type
    ? sql`(${oldValue} IS DISTINCT FROM ${after})`
    : sql`(${castToText(oldValue, before.type)} IS DISTINCT FROM CAST(${after} AS VARCHAR))`
}

/** Returns an SQL condition that is true for values that become null. */
export const compileNulledCondition = ({ before, after }: CellChange): Sql =>
  before ? sql`(${name(before.name)} IS NOT NULL AND ${after} IS NULL)` : sql`FALSE`
