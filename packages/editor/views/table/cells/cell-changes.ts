import type { Text } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { CellStep } from '@aw-flow/schema/internal'

/** A change to a cell. @public */
export interface CellChange {
  /** The text before the change, or `null` if the value was null. */
  readonly before: string | null
  /** Why the operation changed the cell. */
  readonly reason?: Text | undefined
}

/** Changed cells, looked up by row index (from 0, in the source's table) and column name. @public */
export interface CellChanges {
  /** Number of changed cells. */
  readonly count: number
  /** Returns the change to a cell, or `undefined` if it is unchanged. */
  getChange(row: number, column: string): CellChange | undefined
  /**
   * Returns the lineage of a cell, one step per operation. Also works for cells of new columns. Absent if not
   * supported.
   */
  getLineage?(row: number, column: string): Promise<readonly CellStep[]>
}

/**
 * Indexes a list of changes, such as a plan's lineage. Rows are numbered from 0, and the last change to a cell wins.
 * @internal
 */
export function indexCellChanges(
  list: Iterable<{ readonly row: number; readonly column: string } & CellChange>,
  getLineage?: CellChanges['getLineage'],
): CellChanges {
  const changesByColumn = new Map<string, Map<number, CellChange>>()
  let count = 0
  for (const { row, column, before, reason } of list) {
    const changesByRow = changesByColumn.get(column) ?? new Map<number, CellChange>()
    changesByColumn.set(column, changesByRow)
    if (!changesByRow.has(row)) count++
    changesByRow.set(row, { before, reason })
  }
  return { count, getChange: (row, column) => changesByColumn.get(column)?.get(row), ...defined({ getLineage }) }
}
