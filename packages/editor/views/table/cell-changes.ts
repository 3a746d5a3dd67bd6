import type { Text } from '@aw-flow/messages'
import type { CellStep } from '@aw-flow/schema'

/** The change to a cell: its old value and the reason. @public */
export interface CellChange {
  /** The old value; `null` if it was null. */
  readonly before: string | null
  /** The reason of the operation that changed the cell. */
  readonly reason?: Text | undefined
}

/** Changed cells, by their row (from 0, in the source's table) and column. @public */
export interface CellChanges {
  /** The number of changed cells. */
  readonly count: number
  /** Returns the change to a cell; `undefined` if it is unchanged. */
  at(row: number, column: string): CellChange | undefined
  /** Returns a cell's lineage, operation by operation, including for cells in new columns. Absent if unavailable. */
  getLineage?(row: number, column: string): Promise<readonly CellStep[]>
}

/** Indexes a list of changes, such as a plan's lineage. The last change to a cell wins. Rows are from 0. @internal */
export function indexCellChanges(
  list: Iterable<{ readonly row: number; readonly column: string } & CellChange>,
  getLineage?: CellChanges['getLineage'],
): CellChanges {
  const byColumn = new Map<string, Map<number, CellChange>>()
  let count = 0
  for (const { row, column, before, reason } of list) {
    const rows = byColumn.get(column) ?? new Map<number, CellChange>()
    byColumn.set(column, rows)
    if (!rows.has(row)) count++
    rows.set(row, { before, reason })
  }
  return { count, at: (row, column) => byColumn.get(column)?.get(row), ...(getLineage ? { getLineage } : {}) }
}
