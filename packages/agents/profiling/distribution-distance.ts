import type { CountedValue, HistogramBin } from '@aw-flow/schema'

/** The distribution of a column's values: a histogram, or counts of all distinct values. */
export type Distribution =
  | { kind: 'range'; bins: readonly HistogramBin[] }
  | { kind: 'values'; counts: readonly CountedValue[] }

/** Minimum fraction of values in a bin. Empty bins are assigned this value, because the logarithm of 0 is infinite. */
const minShare = 0.0005
const decileCount = 10

/**
 * Measures the distance between two distributions with two measures: the population stability index Σ (q - p) ln (q /
 * p), and the Jensen–Shannon distance with binary logarithms, from 0 to 1 (J. Lin, "Divergence measures based on the
 * Shannon entropy", 1991). Histograms are compared based on the deciles of `before` and the fractions outside its
 * range. Results are rounded to three decimal places, so that they are identical in all JavaScript engines.
 */
export function measureDistributionDistance(
  before: Distribution,
  after: Distribution,
): { psi: number; jensenShannon: number } {
  const [p, q] =
    before.kind === 'range' && after.kind === 'range'
      ? toRangeShares(before.bins, after.bins)
      : toValueShares(before.kind === 'values' ? before.counts : [], after.kind === 'values' ? after.counts : [])
  const psi = p.reduce((sum, share, index) => {
    const [pShare, qShare] = [Math.max(minShare, share), Math.max(minShare, q[index]!)]
    return sum + (qShare - pShare) * Math.log(qShare / pShare)
  }, 0)
  const computeDivergence = (shares: readonly number[], otherShares: readonly number[]): number =>
    shares.reduce(
      (sum, share, index) => (share === 0 ? sum : sum + share * Math.log2(share / ((share + otherShares[index]!) / 2))),
      0,
    )
  const divergenceMean = (computeDivergence(p, q) + computeDivergence(q, p)) / 2
  return { psi: round(psi), jensenShannon: round(Math.sqrt(Math.max(0, divergenceMean))) }
}

const round = (value: number): number => Number(value.toFixed(3))

function toValueShares(before: readonly CountedValue[], after: readonly CountedValue[]): [number[], number[]] {
  const values = [...new Set([...before, ...after].map(({ value }) => value))].toSorted()
  const computeShares = (counts: readonly CountedValue[]): number[] => {
    const totalCount = counts.reduce((sum, { count }) => sum + count, 0)
    return values.map(
      (value) => (counts.find((counted) => counted.value === value)?.count ?? 0) / Math.max(1, totalCount),
    )
  }
  return [computeShares(before), computeShares(after)]
}

function toRangeShares(before: readonly HistogramBin[], after: readonly HistogramBin[]): [number[], number[]] {
  const edges = [
    ...new Set(Array.from({ length: decileCount - 1 }, (_, index) => findQuantile(before, (index + 1) / decileCount))),
  ]
  const rangeStart = before[0]!.from
  const rangeEnd = before.at(-1)!.to
  const boundaries = [rangeStart, ...edges.filter((edge) => edge > rangeStart && edge < rangeEnd), rangeEnd]
  const computeShares = (bins: readonly HistogramBin[]): number[] => {
    const cumulativeShares = boundaries.map((boundary) => computeShareBelow(bins, boundary))
    return [
      cumulativeShares[0]!,
      ...cumulativeShares.slice(1).map((share, index) => share - cumulativeShares[index]!),
      1 - cumulativeShares.at(-1)!,
    ]
  }
  return [computeShares(before), computeShares(after)]
}

const countRows = (bins: readonly HistogramBin[]): number => bins.reduce((sum, { count }) => sum + count, 0)

/**
 * Computes the fraction of values below a limit, interpolating within bins. A bin that ends at the limit is included,
 * unless all values in the bin are equal.
 */
function computeShareBelow(bins: readonly HistogramBin[], limit: number): number {
  const countBelow = bins.reduce((sum, { from, to, count }) => {
    if (limit > to || (limit === to && to > from)) return sum + count
    if (limit <= from || to === from) return sum
    return sum + (count * (limit - from)) / (to - from)
  }, 0)
  return countBelow / Math.max(1, countRows(bins))
}

function findQuantile(bins: readonly HistogramBin[], share: number): number {
  const targetCount = share * countRows(bins)
  let countBelow = 0
  for (const { from, to, count } of bins) {
    if (countBelow + count >= targetCount && count > 0) return from + ((to - from) * (targetCount - countBelow)) / count
    countBelow += count
  }
  return bins.at(-1)!.to
}
