import type { Text } from '@aw-flow/messages'
import type { CellStep } from '@aw-flow/schema'

/** What became of a cell: what it was before, and why it is otherwise now. */
export interface CellChange {
  /** `null`: it was empty. */
  readonly before: string | null
  /** By which operation, in words. */
  readonly reason?: Text | undefined
}

/** Cells that were changed, by their row (from 0, in the table that the source gives) and column. */
export interface CellChanges {
  readonly count: number
  at(row: number, column: string): CellChange | undefined
  /** How a cell came to be what it is, operation by operation, also one of a new column; absent where nobody can tell. */
  story?(row: number, column: string): Promise<readonly CellStep[]>
}

/** Changes from a list, such as a plan's lineage; of several of one cell the last counts. Rows from 0. */
export function cellChanges(
  list: Iterable<{ readonly row: number; readonly column: string } & CellChange>,
  story?: CellChanges['story'],
): CellChanges {
  const byColumn = new Map<string, Map<number, CellChange>>()
  let count = 0
  for (const { row, column, before, reason } of list) {
    const rows = byColumn.get(column) ?? new Map<number, CellChange>()
    byColumn.set(column, rows)
    if (!rows.has(row)) count++
    rows.set(row, { before, reason })
  }
  return { count, at: (row, column) => byColumn.get(column)?.get(row), ...(story ? { story } : {}) }
}
