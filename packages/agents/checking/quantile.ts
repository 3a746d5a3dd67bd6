/**
 * Returns the number below which a share of sorted numbers lies.
 *
 * @param sorted - Numbers in ascending order.
 * @param share - 0 to 1; 0.5 for the median.
 * @returns `undefined` without numbers.
 */
export const findQuantile = (sorted: ArrayLike<number>, share: number): number | undefined =>
  sorted[Math.floor(share * (sorted.length - 1))]

/** A number, and the number of cells that have it. */
export interface CountedNumber {
  readonly number: number
  readonly cells: number
}

/** Like `findQuantile`, for unsorted numbers with their cell counts. Returns 0 if there are none. */
export function findCountedQuantile(numbers: readonly CountedNumber[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a.number - b.number)
  const target = share * numbers.reduce((sum, { cells }) => sum + cells, 0)
  let cumulative = 0
  for (const { number, cells } of sorted) {
    cumulative += cells
    if (cumulative >= target) return number
  }
  return sorted.at(-1)?.number ?? 0
}
