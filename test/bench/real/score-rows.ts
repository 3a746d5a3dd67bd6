/** Similarity of two tables: ten numbers from 0 to 1 (success; precision, recall and F1 of header, records and cells). */
export interface RowScore {
  /** Their sum, at most 10. */
  total: number
  header: number
  records: number
  cells: number
}

export const noScore: RowScore = { total: 0, header: 0, records: 0, cells: 0 }

/**
 * Scores rows against the expected ones as the Pollock benchmark does: by their intersection, in any order. Headers are the
 * first rows. An expected header without cells means a file without a header, and is not scored.
 */
export function scoreRows(truth: readonly string[][], found: readonly string[][]): RowScore {
  const [header = [], ...others] = truth
  const hasHeader = header.length > 0
  // Empty records do not count for any reader.
  const records = others.filter(isFilled)
  const rows = (hasHeader ? found.slice(1) : found).filter(isFilled)
  const scores = {
    header: hasHeader ? overlap(header.map(plain), (found[0] ?? []).map(plain)) : ([1, 1, 1] as const),
    records: overlap(records.map(joined), rows.map(joined)),
    cells: overlap(truth.flat().map(plain).filter(Boolean), found.flat().map(plain).filter(Boolean)),
  }
  const sum = Object.values(scores).flat()
  return {
    total: 1 + sum.reduce((total, one) => total + one, 0),
    header: scores.header[2],
    records: scores.records[2],
    cells: scores.cells[2],
  }
}

const plain = (cell: string): string => cell.replace(/\s+/g, ' ').trim().toLowerCase()

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell.trim() !== '')

const joined = (row: readonly string[]): string => row.map(plain).join('')

function overlap(truth: readonly string[], found: readonly string[]): readonly [number, number, number] {
  if (truth.length === 0) return found.length === 0 ? [1, 1, 1] : [0, 0, 0]
  const counts = new Map<string, number>()
  for (const item of truth) counts.set(item, (counts.get(item) ?? 0) + 1)
  let shared = 0
  for (const item of found) {
    const left = counts.get(item) ?? 0
    if (left === 0) continue
    shared++
    counts.set(item, left - 1)
  }
  if (shared === 0) return [0, 0, 0]
  const [recall, precision] = [shared / truth.length, shared / found.length]
  return [precision, recall, (2 * precision * recall) / (precision + recall)]
}
