import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { groupByCode, type Grouping } from '../group-rows.ts'
import { measureDependency, shuffledRows, type DependencyMeasure } from '../measure-dependency.ts'

/** Rows that describe the same things, and the columns in which they should agree. */
export interface Entities {
  readonly key: number
  readonly grouping: Grouping
  /** The column that names where each row comes from: no two rows of one thing have the same source. */
  readonly source: number | undefined
  /** The columns that the key settles, and in which rows disagree. */
  readonly settled: readonly { readonly column: number; readonly quality: number }[]
  /** The columns that agree by the key without an exception worth the name. */
  readonly pure: readonly number[]
  /** The mean strength of all dependencies on the key, 0 to 1. */
  readonly strength: number
}

const minEntities = 5
const minCovered = 0.5
const minGroupSize = 2.5
const maxSources = 300
const minClaims = 3
const minPairs = 0.97
const minAgreement = 0.45
const minStrength = 0.4
/** Where values hardly ever agree by chance, less agreement tells as much. */
const minRareAgreement = 0.2
const rareChance = 0.1
/** From this agreement on a column has no errors that a key could tell. */
const pureAgreement = 0.985
/** Rows that are measured; of larger tables whole groups up to so many. */
const maxMeasured = 20_000

/** Without sources the errors must lie as errors do: at random over the groups, and no group without a majority. */
const maxDispersion = 1.15
const maxSourceDispersion = 1.3
const minClear = 0.85
const minLoneStrength = 0.5
const minDisagreement = 0.1
/** Beside a column in which a tenth of the cells is wrong, another one may have fewer errors. */
const minBeside = 0.03
const maxPurelyChance = 0.6

/**
 * Finds entities that several rows describe and disagree about. A key with a column of sources (no pair of both occurs
 * twice) may settle columns in which up to half of the cells are wrong; a key alone must settle several columns, and what differs
 * must be spread at random.
 */
export function findEntities(table: EncodedTable): Entities[] {
  const { rows, columns } = table
  const shuffled = shuffledRows(rows)
  const found: Entities[] = []
  for (const [key, column] of columns.entries()) {
    const distinct = distinctOf(column)
    if (distinct < minEntities || distinct * minGroupSize > rows) continue
    const grouping = groupByCode(
      column,
      rows,
      Int32Array.from(column.values, (_, code) => code - 1),
      column.values.length - 1,
    )
    if (inGroups(grouping) < minCovered * rows) continue
    const sample = sampleGroups(grouping, maxMeasured)
    const measures = columns.map((other, at) =>
      at === key || distinctOf(other) < 2 ? undefined : measureDependency(sample, other, shuffled),
    )
    const source = findSource(table, key, column, measures)
    const settled = measures.flatMap((measure, at) => {
      if (!measure || at === source) return []
      const isSettled = source === undefined ? isSettledAlone(measure) : isSettledBySources(measure)
      return isSettled ? [{ column: at, quality: measure.strength * (measure.covered / sample.order.length) }] : []
    })
    const isPure = (measure: DependencyMeasure | undefined): boolean =>
      measure !== undefined && measure.strength >= 0.9 && measure.covered > 0
    const pure = measures.filter(isPure).length
    const dependent = measures.flatMap((measure) =>
      measure && measure.strength >= minStrength ? [measure.strength] : [],
    )
    const isEntity =
      settled.length > 0 &&
      (source !== undefined || settled.length + pure >= 2) &&
      settled.some(({ column: at }) => isContradicted(measures[at] as DependencyMeasure))
    if (isEntity || pure > 0)
      found.push({
        key,
        grouping,
        source,
        settled: isEntity ? settled : [],
        pure: measures.flatMap((measure, at) =>
          isPure(measure) && (measure?.agreement ?? 0) >= pureAgreement ? [at] : [],
        ),
        strength: dependent.reduce((sum, strength) => sum + strength, 0) / Math.max(1, dependent.length),
      })
  }
  return found
}

const isSettledBySources = ({ agreement, strength, chance, dispersion }: DependencyMeasure): boolean =>
  (chance < rareChance
    ? strength >= minRareAgreement
    : agreement >= minAgreement && strength >= minStrength && chance <= maxPurelyChance) &&
  (dispersion <= maxSourceDispersion || agreement >= minClear)

/** Single errors are left to the weighing of cells, which knows more about them. */
const isContradicted = ({ agreement, dispersion }: DependencyMeasure): boolean =>
  1 - agreement >= minDisagreement && dispersion <= maxDispersion

const isSettledAlone = ({
  agreement,
  strength,
  chance,
  dispersion,
  groups,
  covered,
  largest,
}: DependencyMeasure): boolean =>
  strength >= minLoneStrength &&
  chance <= maxPurelyChance &&
  1 - agreement >= minBeside &&
  dispersion <= maxDispersion &&
  groups >= 8 &&
  covered >= 3 * groups &&
  largest < 0.3

const distinctOf = ({ counts }: EncodedColumn): number =>
  counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)

function inGroups({ groups, starts }: Grouping): number {
  let sum = 0
  for (let group = 0; group < groups; group++) {
    const size = (starts[group + 1] as number) - (starts[group] as number)
    if (size > 1) sum += size
  }
  return sum
}

/** The first groups, in a fixed mixed order, that together have so many rows. */
function sampleGroups(grouping: Grouping, maxRows: number): Grouping {
  if (grouping.order.length <= maxRows) return grouping
  const step = Math.ceil(grouping.order.length / maxRows)
  const order: number[] = []
  const starts = [0]
  for (let group = 0; group < grouping.groups; group += step) {
    for (let at = grouping.starts[group] as number; at < (grouping.starts[group + 1] as number); at++)
      order.push(grouping.order[at] as number)
    starts.push(order.length)
  }
  return {
    groupOf: grouping.groupOf,
    groups: starts.length - 1,
    order: Int32Array.from(order),
    starts: Int32Array.from(starts),
  }
}

/** A column of names that never occurs twice with the same key, and itself settles little. */
function findSource(
  { rows, columns }: EncodedTable,
  key: number,
  { observed: keys }: EncodedColumn,
  measures: readonly (DependencyMeasure | undefined)[],
): number | undefined {
  let best: number | undefined
  columns.forEach((column, at) => {
    if (at === key || best !== undefined) return
    const distinct = distinctOf(column)
    if (distinct < 3 || distinct > maxSources || distinct * minClaims > rows) return
    if ((measures[at]?.agreement ?? 1) > 0.2 || !areNames(column)) return
    const pairs = new Set<number>()
    let filled = 0
    for (let row = 0; row < rows; row++) {
      if (column.believed[row] === 0 || keys[row] === 0) continue
      filled++
      pairs.add((keys[row] as number) * column.values.length + (column.believed[row] as number))
    }
    if (filled >= 0.95 * rows && pairs.size >= minPairs * filled) best = at
  })
  return best
}

/** Numbers and dates order rows, so that what differs between them may have changed. */
function areNames({ values, counts }: EncodedColumn): boolean {
  let names = 0
  let all = 0
  values.forEach((text, code) => {
    if (code === 0) return
    all += counts[code] as number
    if (/^\p{L}/u.test(text) && !monthOrDay.test(text)) names += counts[code] as number
  })
  return names >= 0.9 * all
}

const monthOrDay =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?:\s|$|-)/i
