import type { Finding } from '@aw-flow/schema/internal'

/** Precision, recall and F1, computed as in ../shared/hospital/score.mjs. */
export interface Scores {
  errors: number
  claims: number
  detection: { precision: number; recall: number; f1: number }
  repair: { precision: number; recall: number; f1: number }
}

/**
 * Scores findings. A cell is wrong if its dirty and clean values differ. An empty repair does not count as a repair.
 */
export function scoreFindings(
  header: readonly string[],
  dirty: readonly (readonly string[])[],
  clean: readonly (readonly string[])[],
  findings: readonly Pick<Finding, 'row' | 'column' | 'repair'>[],
): Scores {
  const truth = new Map<string, string>()
  dirty.forEach((cells, row) =>
    header.forEach((name, columnIndex) => {
      if (cells[columnIndex] !== clean[row]?.[columnIndex])
        truth.set(`${row + 1}|${name}`, clean[row]?.[columnIndex] ?? '')
    }),
  )
  const claims = new Map(findings.map(({ row, column, repair = '' }) => [`${row}|${column}`, repair]))
  let hits = 0
  let repaired = 0
  let proposed = 0
  for (const [key, repair] of claims) {
    if (repair !== '') proposed++
    if (!truth.has(key)) continue
    hits++
    if (repair !== '' && repair === truth.get(key)) repaired++
  }
  const ratio = (part: number, total: number, emptyRate: number): number => (total > 0 ? part / total : emptyRate)
  const scores = (precision: number, recall: number) => ({
    precision,
    recall,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
  })
  return {
    errors: truth.size,
    claims: claims.size,
    detection: scores(ratio(hits, claims.size, 0), ratio(hits, truth.size, 1)),
    repair: scores(ratio(repaired, proposed, 0), ratio(repaired, truth.size, 1)),
  }
}
