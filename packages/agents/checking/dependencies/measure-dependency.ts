import type { EncodedColumn } from '../encoded-table.ts'
import type { Grouping } from './group-rows.ts'

/** Statistics about how strongly a column's values depend on the groups of their rows. */
export interface DependencyMeasure {
  /** Number of non-empty rows in groups of two or more such rows. */
  coveredCount: number
  /** Number of groups with two or more non-empty rows. */
  groupCount: number
  /** Fraction of the covered rows that belong to the largest group. */
  largestGroupShare: number
  /** Fraction of the covered rows that agree with the majority value of their group. One row per group is excluded. */
  agreement: number
  /** The `agreement` if values are shuffled. */
  chance: number
  /** The `agreement` corrected for chance (like Cohen's kappa), from 0 to 1. */
  strength: number
  /** Fraction of rows outside the majority in groups that are otherwise nearly unanimous. */
  unanimousDissentShare: number
  /** Number of rows whose value is not the majority value of their group. */
  violationCount: number
  /**
   * How unevenly violations are distributed across groups. It is about 1 if violations occur randomly, as errors do,
   * and greater if they concentrate in some groups, as they do if a group does not determine the value.
   */
  dispersion: number
  /** Number of covered rows that are not in groups with the most common majority value. */
  informativeCount: number
}

/**
 * Measures an approximate functional dependency.
 *
 * @param shuffledRows - A fixed random permutation of the rows, used to estimate chance agreement.
 */
export function measureDependency(
  grouping: Grouping,
  column: EncodedColumn,
  shuffledRows: Int32Array,
): DependencyMeasure {
  const scratch = new Int32Array(column.values.length)
  const actualTally = tallyGroups(grouping, column.repairedCodes, undefined, scratch)
  const shuffledTally = tallyGroups(grouping, column.repairedCodes, shuffledRows, scratch)
  const agreement = actualTally.coveredCount > 0 ? actualTally.agreeingCount / actualTally.comparedCount : 0
  const chance = shuffledTally.coveredCount > 0 ? shuffledTally.agreeingCount / shuffledTally.comparedCount : 0
  const violationRate = actualTally.violationCount / Math.max(1, actualTally.coveredCount)
  let expectedMixedRowCount = 0
  for (const size of actualTally.sizes) expectedMixedRowCount += size * (1 - (1 - violationRate) ** size)
  const violationRateInMixedGroups = actualTally.violationCount / Math.max(1, actualTally.mixedGroupRowCount)
  const expectedRateInMixedGroups = (violationRate * actualTally.coveredCount) / Math.max(1e-9, expectedMixedRowCount)
  return {
    coveredCount: actualTally.coveredCount,
    groupCount: actualTally.sizes.length,
    largestGroupShare:
      actualTally.sizes.reduce((max, size) => Math.max(max, size), 0) / Math.max(1, actualTally.coveredCount),
    agreement,
    chance,
    strength: chance >= 1 ? 0 : Math.max(0, (agreement - chance) / (1 - chance)),
    unanimousDissentShare:
      actualTally.unanimousGroupRowCount > 0 ? actualTally.dissenterCount / actualTally.unanimousGroupRowCount : 1,
    violationCount: actualTally.violationCount,
    dispersion: actualTally.violationCount === 0 ? 0 : violationRateInMixedGroups / expectedRateInMixedGroups,
    informativeCount: actualTally.coveredCount - Math.max(0, ...actualTally.sizeByMajority.values()),
  }
}

interface GroupTally {
  coveredCount: number
  agreeingCount: number
  comparedCount: number
  violationCount: number
  /** Number of rows in groups with more than one distinct value. */
  mixedGroupRowCount: number
  sizes: number[]
  /** Number of rows in nearly unanimous groups of three or more rows. */
  unanimousGroupRowCount: number
  /** Number of rows outside the majority in nearly unanimous groups. */
  dissenterCount: number
  /** Number of covered rows, keyed by the majority value of their group. */
  sizeByMajority: Map<number, number>
}

/** A group is nearly unanimous if its majority value accounts for at least this fraction of its rows. */
export const minUnanimity = 0.85

function tallyGroups(
  { groupCount, order, starts }: Grouping,
  codes: Int32Array,
  shuffledRows: Int32Array | undefined,
  counts: Int32Array,
): GroupTally {
  const tally: GroupTally = {
    coveredCount: 0,
    agreeingCount: 0,
    comparedCount: 0,
    violationCount: 0,
    mixedGroupRowCount: 0,
    sizes: [],
    unanimousGroupRowCount: 0,
    dissenterCount: 0,
    sizeByMajority: new Map(),
  }
  // A group's codes are cached, because each code is read twice and access by row is slow in large tables.
  const groupCodes = new Int32Array(findLargestSize(starts, groupCount))
  for (let group = 0; group < groupCount; group++) {
    const start = starts[group] as number
    const end = starts[group + 1] as number
    if (end - start < 2) continue
    let size = 0
    let majoritySize = 0
    let majority = 0
    for (let index = start; index < end; index++) {
      const row = order[index] as number
      const code = codes[shuffledRows ? (shuffledRows[row] as number) : row] as number
      groupCodes[index - start] = code
      if (code === 0) continue
      size++
      const count = (counts[code] as number) + 1
      counts[code] = count
      if (count > majoritySize) {
        majoritySize = count
        majority = code
      }
    }
    for (let index = 0; index < end - start; index++) counts[groupCodes[index] as number] = 0
    if (size < 2) continue
    tally.coveredCount += size
    tally.agreeingCount += majoritySize - 1
    tally.comparedCount += size - 1
    tally.violationCount += size - majoritySize
    tally.sizes.push(size)
    tally.sizeByMajority.set(majority, (tally.sizeByMajority.get(majority) ?? 0) + size)
    if (majoritySize < size) tally.mixedGroupRowCount += size
    // A dissenting row is compared only with the other rows of its group.
    if (size >= 3 && (majoritySize === size || majoritySize >= minUnanimity * (size - 1))) {
      tally.unanimousGroupRowCount += size
      tally.dissenterCount += size - majoritySize
    }
  }
  return tally
}

function findLargestSize(starts: Int32Array, groupCount: number): number {
  let largestSize = 0
  for (let group = 0; group < groupCount; group++)
    largestSize = Math.max(largestSize, (starts[group + 1] as number) - (starts[group] as number))
  return largestSize
}

/** Creates a reproducible pseudo-random permutation of the row indexes (Fisher-Yates with xorshift32). */
export function shuffleRows(rowCount: number): Int32Array {
  const order = Int32Array.from({ length: rowCount }, (_, row) => row)
  let state = 88172645
  for (let index = rowCount - 1; index > 0; index--) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const other = (state >>> 0) % (index + 1)
    const previous = order[index] as number
    order[index] = order[other] as number
    order[other] = previous
  }
  return order
}
