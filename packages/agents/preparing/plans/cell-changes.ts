import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Cell } from '../operations/operation-definition.ts'
import type { PlanStep } from './compile-plan.ts'

/** A column in which an operation changes cells: how to tell a changed one, over the stage before. */
export interface CellChange {
  cell: Cell
  /** The column that it had before; absent where it is new. */
  before?: Column
  after: Sql
}

/** The columns whose cells an operation on single rows changes or makes. */
export function changesOf({ stage, compiled }: PlanStep): CellChange[] {
  return compiled.cells.flatMap((cell): CellChange[] => {
    if (cell.value === undefined) return []
    const before = stage.columns.find((column) => column.name === cell.column.name)
    return [{ cell, ...(before ? { before } : {}), after: cell.value }]
  })
}

const asText = (value: Sql, type: string): Sql => (type === 'VARCHAR' ? value : sql`CAST(${value} AS VARCHAR)`)

/** True for a cell that is another after: another text where the type is another, else another value. */
export function isChanged({ before, cell, after }: CellChange): Sql {
  if (cell.changed) return cell.changed
  if (!before) return sql`(${after} IS NOT NULL)`
  const own = name(before.name)
  return before.type === cell.column.type
    ? sql`(${own} IS DISTINCT FROM ${after})`
    : sql`(${asText(own, before.type)} IS DISTINCT FROM CAST(${after} AS VARCHAR))`
}

/** True for a cell that had a value and has none after. */
export const isNulled = ({ before, after }: CellChange): Sql =>
  before ? sql`(${name(before.name)} IS NOT NULL AND ${after} IS NULL)` : sql`FALSE`
