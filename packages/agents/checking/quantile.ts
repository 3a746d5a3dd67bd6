/** A number, and how many cells contain it. */
export interface CountedNumber {
  readonly number: number
  readonly cellCount: number
}

/** Returns a quantile of unsorted numbers, weighted by their cell counts, or 0 if there are no numbers. */
export function findWeightedQuantile(numbers: readonly CountedNumber[], fraction: number): number {
  const sortedNumbers = numbers.toSorted((a, b) => a.number - b.number)
  const target = fraction * numbers.reduce((sum, { cellCount }) => sum + cellCount, 0)
  let cumulative = 0
  for (const { number, cellCount } of sortedNumbers) {
    cumulative += cellCount
    if (cumulative >= target) return number
  }
  return sortedNumbers.at(-1)?.number ?? 0
}
