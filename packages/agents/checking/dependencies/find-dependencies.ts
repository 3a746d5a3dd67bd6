import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findKeys, groupByKey, type ColumnKey } from './column-keys.ts'
import { countGroupedRows, groupByPair, sampleGroups, type Grouping } from './group-rows.ts'
import { measureDependency, shuffleRows, type DependencyMeasure } from './measure-dependency.ts'
import { findLeadingCodes, type Predictor } from './predictor.ts'

const minCoverage = 0.3
/** Minimum number of informative rows. If all groups have the same value, the value does not depend on the group. */
const minInformativeRows = 8
const maxDependencies = 6
const maxPairColumns = 5
/** Approximate maximum number of column pairs to measure. In tables of up to 140 columns, all pairs are measured. */
const maxMeasuredPairs = 40_000
/** Determinants within this many columns of the dependent column are always measured. */
const alwaysMeasuredDistance = 20
/** Maximum number of rows on which a dependency is measured. */
const maxSampledRows = 40_000
/** Minimum rate of legitimate exceptions assumed for a dependency whose violations look like errors. */
const minExceptionRate = 0.0004
/**
 * Prior number of legitimate exceptions. A dependency that is measured on few rows may have exceptions even if none are
 * observed.
 */
const priorExceptions = 0.1
/** A dependency is decisive if its rate of legitimate exceptions does not exceed this value. */
const maxDecisiveRate = 0.001

/** An approximate functional dependency that holds often enough to serve as evidence. */
export interface Dependency {
  /** The determinant: one or two columns, or parts of their values. */
  determinant: readonly ColumnKey[]
  /** The index of the dependent column. */
  targetIndex: number
  /** Expected rate of legitimate exceptions. */
  exceptionRate: number
  /** Expected rate of legitimate exceptions in nearly unanimous groups. */
  unanimousExceptionRate: number
  disagreement: number
  strength: number
}

/**
 * Finds approximate functional dependencies. A determinant is a column, a part of a column's values, or a pair of
 * these. In tables with hundreds of columns, only determinants close to the dependent column are measured.
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 * @yields After each column.
 */
export function* findDependencies(table: EncodedTable, noise: number): Generator<undefined, Dependency[]> {
  const { rows, columns } = table
  const shuffledRows = shuffleRows(rows)
  const keys = findKeys(table).flatMap((key) => {
    const grouping = groupByKey(table, key)
    return hasSufficientCoverage(grouping, rows) ? [{ key, grouping }] : []
  })
  const results: Dependency[] = []
  const maxDistance = Math.max(alwaysMeasuredDistance, maxMeasuredPairs / columns.length / 2)
  for (const [targetIndex, column] of columns.entries()) {
    yield
    if (countDistinct(column) < 2) continue
    const singleKeyCandidates = keys.flatMap(({ key, grouping }) =>
      key.column === targetIndex || Math.abs(key.column - targetIndex) > maxDistance
        ? []
        : [{ determinant: [key], grouping, measure: measureSample(grouping, column, shuffledRows) }],
    )
    const selectedCandidates = selectStrongest(singleKeyCandidates, rows, noise)
    if (!selectedCandidates.some(({ unanimousExceptionRate }) => unanimousExceptionRate <= maxDecisiveRate))
      selectedCandidates.push(
        ...selectStrongest(combinePairs(singleKeyCandidates, column, shuffledRows, rows), rows, noise),
      )
    for (const { determinant, exceptionRate, unanimousExceptionRate, measure } of selectedCandidates.slice(
      0,
      maxDependencies,
    ))
      results.push({
        determinant,
        targetIndex,
        exceptionRate,
        unanimousExceptionRate,
        disagreement: 1 - measure.agreement,
        strength: measure.strength,
      })
  }
  return results
}

/** Creates predictors for dependencies, based on the table's current repaired values. */
export function createDependencyPredictors(table: EncodedTable, dependencies: readonly Dependency[]): Predictor[] {
  const groupings = new Map<ColumnKey, Grouping>()
  const getGrouping = (key: ColumnKey): Grouping => {
    const grouping = groupings.get(key) ?? groupByKey(table, key)
    groupings.set(key, grouping)
    return grouping
  }
  return dependencies.map((dependency) => {
    const column = table.columns[dependency.targetIndex] as EncodedColumn
    const [first, second] = dependency.determinant.map(getGrouping)
    const grouping = second ? groupByPair(first as Grouping, second) : (first as Grouping)
    return createPredictor(dependency, grouping, column, findExcludedRows(dependency, grouping, table.columns))
  })
}

