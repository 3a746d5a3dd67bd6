/** The contingency table of two columns. Includes only rows in which neither value is null. */
export interface ContingencyTable {
  /** Number of rows counted. */
  rows: number
  /** Nonzero cells, ordered by the first row in which the pair of codes occurs. */
  cells: { x: number; y: number; count: number }[]
}

/**
 * Counts how often each pair of codes occurs.
 *
 * @param x Codes of the first column, indexed by row. -1 for null.
 * @param y Codes of the second column.
 */
export function createContingencyTable(x: Int32Array, y: Int32Array): ContingencyTable {
  let [rowCount, width] = [0, 1]
  for (const code of y) if (code >= width) width = code + 1
  const counts = new Map<number, number>()
  for (const [row, xCode] of x.entries()) {
    const yCode = y[row]!
    if (xCode < 0 || yCode < 0) continue
    rowCount++
    const key = xCode * width + yCode
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const cells = [...counts].map(([key, count]) => ({ x: Math.floor(key / width), y: key % width, count }))
  return { rows: rowCount, cells }
}

/** Counts the rows for each code of one column (marginal counts). */
export function countMarginals(cells: ContingencyTable['cells'], side: 'x' | 'y'): Map<number, number> {
  const counts = new Map<number, number>()
  for (const cell of cells) counts.set(cell[side], (counts.get(cell[side]) ?? 0) + cell.count)
  return counts
}
