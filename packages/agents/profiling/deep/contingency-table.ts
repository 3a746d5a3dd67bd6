/** The contingency table of two columns, over the rows that have both values. */
export interface ContingencyTable {
  rows: number
  /** Nonzero cells in order of their first row. */
  cells: { x: number; y: number; count: number }[]
}

/**
 * Counts pairs of codes.
 *
 * @param x - Codes by row; -1 for null.
 */
export function countJointly(x: Int32Array, y: Int32Array): ContingencyTable {
  let [rows, width] = [0, 1]
  for (const code of y) if (code >= width) width = code + 1
  const counts = new Map<number, number>()
  for (const [row, xCode] of x.entries()) {
    const yCode = y[row]!
    if (xCode < 0 || yCode < 0) continue
    rows++
    const key = xCode * width + yCode
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const cells = [...counts].map(([key, count]) => ({ x: Math.floor(key / width), y: key % width, count }))
  return { rows, cells }
}

/** Counts the rows by value of one column (marginal counts). */
export function countMarginals(cells: ContingencyTable['cells'], side: 'x' | 'y'): Map<number, number> {
  const counts = new Map<number, number>()
  for (const cell of cells) counts.set(cell[side], (counts.get(cell[side]) ?? 0) + cell.count)
  return counts
}
