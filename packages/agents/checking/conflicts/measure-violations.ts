import type { EncodedColumn } from '../encoded-table.ts'
import type { Grouping } from '../dependencies/group-rows.ts'

/**
 * Statistics about how a dependency's violations are distributed. For random errors, `dispersion` and `repetition` are
 * about 1.
 */
export interface ViolationPattern {
  /**
   * Variance of the number of violations per group, divided by the variance expected if all groups have the same error
   * rate (binomial distribution).
   */
  readonly dispersion: number
  /**
   * Number of pairs of equal violating values within groups, divided by the number expected if values were independent
   * of their group.
   */
  readonly repetition: number
  /** Fraction of violating cells whose value is the most frequent value of another group. */
  readonly foreignShare: number
}

/** Pseudo-count of equal pairs, so that a single pair does not count as repetition. */
const priorPairCount = 3

/**
 * Measures how the violations of a dependency are distributed. Random errors occur at the same rate in all groups. If
 * groups do not determine the values, the rate varies and the same minority value repeats within a group.
 */
export function measureViolations({ groupCount, order, starts }: Grouping, column: EncodedColumn): ViolationPattern {
  const sizes: number[] = []
  const violationCounts: number[] = []
  const countByCode = new Map<number, number>()
  const majorities = new Set<number>()
  let equalPairCount = 0
  let pairCount = 0
  for (let group = 0; group < groupCount; group++) {
    const counts = new Map<number, number>()
    let size = 0
    for (let index = starts[group] as number; index < (starts[group + 1] as number); index++) {
      const code = column.repairedCodes[order[index] as number] as number
      if (code === 0) continue
      size++
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    if (size < 2) continue
    let majority = 0
    for (const [code, count] of counts) if (majority === 0 || count > (counts.get(majority) as number)) majority = code
    majorities.add(majority)
    const violationCount = size - (counts.get(majority) as number)
    sizes.push(size)
    violationCounts.push(violationCount)
    for (const [code, count] of counts) {
      if (code === majority) continue
      countByCode.set(code, (countByCode.get(code) ?? 0) + count)
      equalPairCount += (count * (count - 1)) / 2
    }
    pairCount += (violationCount * (violationCount - 1)) / 2
  }
  const total = violationCounts.reduce((sum, count) => sum + count, 0)
  let collisionProbability = 0
  let foreignCount = 0
  for (const [code, count] of countByCode) {
    collisionProbability += (count / Math.max(1, total)) ** 2
    if (majorities.has(code)) foreignCount += count
  }
  return {
    dispersion: computeDispersion(sizes, violationCounts, total),
    repetition: (equalPairCount + priorPairCount) / (pairCount * collisionProbability + priorPairCount),
    foreignShare: foreignCount / Math.max(1, total),
  }
}

function computeDispersion(sizes: readonly number[], violationCounts: readonly number[], total: number): number {
  const rate =
    total /
    Math.max(
      1,
      sizes.reduce((sum, size) => sum + size, 0),
    )
  if (rate === 0 || sizes.length < 2) return 0
  const squares = sizes.reduce(
    (sum, size, index) => sum + ((violationCounts[index] as number) - rate * size) ** 2 / (size * rate * (1 - rate)),
    0,
  )
  return squares / (sizes.length - 1)
}
