import type { EncodedColumn } from '../encoded-table.ts'
import type { Grouping } from './group-rows.ts'

/** Statistics about how strongly a column's values depend on the groups of their rows. */
export interface DependencyMeasure {
  /** Number of non-empty rows in groups of two or more such rows. */
  covered: number
  /** Number of groups with two or more non-empty rows. */
  groups: number
  /** Share of the covered rows that belong to the largest group. */
  largest: number
  /** Share of the covered rows that agree with the majority value of their group. One row per group is excluded. */
  agreement: number
  /** The `agreement` if values are shuffled. */
  chance: number
  /** The `agreement` corrected for chance (like Cohen's kappa), from 0 to 1. */
  strength: number
  /** Share of rows outside the majority in groups that are otherwise nearly unanimous. */
  unanimousDissentShare: number
  /** Number of rows whose value is not the majority value of their group. */
  violations: number
  /**
   * How unevenly violations are distributed across groups. It is about 1 if violations occur randomly, as errors do,
   * and greater if they concentrate in some groups, as they do if a group does not determine the value.
   */
  dispersion: number
  /** Number of covered rows that are not in groups with the most common majority value. */
  informative: number
}

/**
 * Measures an approximate functional dependency.
 *
 * @param shuffled - A fixed random permutation of the rows, used to estimate chance agreement.
 */
export function measureDependency(grouping: Grouping, column: EncodedColumn, shuffled: Int32Array): DependencyMeasure {
  const scratch = new Int32Array(column.values.length)
  const actual = tallyGroups(grouping, column.repaired, undefined, scratch)
  const random = tallyGroups(grouping, column.repaired, shuffled, scratch)
  const agreement = actual.covered > 0 ? actual.agreeing / actual.others : 0
  const chance = random.covered > 0 ? random.agreeing / random.others : 0
  const share = actual.violations / Math.max(1, actual.covered)
  let expected = 0
  for (const size of actual.sizes) expected += size * (1 - (1 - share) ** size)
  const violationShareInMixedGroups = actual.violations / Math.max(1, actual.rowsInMixedGroups)
  const expectedShareInMixedGroups = (share * actual.covered) / Math.max(1e-9, expected)
  return {
    covered: actual.covered,
    groups: actual.sizes.length,
    largest: actual.sizes.reduce((max, size) => Math.max(max, size), 0) / Math.max(1, actual.covered),
    agreement,
    chance,
    strength: chance >= 1 ? 0 : Math.max(0, (agreement - chance) / (1 - chance)),
    unanimousDissentShare: actual.rowsInUnanimousGroups > 0 ? actual.dissenters / actual.rowsInUnanimousGroups : 1,
    violations: actual.violations,
    dispersion: actual.violations === 0 ? 0 : violationShareInMixedGroups / expectedShareInMixedGroups,
    informative: actual.covered - Math.max(0, ...actual.sizeByMajority.values()),
  }
}

interface GroupTally {
  covered: number
  agreeing: number
  others: number
  violations: number
  /** Number of rows in groups with more than one distinct value. */
  rowsInMixedGroups: number
  sizes: number[]
  /** Number of rows in nearly unanimous groups of three or more rows. */
  rowsInUnanimousGroups: number
  /** Number of rows outside the majority in nearly unanimous groups. */
  dissenters: number
  /** Number of covered rows, keyed by the majority value of their group. */
  sizeByMajority: Map<number, number>
}

/** A group is nearly unanimous if its majority value has at least this share. */
export const minUnanimity = 0.85

function tallyGroups(
  { groups, order, starts }: Grouping,
  codes: Int32Array,
  shuffled: Int32Array | undefined,
  counts: Int32Array,
): GroupTally {
  const tally: GroupTally = {
    covered: 0,
    agreeing: 0,
    others: 0,
    violations: 0,
    rowsInMixedGroups: 0,
    sizes: [],
    rowsInUnanimousGroups: 0,
    dissenters: 0,
    sizeByMajority: new Map(),
  }
  // A group's codes are cached, because each is read twice and access by row is slow in large tables.
  const codesOfGroup = new Int32Array(findLargestSize(starts, groups))
  for (let group = 0; group < groups; group++) {
    const start = starts[group] as number
    const end = starts[group + 1] as number
    if (end - start < 2) continue
    let size = 0
    let majoritySize = 0
    let majority = 0
    for (let index = start; index < end; index++) {
      const row = order[index] as number
      const code = codes[shuffled ? (shuffled[row] as number) : row] as number
      codesOfGroup[index - start] = code
      if (code === 0) continue
      size++
      const count = (counts[code] as number) + 1
      counts[code] = count
      if (count > majoritySize) {
        majoritySize = count
        majority = code
      }
    }
    for (let index = 0; index < end - start; index++) counts[codesOfGroup[index] as number] = 0
    if (size < 2) continue
    tally.covered += size
    tally.agreeing += majoritySize - 1
    tally.others += size - 1
    tally.violations += size - majoritySize
    tally.sizes.push(size)
    tally.sizeByMajority.set(majority, (tally.sizeByMajority.get(majority) ?? 0) + size)
    if (majoritySize < size) tally.rowsInMixedGroups += size
    // A dissenting row is compared with the other rows only.
    if (size >= 3 && (majoritySize === size || majoritySize >= minUnanimity * (size - 1))) {
      tally.rowsInUnanimousGroups += size
      tally.dissenters += size - majoritySize
    }
  }
  return tally
}

function findLargestSize(starts: Int32Array, groups: number): number {
  let largest = 0
  for (let group = 0; group < groups; group++)
    largest = Math.max(largest, (starts[group + 1] as number) - (starts[group] as number))
  return largest
}

/** Creates a reproducible pseudo-random permutation of the row indexes (Fisher-Yates with xorshift32). */
export function shuffleRows(rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  let state = 88172645
  for (let index = rows - 1; index > 0; index--) {
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
