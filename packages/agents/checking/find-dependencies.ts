import type { EncodedColumn, EncodedTable } from './encoded-table.ts'
import { findKeys, groupByKey, type ColumnKey } from './column-keys.ts'
import { groupByPair, type Grouping } from './group-rows.ts'
import { measureDependency, shuffledRows, type DependencyMeasure } from './measure-dependency.ts'
import type { Predictor } from './predictor.ts'

const leastCoverage = 0.3
/** Where all groups have the same value nothing depends on them: what is rare is no error. */
const leastTold = 8
const mostKept = 6
const mostPairColumns = 5
/** Pairs of columns that are measured: all of a table of up to 140 columns. */
const mostMeasured = 40_000
const leastReach = 20
/** Below that, what differs is taken for errors, where it lies as errors do. */
const leastExceptions = 0.0004
/** As good as so many exceptions in as many rows as there are: what few rows have not broken may yet be broken. */
const unseenExceptions = 0.1
/** From there on what depends is settled. */
const settledBelow = 0.001

/** A dependency that holds almost everywhere, or often enough to be heard. */
export interface Dependency {
  from: readonly ColumnKey[]
  to: number
  exceptions: number
  /** The same for rows in whose group almost all others agree. */
  lone: number
  disagreement: number
  strength: number
}

/**
 * Which columns, alone or in pairs, settle the values of which others (approximate functional dependencies). `noise`: the
 * share of cells that are wrong on their columns' own evidence. In tables of hundreds of columns only the nearest are looked
 * at for each. Yields after each column.
 */
export function* findDependencies(table: EncodedTable, noise: number): Generator<undefined, Dependency[]> {
  const { rows, columns } = table
  const shuffled = shuffledRows(rows)
  const keys = findKeys(table).flatMap((key) => {
    const grouping = groupByKey(table, key)
    return repeats(grouping, rows) ? [{ key, grouping }] : []
  })
  const found: Dependency[] = []
  const reach = Math.max(leastReach, mostMeasured / columns.length / 2)
  for (const [to, column] of columns.entries()) {
    yield
    if (distinct(column) < 2) continue
    const singles = keys.flatMap(({ key, grouping }) =>
      key.column === to || Math.abs(key.column - to) > reach
        ? []
        : [{ from: [key], grouping, measure: measureDependency(grouping, column, shuffled) }],
    )
    const kept = keep(singles, rows, noise)
    if (!kept.some(({ lone }) => lone <= settledBelow))
      kept.push(...keep(pairs(singles, column, shuffled, rows), rows, noise))
    for (const { from, exceptions, lone, measure } of kept.slice(0, mostKept))
      found.push({
        from,
        to,
        exceptions,
        lone,
        disagreement: 1 - measure.agreement,
        strength: measure.strength,
      })
  }
  return found
}

/** Lets dependencies speak for what is believed now. */
export function predictByDependencies(table: EncodedTable, dependencies: readonly Dependency[]): Predictor[] {
  const groupings = new Map<ColumnKey, Grouping>()
  const groupingOf = (key: ColumnKey): Grouping => {
    const grouping = groupings.get(key) ?? groupByKey(table, key)
    groupings.set(key, grouping)
    return grouping
  }
  return dependencies.map((dependency) => {
    const column = table.columns[dependency.to] as EncodedColumn
    const [one, two] = dependency.from.map(groupingOf)
    const grouping = two ? groupByPair(one as Grouping, two) : (one as Grouping)
    return predictorOf(dependency, grouping, column, exceptedRows(dependency, grouping, table.columns))
  })
}

interface Candidate {
  from: ColumnKey[]
  grouping: Grouping
  measure: DependencyMeasure
}

interface Kept extends Candidate {
  exceptions: number
  lone: number
}

const distinct = (column: EncodedColumn): number =>
  column.counts.reduce((sum, count, code) => sum + (count > 0 && code > 0 ? 1 : 0), 0)

function repeats({ groups, order, starts }: Grouping, rows: number): boolean {
  let inGroups = 0
  for (let group = 0; group < groups; group++) {
    const size = (starts[group + 1] as number) - (starts[group] as number)
    if (size > 1) inGroups += size
  }
  return order.length > 0 && inGroups >= leastCoverage * rows
}

function keep(candidates: readonly Candidate[], rows: number, noise: number): Kept[] {
  const fitting = candidates.filter(
    ({ measure }) =>
      measure.agreement >= 0.45 &&
      measure.strength >= 0.4 &&
      measure.covered >= leastCoverage * rows &&
      measure.told >= leastTold,
  )
  const judged = fitting.map((candidate) => ({ ...candidate, ...exceptionsOf(candidate.measure, noise) }))
  const quality = ({ measure }: Candidate): number => measure.strength * (measure.covered / rows)
  const sorted = judged.sort((a, b) => quality(b) - quality(a))
  const settled = sorted.filter(({ lone }) => lone <= settledBelow)
  const best = settled[0] ?? sorted[0]
  if (!best) return []
  return (settled.length > 0 ? settled : sorted)
    .filter((one) => quality(one) >= quality(best) - 0.25)
    .slice(0, mostKept)
}

