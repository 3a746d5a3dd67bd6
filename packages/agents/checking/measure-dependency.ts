import type { EncodedColumn } from './encoded-table.ts'
import type { Grouping } from './group-rows.ts'

/** How well groups of rows settle the values of a column. */
export interface DependencyMeasure {
  /** Rows with a value, in groups of two and more such rows. */
  covered: number
  /** How many groups of two and more there are. */
  groups: number
  /** The share of covered rows that are in the largest group. */
  largest: number
  /** The share of covered rows with which most others of their group agree, each row left out of its own vote. */
  agreement: number
  /** The same where the values stand in random order. */
  chance: number
  /** `agreement` beyond chance, 0 to 1. */
  strength: number
  /** Of the rows with whose group almost all others agree among themselves, the share that differs from these. */
  lone: number
  /** Rows outside their group's majority. */
  violations: number
  /**
   * How the violations lie: about 1 where they hit rows at random, as errors do, and more where some groups have many,
   * as groups have whose value is not settled.
   */
  dispersion: number
  /** The share of groups of four and more that are not pure. */
  impure: number
  /** Covered rows of groups whose majority is another value than that of most rows. */
  told: number
}

/** Measures a dependency. `shuffled` is a fixed random order of the rows, for chance. */
export function measureDependency(grouping: Grouping, column: EncodedColumn, shuffled: Int32Array): DependencyMeasure {
  const scratch = new Int32Array(column.values.length)
  const real = tallyGroups(grouping, column.believed, undefined, scratch)
  const random = tallyGroups(grouping, column.believed, shuffled, scratch)
  const agreement = real.covered > 0 ? real.agreeing / real.others : 0
  const chance = random.covered > 0 ? random.agreeing / random.others : 0
  const share = real.violations / Math.max(1, real.covered)
  let expected = 0
  for (const size of real.sizes) expected += size * (1 - (1 - share) ** size)
  const hit = real.violations / Math.max(1, real.inImpure)
  const random1 = (share * real.covered) / Math.max(1e-9, expected)
  return {
    covered: real.covered,
    groups: real.sizes.length,
    largest: real.sizes.reduce((most, size) => Math.max(most, size), 0) / Math.max(1, real.covered),
    agreement,
    chance,
    strength: chance >= 1 ? 0 : Math.max(0, (agreement - chance) / (1 - chance)),
    lone: real.nearlyPure > 0 ? real.loneInPure / real.nearlyPure : 1,
    violations: real.violations,
    dispersion: real.violations === 0 ? 0 : hit / random1,
    impure: real.large > 0 ? real.largeImpure / real.large : 0,
    told: real.covered - Math.max(0, ...real.byMajority.values()),
  }
}

interface Counted {
  covered: number
  agreeing: number
  others: number
  violations: number
  inImpure: number
  sizes: number[]
  large: number
  largeImpure: number
  nearlyPure: number
  loneInPure: number
  /** Covered rows by the majority of their group. */
  byMajority: Map<number, number>
}

/** From this share on a group is nearly of one value. */
export const nearly = 0.85

function tallyGroups(
  { groups, order, starts }: Grouping,
  codes: Int32Array,
  shuffled: Int32Array | undefined,
  counts: Int32Array,
): Counted {
  const all: Counted = {
    covered: 0,
    agreeing: 0,
    others: 0,
    violations: 0,
    inImpure: 0,
    sizes: [],
    large: 0,
    largeImpure: 0,
    nearlyPure: 0,
    loneInPure: 0,
    byMajority: new Map(),
  }
  for (let group = 0; group < groups; group++) {
    const [start, end] = [starts[group] as number, starts[group + 1] as number]
    if (end - start < 2) continue
    let size = 0
    let most = 0
    let majority = 0
    for (let at = start; at < end; at++) {
      const row = order[at] as number
      const code = codes[shuffled ? (shuffled[row] as number) : row] as number
      if (code === 0) continue
      size++
      const count = (counts[code] as number) + 1
      counts[code] = count
      if (count > most) {
        most = count
        majority = code
      }
    }
    for (let at = start; at < end; at++) {
      const row = order[at] as number
      counts[codes[shuffled ? (shuffled[row] as number) : row] as number] = 0
    }
    if (size < 2) continue
    all.covered += size
    all.agreeing += most - 1
    all.others += size - 1
    all.violations += size - most
    all.sizes.push(size)
    all.byMajority.set(majority, (all.byMajority.get(majority) ?? 0) + size)
    if (most < size) all.inImpure += size
    // Of one that differs, the others are all but itself.
    if (size >= 3 && (most === size || most >= nearly * (size - 1))) {
      all.nearlyPure += size
      all.loneInPure += size - most
    }
    if (size >= 4) {
      all.large++
      if (most < size) all.largeImpure++
    }
  }
  return all
}

/** A fixed order of so many rows in which neighbours are no neighbours. */
export function shuffledRows(rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  let state = 88172645
  for (let at = rows - 1; at > 0; at--) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const other = (state >>> 0) % (at + 1)
    const kept = order[at] as number
    order[at] = order[other] as number
    order[other] = kept
  }
  return order
}
