/**
 * The similarity of two tables, computed from ten numbers between 0 and 1: success, and the precision, recall and F1 of
 * each part.
 */
export interface RowScore {
  /** The sum of the ten numbers, at most 10. */
  total: number
  header: number
  records: number
  cells: number
}

export const noScore: RowScore = { total: 0, header: 0, records: 0, cells: 0 }

/**
 * Scores rows against the expected ones like the Pollock benchmark does: by their intersection, in any order. The first
 * rows are headers. An expected header without cells represents a file without a header, and is not scored.
 */
export function scoreRows(truth: readonly string[][], actual: readonly string[][]): RowScore {
  const [header = [], ...otherRows] = truth
  const hasHeader = header.length > 0
  // Empty records do not count for any reader.
  const records = otherRows.filter(isFilled)
  const rows = (hasHeader ? actual.slice(1) : actual).filter(isFilled)
  const scores = {
    header: hasHeader ? overlap(header.map(normalizeCell), (actual[0] ?? []).map(normalizeCell)) : ([1, 1, 1] as const),
    records: overlap(records.map(joinCells), rows.map(joinCells)),
    cells: overlap(truth.flat().map(normalizeCell).filter(Boolean), actual.flat().map(normalizeCell).filter(Boolean)),
  }
  const sum = Object.values(scores).flat()
  return {
    total: 1 + sum.reduce((total, value) => total + value, 0),
    header: scores.header[2],
    records: scores.records[2],
    cells: scores.cells[2],
  }
}

const normalizeCell = (cell: string): string => cell.replace(/\s+/g, ' ').trim().toLowerCase()

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell.trim() !== '')

const joinCells = (row: readonly string[]): string => row.map(normalizeCell).join('')

function overlap(truth: readonly string[], actual: readonly string[]): readonly [number, number, number] {
  if (truth.length === 0) return actual.length === 0 ? [1, 1, 1] : [0, 0, 0]
  const counts = new Map<string, number>()
  for (const item of truth) counts.set(item, (counts.get(item) ?? 0) + 1)
  let shared = 0
  for (const item of actual) {
    const remaining = counts.get(item) ?? 0
    if (remaining === 0) continue
    shared++
    counts.set(item, remaining - 1)
  }
  if (shared === 0) return [0, 0, 0]
  const [recall, precision] = [shared / truth.length, shared / actual.length]
  return [precision, recall, (2 * precision * recall) / (precision + recall)]
}
