import { typeFamily, type Column, type ColumnProfile } from '@aw-flow/schema'

const bars = 10
const maxValues = 8

/** The column that a small histogram shows: the first column of numbers or times or, if there is none, the first. */
export const drawnColumn = (columns: readonly Column[]): Column | undefined =>
  columns.find(({ type }) => ['number', 'time'].includes(typeFamily(type))) ?? columns[0]

/**
 * The distribution of a column's values, as shares of the largest bar: ten bins for numbers and times, otherwise the
 * most frequent values. `undefined` if there are no values.
 */
export function valueShares({ histogram, top }: ColumnProfile): number[] | undefined {
  return largestIsOne(histogram.length > 0 ? folded(histogram.map(({ count }) => count)) : frequencies(top))
}

const frequencies = (top: ColumnProfile['top']): number[] => top.slice(0, maxValues).map(({ count }) => count)

/** Merges pairs of bins if there are too many. */
function folded(counts: readonly number[]): number[] {
  if (counts.length <= bars) return [...counts]
  const sums = Array.from({ length: bars }, () => 0)
  for (const [at, count] of counts.entries()) {
    const bar = Math.floor((at * bars) / counts.length)
    sums[bar] = sums[bar]! + count
  }
  return sums
}

function largestIsOne(counts: readonly number[]): number[] | undefined {
  const largest = Math.max(0, ...counts)
  return largest === 0 ? undefined : counts.map((count) => count / largest)
}
