/** How often two columns' values are found together, over the rows that have both. */
export interface JointCounts {
  rows: number
  /** In the order in which they are first found. */
  cells: { x: number; y: number; count: number }[]
}

export function jointCounts(x: Int32Array, y: Int32Array): JointCounts {
  let [rows, width] = [0, 1]
  for (const code of y) if (code >= width) width = code + 1
  const counts = new Map<number, number>()
  for (const [row, one] of x.entries()) {
    const other = y[row]!
    if (one < 0 || other < 0) continue
    rows++
    const key = one * width + other
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const cells = [...counts].map(([key, count]) => ({ x: Math.floor(key / width), y: key % width, count }))
  return { rows, cells }
}

/** Rows by value of one side. */
export function countsOf(cells: JointCounts['cells'], side: 'x' | 'y'): Map<number, number> {
  const counts = new Map<number, number>()
  for (const cell of cells) counts.set(cell[side], (counts.get(cell[side]) ?? 0) + cell.count)
  return counts
}