/** Measures a dependency on a sample of groups and extrapolates the row counts to all groups. */
function measureSample(grouping: Grouping, column: EncodedColumn, shuffledRows: Int32Array): DependencyMeasure {
  const sample = sampleGroups(grouping, maxSampledRows)
  const measure = measureDependency(sample, column, shuffledRows)
  const scale = grouping.order.length / Math.max(1, sample.order.length)
  return {
    ...measure,
    coveredCount: measure.coveredCount * scale,
    violationCount: measure.violationCount * scale,
    informativeCount: measure.informativeCount * scale,
  }
}

interface Candidate {
  determinant: ColumnKey[]
  grouping: Grouping
  measure: DependencyMeasure
}

interface SelectedCandidate extends Candidate {
  exceptionRate: number
  unanimousExceptionRate: number
}

const hasSufficientCoverage = (grouping: Grouping, rowCount: number): boolean =>
  grouping.order.length > 0 && countGroupedRows(grouping) >= minCoverage * rowCount

function selectStrongest(candidates: readonly Candidate[], rowCount: number, noise: number): SelectedCandidate[] {
  const eligibleCandidates = candidates.filter(
    ({ measure }) =>
      measure.agreement >= 0.45 &&
      measure.strength >= 0.4 &&
      measure.coveredCount >= minCoverage * rowCount &&
      measure.informativeCount >= minInformativeRows,
  )
  const evaluatedCandidates = eligibleCandidates.map((candidate) => ({
    ...candidate,
    ...estimateExceptionRates(candidate.measure, noise),
  }))
  const measureQuality = ({ measure }: Candidate): number => measure.strength * (measure.coveredCount / rowCount)
  const sortedCandidates = evaluatedCandidates.sort((a, b) => measureQuality(b) - measureQuality(a))
  const decisiveCandidates = sortedCandidates.filter(
    ({ unanimousExceptionRate }) => unanimousExceptionRate <= maxDecisiveRate,
  )
  const best = decisiveCandidates[0] ?? sortedCandidates[0]
  if (!best) return []
  return (decisiveCandidates.length > 0 ? decisiveCandidates : sortedCandidates)
    .filter((candidate) => measureQuality(candidate) >= measureQuality(best) - 0.25)
    .slice(0, maxDependencies)
}

/**
 * Estimates the rate of legitimate exceptions to a dependency. Violations are considered errors if they are no more
 * frequent than errors elsewhere, or if they are few and randomly distributed across large groups. Otherwise, they are
 * considered legitimate exceptions.
 */
function estimateExceptionRates(
  measure: DependencyMeasure,
  noise: number,
): { exceptionRate: number; unanimousExceptionRate: number } {
  const { agreement, strength, violationCount, dispersion, coveredCount, groupCount } = measure
  const mismatchRate = 1 - agreement
  const excess = Math.max(mismatchRate - noise, 0.01)
  if (strength < 0.6 || measure.largestGroupShare > 0.6)
    return { exceptionRate: Math.max(mismatchRate, 0.01), unanimousExceptionRate: Math.max(mismatchRate, 0.01) }
  const isRandom =
    (dispersion <= 1.2 || violationCount < 5) &&
    coveredCount >= 4 * groupCount &&
    mismatchRate <= 0.06 &&
    (strength >= 0.78 || agreement >= 0.97)
  const negligibleRate = 0.003 + noise
  const minRate = Math.max(minExceptionRate, priorExceptions / coveredCount)
  if (isRandom || mismatchRate <= negligibleRate) return { exceptionRate: minRate, unanimousExceptionRate: minRate }
  return {
    exceptionRate: excess,
    unanimousExceptionRate:
      measure.unanimousDissentShare <= negligibleRate
        ? minRate
        : Math.min(excess, Math.max(measure.unanimousDissentShare - noise, 0.005)),
  }
}

