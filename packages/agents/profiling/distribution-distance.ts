import type { CountedValue, HistogramBin } from '@aw-flow/schema/internal'

/** The distribution of a column's values: a histogram, or counts of all distinct values. */
export type Distribution =
  | { kind: 'range'; bins: readonly HistogramBin[] }
  | { kind: 'values'; counts: readonly CountedValue[] }

/** Minimum fraction of values in a bin. Empty bins are assigned this value, because the logarithm of 0 is infinite. */
const minFraction = 0.0005
const decileCount = 10

/**
 * Measures the distance between two distributions with two measures: the population stability index Σ (q - p) ln (q /
 * p), and the Jensen–Shannon distance with binary logarithms, from 0 to 1 (J. Lin, "Divergence measures based on the
 * Shannon entropy", 1991). Histograms are compared by the fractions of their values in each decile of `before` and
 * outside its range. Results are rounded to three decimal places, so that they are identical in all JavaScript engines.
 */
export function measureDistributionDistance(
  before: Distribution,
  after: Distribution,
): { psi: number; jensenShannon: number } {
  const [p, q] =
    before.kind === 'range' && after.kind === 'range'
      ? toRangeFractions(before.bins, after.bins)
      : toValueFractions(before.kind === 'values' ? before.counts : [], after.kind === 'values' ? after.counts : [])
  const psi = p.reduce((sum, share, index) => {
    const [pFraction, qFraction] = [Math.max(minFraction, share), Math.max(minFraction, q[index]!)]
    return sum + (qFraction - pFraction) * Math.log(qFraction / pFraction)
  }, 0)
  const computeDivergence = (fractions: readonly number[], otherFractions: readonly number[]): number =>
    fractions.reduce(
      (sum, share, index) =>
        share === 0 ? sum : sum + share * Math.log2(share / ((share + otherFractions[index]!) / 2)),
      0,
    )
  const meanDivergence = (computeDivergence(p, q) + computeDivergence(q, p)) / 2
  return { psi: round(psi), jensenShannon: round(Math.sqrt(Math.max(0, meanDivergence))) }
}

const round = (value: number): number => Number(value.toFixed(3))

function toValueFractions(before: readonly CountedValue[], after: readonly CountedValue[]): [number[], number[]] {
  const values = [...new Set([...before, ...after].map(({ value }) => value))].toSorted()
  const computeFractions = (counts: readonly CountedValue[]): number[] => {
    const totalCount = counts.reduce((sum, { count }) => sum + count, 0)
    return values.map(
      (value) => (counts.find((counted) => counted.value === value)?.count ?? 0) / Math.max(1, totalCount),
    )
  }
  return [computeFractions(before), computeFractions(after)]
}

function toRangeFractions(before: readonly HistogramBin[], after: readonly HistogramBin[]): [number[], number[]] {
  const edges = [
    ...new Set(Array.from({ length: decileCount - 1 }, (_, index) => findQuantile(before, (index + 1) / decileCount))),
  ]
  const rangeStart = before[0]!.from
  const rangeEnd = before.at(-1)!.to
  const boundaries = [rangeStart, ...edges.filter((edge) => edge > rangeStart && edge < rangeEnd), rangeEnd]
  const computeFractions = (bins: readonly HistogramBin[]): number[] => {
    const cumulativeFractions = boundaries.map((boundary) => computeFractionBelow(bins, boundary))
    return [
      cumulativeFractions[0]!,
      ...cumulativeFractions.slice(1).map((share, index) => share - cumulativeFractions[index]!),
      1 - cumulativeFractions.at(-1)!,
    ]
  }
  return [computeFractions(before), computeFractions(after)]
}

const countRows = (bins: readonly HistogramBin[]): number => bins.reduce((sum, { count }) => sum + count, 0)

/**
 * Computes the fraction of values below a limit, interpolating within bins. A bin that ends at the limit is included,
 * unless all values in the bin are equal.
 */
function computeFractionBelow(bins: readonly HistogramBin[], limit: number): number {
  const countBelow = bins.reduce((sum, { from, to, count }) => {
    if (limit > to || (limit === to && to > from)) return sum + count
    if (limit <= from || to === from) return sum
    return sum + (count * (limit - from)) / (to - from)
  }, 0)
  return countBelow / Math.max(1, countRows(bins))
}

function findQuantile(bins: readonly HistogramBin[], level: number): number {
  const targetCount = level * countRows(bins)
  let countBelow = 0
  for (const { from, to, count } of bins) {
    if (countBelow + count >= targetCount && count > 0) return from + ((to - from) * (targetCount - countBelow)) / count
    countBelow += count
  }
  return bins.at(-1)!.to
}