/**
 * The share of rows that rightly differ from their group. What differs as errors do (no more than errors are seen
 * elsewhere, or a small share that lies at random over large groups) is taken for errors, the rest for right.
 */
function exceptionsOf(measure: DependencyMeasure, noise: number): { exceptions: number; lone: number } {
  const { agreement, strength, violations, dispersion, covered, groups } = measure
  const differing = 1 - agreement
  const soft = Math.max(differing - noise, 0.01)
  if (strength < 0.6 || measure.largest > 0.6)
    return { exceptions: Math.max(differing, 0.01), lone: Math.max(differing, 0.01) }
  const asRandom =
    (dispersion <= 1.2 || violations < 5) &&
    covered >= 4 * groups &&
    differing <= 0.06 &&
    (strength >= 0.78 || agreement >= 0.97)
  const few = 0.003 + noise
  const least = Math.max(leastExceptions, unseenExceptions / covered)
  if (asRandom || differing <= few) return { exceptions: least, lone: least }
  return {
    exceptions: soft,
    lone: measure.lone <= few ? least : Math.min(soft, Math.max(measure.lone - noise, 0.005)),
  }
}

function pairs(singles: readonly Candidate[], column: EncodedColumn, shuffled: Int32Array, rows: number): Candidate[] {
  const best = singles
    .filter(({ measure, grouping }) => measure.strength > 0.02 && grouping.groups < rows / 2)
    .sort((a, b) => b.measure.strength - a.measure.strength)
    .slice(0, mostPairColumns)
  return best.flatMap((one, at) =>
    best.slice(at + 1).flatMap((two) => {
      if (one.from[0]?.column === two.from[0]?.column) return []
      const grouping = groupByPair(one.grouping, two.grouping)
      if (!repeats(grouping, rows)) return []
      const measure = measureDependency(grouping, column, shuffled)
      const gain = measure.agreement - Math.max(one.measure.agreement, two.measure.agreement)
      return gain > 0.02 ? [{ from: [...one.from, ...two.from], grouping, measure }] : []
    }),
  )
}

/**
 * Rows whose values differ from their groups for a reason: where almost all rows with one value of another column do.
 */
function exceptedRows({ from, to }: Dependency, grouping: Grouping, columns: readonly EncodedColumn[]): Set<number> {
  const column = columns[to] as EncodedColumn
  const differing = differingRows(grouping, column)
  const excepted = new Set<number>()
  if (differing.length < 5) return excepted
  columns.forEach((other, at) => {
    if (at === to || from.some(({ column: one }) => one === at)) return
    const counts = new Map<number, number>()
    for (const row of differing)
      counts.set(other.believed[row] as number, (counts.get(other.believed[row] as number) ?? 0) + 1)
    for (const [code, count] of counts) {
      const all = other.counts[code] as number
      if (code === 0 || count < 5 || count < 0.7 * all || all > grouping.groupOf.length / 4) continue
      other.believed.forEach((believed, row) => {
        if (believed === code) excepted.add(row)
      })
    }
  })
  return excepted
}

function differingRows({ groups, order, starts }: Grouping, { believed }: EncodedColumn): number[] {
  const differing: number[] = []
  for (let group = 0; group < groups; group++) {
    const rows = order.subarray(starts[group], starts[group + 1])
    const first = believed[rows[0] as number] as number
    if (rows.length < 2 || rows.every((row) => believed[row] === first)) continue
    const counts = new Map<number, number>()
    for (const row of rows) counts.set(believed[row] as number, (counts.get(believed[row] as number) ?? 0) + 1)
    counts.delete(0)
    const [most] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0]
    for (const row of rows) if (believed[row] !== most && believed[row] !== 0) differing.push(row)
  }
  return differing
}

function predictorOf(
  dependency: Dependency,
  grouping: Grouping,
  column: EncodedColumn,
  excepted: ReadonlySet<number>,
): Predictor {
  // As it is now: while rows are settled, what is believed changes.
  const believed = column.believed.slice()
  const tallies = new Map<number, { counts: Map<number, number>; filled: number }>()
  const tallyOf = (group: number): { counts: Map<number, number>; filled: number } => {
    const known = tallies.get(group)
    if (known) return known
    const counts = new Map<number, number>()
    const [start, end] = [grouping.starts[group] as number, grouping.starts[group + 1] as number]
    for (let at = start; at < end; at++) {
      const code = believed[grouping.order[at] as number] as number
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    const tally = { counts, filled: end - start - (counts.get(0) ?? 0) }
    tallies.set(group, tally)
    return tally
  }
  return {
    to: dependency.to,
    from: dependency.from.map(({ column: at }) => at),
    labels: dependency.from.map(({ label }) => label),
    kind: 'columns',
    exceptions: dependency.exceptions,
    lone: dependency.lone,
    disagreement: dependency.disagreement,
    weight: dependency.strength,
    tally(row) {
      const group = grouping.groupOf[row] as number
      if (group < 0 || excepted.has(row)) return undefined
      const { counts, filled } = tallyOf(group)
      const own = believed[row] as number
      const total = own === 0 ? filled : filled - 1
      return total > 0 ? { counts, own, total } : undefined
    },
  }
}
