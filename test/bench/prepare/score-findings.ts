import type { Finding } from '@aw-flow/schema'

/** Precision, recall and F1, as ../shared/hospital/score.mjs computes them. */
export interface Scores {
  errors: number
  claims: number
  detection: { precision: number; recall: number; f1: number }
  repair: { precision: number; recall: number; f1: number }
}

/** Scores findings: a cell is wrong if its dirty and clean values differ. An empty repair is not counted. */
export function scoreFindings(
  header: readonly string[],
  dirty: readonly (readonly string[])[],
  clean: readonly (readonly string[])[],
  findings: readonly Pick<Finding, 'row' | 'column' | 'repair'>[],
): Scores {
  const truth = new Map<string, string>()
  dirty.forEach((cells, row) =>
    header.forEach((name, at) => {
      if (cells[at] !== clean[row]?.[at]) truth.set(`${row + 1}|${name}`, clean[row]?.[at] ?? '')
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
  const rate = (part: number, whole: number, none: number): number => (whole > 0 ? part / whole : none)
  const scores = (precision: number, recall: number) => ({
    precision,
    recall,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
  })
  return {
    errors: truth.size,
    claims: claims.size,
    detection: scores(rate(hits, claims.size, 0), rate(hits, truth.size, 1)),
    repair: scores(rate(repaired, proposed, 0), rate(repaired, truth.size, 1)),
  }
}