function combinePairs(
  singleKeyCandidates: readonly Candidate[],
  column: EncodedColumn,
  shuffledRows: Int32Array,
  rowCount: number,
): Candidate[] {
  const best = singleKeyCandidates
    .filter(({ measure, grouping }) => measure.strength > 0.02 && grouping.groupCount < rowCount / 2)
    .sort((a, b) => b.measure.strength - a.measure.strength)
    .slice(0, maxPairColumns)
  return best.flatMap((first, index) =>
    best.slice(index + 1).flatMap((second) => {
      if (first.determinant[0]?.column === second.determinant[0]?.column) return []
      const grouping = groupByPair(first.grouping, second.grouping)
      if (!hasSufficientCoverage(grouping, rowCount)) return []
      const measure = measureSample(grouping, column, shuffledRows)
      const gain = measure.agreement - Math.max(first.measure.agreement, second.measure.agreement)
      return gain > 0.02 ? [{ determinant: [...first.determinant, ...second.determinant], grouping, measure }] : []
    }),
  )
}

/**
 * Finds rows that deviate from their group systematically: most rows with a certain value in another column deviate.
 */
function findExcludedRows(
  { determinant, targetIndex }: Dependency,
  grouping: Grouping,
  columns: readonly EncodedColumn[],
): Set<number> {
  const column = columns[targetIndex] as EncodedColumn
  const differingRows = findDifferingRows(grouping, column)
  const excludedRows = new Set<number>()
  if (differingRows.length < 5) return excludedRows
  columns.forEach((other, columnIndex) => {
    if (columnIndex === targetIndex || determinant.some((key) => key.column === columnIndex)) return
    const counts = new Map<number, number>()
    for (const row of differingRows)
      counts.set(other.repairedCodes[row] as number, (counts.get(other.repairedCodes[row] as number) ?? 0) + 1)
    const codes = new Set<number>()
    for (const [code, count] of counts) {
      const total = other.counts[code] as number
      if (code !== 0 && count >= 5 && count >= 0.7 * total && total <= grouping.groupByRow.length / 4) codes.add(code)
    }
    if (codes.size > 0)
      other.repairedCodes.forEach((repaired, row) => {
        if (codes.has(repaired)) excludedRows.add(row)
      })
  })
  return excludedRows
}

function findDifferingRows({ groupCount, order, starts }: Grouping, { repairedCodes }: EncodedColumn): number[] {
  const differingRows: number[] = []
  for (let group = 0; group < groupCount; group++) {
    const rows = order.subarray(starts[group], starts[group + 1])
    const first = repairedCodes[rows[0] as number] as number
    if (rows.length < 2 || rows.every((row) => repairedCodes[row] === first)) continue
    const counts = new Map<number, number>()
    for (const row of rows)
      counts.set(repairedCodes[row] as number, (counts.get(repairedCodes[row] as number) ?? 0) + 1)
    counts.delete(0)
    const [majority] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0]
    for (const row of rows) if (repairedCodes[row] !== majority && repairedCodes[row] !== 0) differingRows.push(row)
  }
  return differingRows
}

interface GroupCounts {
  counts: Map<number, number>
  nonEmptyCount: number
  leadingCodes: readonly number[]
}

function createPredictor(
  dependency: Dependency,
  grouping: Grouping,
  column: EncodedColumn,
  excludedRows: ReadonlySet<number>,
): Predictor {
  // This is a copy, because repaired values change while rows are scored.
  const repairedCodes = column.repairedCodes.slice()
  const tallies: (GroupCounts | undefined)[] = []
  const tallyGroup = (group: number): GroupCounts => {
    const cached = tallies[group]
    if (cached) return cached
    const counts = new Map<number, number>()
    const [start, end] = [grouping.starts[group] as number, grouping.starts[group + 1] as number]
    for (let index = start; index < end; index++) {
      const code = repairedCodes[grouping.order[index] as number] as number
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    const tally = {
      counts,
      nonEmptyCount: end - start - (counts.get(0) ?? 0),
      leadingCodes: findLeadingCodes(counts),
    }
    tallies[group] = tally
    return tally
  }
  return {
    targetIndex: dependency.targetIndex,
    sourceIndexes: dependency.determinant.map(({ column: index }) => index),
    parts: dependency.determinant.map(({ part }) => part),
    exceptionRate: dependency.exceptionRate,
    unanimousExceptionRate: dependency.unanimousExceptionRate,
    disagreement: dependency.disagreement,
    weight: dependency.strength,
    tally(row) {
      const group = grouping.groupByRow[row] as number
      if (group < 0 || excludedRows.has(row)) return undefined
      const { counts, nonEmptyCount, leadingCodes } = tallyGroup(group)
      const cellCode = repairedCodes[row] as number
      const total = cellCode === 0 ? nonEmptyCount : nonEmptyCount - 1
      return total > 0 ? { counts, cellCode, otherCellCount: total, leadingCodes } : undefined
    },
  }
}
