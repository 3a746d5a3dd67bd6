/** What became of a cell: what it was before, and why it is otherwise now. */
export interface CellChange {
  /** `null`: it was empty. */
  readonly before: string | null
  /** By which operation, in words. */
  readonly reason?: string | undefined
}

/** Cells that were changed, by their row (from 0, in the table that the source gives) and column. */
export interface CellChanges {
  readonly count: number
  at(row: number, column: string): CellChange | undefined
}

/** Changes from a list, such as a plan's lineage; of several of one cell the last counts. Rows from 0. */
export function cellChanges(
  list: Iterable<{ readonly row: number; readonly column: string } & CellChange>,
): CellChanges {
  const byColumn = new Map<string, Map<number, CellChange>>()
  let count = 0
  for (const { row, column, before, reason } of list) {
    const rows = byColumn.get(column) ?? new Map<number, CellChange>()
    byColumn.set(column, rows)
    if (!rows.has(row)) count++
    rows.set(row, { before, reason })
  }
  return { count, at: (row, column) => byColumn.get(column)?.get(row) }
}
