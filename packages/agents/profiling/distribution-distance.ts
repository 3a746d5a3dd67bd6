import type { CountedValue, HistogramBin } from '@aw-flow/schema'

/** How a column's values are spread, as its profile tells. */
export type Distribution =
  | { kind: 'range'; bins: readonly HistogramBin[] }
  | { kind: 'values'; counts: readonly CountedValue[] }

/** An empty step counts as so much of all, since logarithms of nothing are endless. */
const least = 0.0005
const steps = 10

/**
 * How far two distributions are from one another: the population stability index Σ (q - p) ln (q / p), and the
 * Jensen–Shannon distance with logarithms to two, 0 to 1. Ranges are compared over ten steps of equal shares of the first,
 * and what lies beyond it; both to three digits, in which all browsers agree.
 */
export function distributionDistance(
  before: Distribution,
  after: Distribution,
): { psi: number; jensenShannon: number } {
  const [p, q] =
    before.kind === 'range' && after.kind === 'range'
      ? sharesOfRanges(before.bins, after.bins)
      : sharesOfValues(before.kind === 'values' ? before.counts : [], after.kind === 'values' ? after.counts : [])
  const psi = p.reduce((sum, share, at) => {
    const [one, other] = [Math.max(least, share), Math.max(least, q[at]!)]
    return sum + (other - one) * Math.log(other / one)
  }, 0)
  const divergence = (from: readonly number[], other: readonly number[]): number =>
    from.reduce(
      (sum, share, at) => (share === 0 ? sum : sum + share * Math.log2(share / ((share + other[at]!) / 2))),
      0,
    )
  const both = (divergence(p, q) + divergence(q, p)) / 2
  return { psi: round(psi), jensenShannon: round(Math.sqrt(Math.max(0, both))) }
}

const round = (value: number): number => Number(value.toFixed(3))

function sharesOfValues(before: readonly CountedValue[], after: readonly CountedValue[]): [number[], number[]] {
  const values = [...new Set([...before, ...after].map(({ value }) => value))].toSorted()
  const shares = (counts: readonly CountedValue[]): number[] => {
    const all = counts.reduce((sum, { count }) => sum + count, 0)
    return values.map((value) => (counts.find((one) => one.value === value)?.count ?? 0) / Math.max(1, all))
  }
  return [shares(before), shares(after)]
}

function sharesOfRanges(before: readonly HistogramBin[], after: readonly HistogramBin[]): [number[], number[]] {
  const edges = [...new Set(Array.from({ length: steps - 1 }, (_, at) => valueAt(before, (at + 1) / steps)))]
  const first = before[0]!.from
  const last = before.at(-1)!.to
  const cuts = [first, ...edges.filter((edge) => edge > first && edge < last), last]
  const shares = (bins: readonly HistogramBin[]): number[] => {
    const upTo = cuts.map((cut) => shareBelow(bins, cut))
    return [upTo[0]!, ...upTo.slice(1).map((share, at) => share - upTo[at]!), 1 - upTo.at(-1)!]
  }
  return [shares(before), shares(after)]
}

const total = (bins: readonly HistogramBin[]): number => bins.reduce((sum, { count }) => sum + count, 0)

/** The share of values below `cut`, even within each step. Values at the very end count as below it. */
function shareBelow(bins: readonly HistogramBin[], cut: number): number {
  const below = bins.reduce((sum, { from, to, count }) => {
    if (cut > to || (cut === to && to > from)) return sum + count
    if (cut <= from || to === from) return sum
    return sum + (count * (cut - from)) / (to - from)
  }, 0)
  return below / Math.max(1, total(bins))
}

function valueAt(bins: readonly HistogramBin[], share: number): number {
  const wanted = share * total(bins)
  let below = 0
  for (const { from, to, count } of bins) {
    if (below + count >= wanted && count > 0) return from + ((to - from) * (wanted - below)) / count
    below += count
  }
  return bins.at(-1)!.to
}
