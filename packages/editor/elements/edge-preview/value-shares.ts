import type { Column } from '@aw-flow/schema'
import { getTypeFamily, type ColumnProfile } from '@aw-flow/schema/internal'

const maxBars = 10
const maxValues = 8

/** Returns the column to draw as a small histogram: the first numeric or time column, otherwise the first column. */
export const findChartColumn = (columns: readonly Column[]): Column | undefined =>
  columns.find(({ type }) => ['number', 'time'].includes(getTypeFamily(type))) ?? columns[0]

/**
 * Returns bar heights for the distribution of a column's values, relative to the tallest bar (0 to 1). Numbers and
 * times have at most ten bins; other columns have a bar for each of the most frequent values. Returns `undefined` if
 * the column has no values.
 */
export function computeBarHeights({ histogram, top }: ColumnProfile): number[] | undefined {
  return normalize(histogram.length > 0 ? mergeBins(histogram.map(({ count }) => count)) : countTopValues(top))
}

const countTopValues = (top: ColumnProfile['top']): number[] => top.slice(0, maxValues).map(({ count }) => count)

/** Merges adjacent bins so that at most `maxBars` remain. */
function mergeBins(counts: readonly number[]): number[] {
  if (counts.length <= maxBars) return [...counts]
  const sums = Array.from({ length: maxBars }, () => 0)
  for (const [index, count] of counts.entries()) {
    const bar = Math.floor((index * maxBars) / counts.length)
    sums[bar] = sums[bar]! + count
  }
  return sums
}

function normalize(counts: readonly number[]): number[] | undefined {
  const maxCount = Math.max(0, ...counts)
  return maxCount === 0 ? undefined : counts.map((count) => count / maxCount)
}
