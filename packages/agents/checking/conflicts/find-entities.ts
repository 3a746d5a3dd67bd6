import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { countGroupedRows, groupByCode, sampleGroups, type Grouping } from '../dependencies/group-rows.ts'
import { measureDependency, shuffleRows, type DependencyMeasure } from '../dependencies/measure-dependency.ts'
import { measureViolations, type ViolationPattern } from './measure-violations.ts'

/** Entities that several rows describe, and the columns in which the rows of an entity should agree. */
export interface EntityGrouping {
  /** The index of the column that identifies the entity of a row. */
  readonly keyIndex: number
  readonly grouping: Grouping
  /** The index of the column that names each row's source. An entity has at most one row per source. */
  readonly sourceIndex: number | undefined
  /** The columns that the key determines, but in which rows of an entity sometimes differ. */
  readonly determinedColumns: readonly { readonly column: number; readonly quality: number }[]
  /** The columns that the key determines almost without exceptions. */
  readonly pureColumns: readonly number[]
  /** Mean strength of the dependencies on the key, from 0 to 1. */
  readonly strength: number
}

const minEntities = 5
const minCoveredFraction = 0.5
const minMeanGroupSize = 2.5
const maxSources = 300
const minRowsPerSource = 3
const minPairFraction = 0.97
const minAgreement = 0.45
const minStrength = 0.4
/** Minimum strength if values rarely agree by chance (see `maxLowChance`). */
const minLowChanceStrength = 0.2
/** Below this chance agreement, values are considered to agree only rarely by chance. */
const maxLowChance = 0.1

/** At or above this agreement, the key determines a column almost without exceptions. */
const minPureAgreement = 0.985
/** Maximum number of rows to measure. In larger tables, a sample of the groups is measured. */
const maxMeasuredRows = 20_000

/** Without a source column, violations must be distributed randomly across groups, as errors are. */
const maxDispersion = 1.15
const maxSourceDispersion = 1.3
/** At or above this agreement, violations need not be distributed randomly. */
const minSufficientAgreement = 0.85
/** Minimum strength of a dependency without a source column. */
const minKeyStrength = 0.5
const minDisagreement = 0.1
/** Minimum disagreement in the remaining columns if one column reaches `minDisagreement`. */
const minFurtherDisagreement = 0.03
const maxChance = 0.6
/** Maximum deviation from a random distribution of violations if the key determines several columns. */
const maxPattern = { dispersion: 2.5, repetition: 1.6 }
/** The stricter limits that apply if the key determines a single column. */
const maxSingleColumnPattern = { dispersion: 1.6, repetition: 1.5 }
const minSingleColumnAgreement = 0.7
const minSingleColumnGroupSize = 12
/** Minimum fraction of violations whose value belongs to another group. */
const minForeignFraction = 0.8
const minSingleColumnViolations = 50
const minExactColumns = 2

/**
 * Finds entities that several rows describe with conflicting values. If there is a source column, in which each source
 * occurs once per key, a column can count as determined by the key even if half of its cells are wrong. Otherwise, the
 * key must determine several columns, and their violations must be distributed randomly.
 */
export function findEntities(table: EncodedTable): EntityGrouping[] {
  const { rows, columns } = table
  const shuffledRows = shuffleRows(rows)
  const entities: EntityGrouping[] = []
  for (const [keyIndex, column] of columns.entries()) {
    const distinctCount = countDistinct(column)
    if (distinctCount < minEntities || distinctCount * minMeanGroupSize > rows) continue
    const grouping = groupByCode(
      column,
      rows,
      Int32Array.from(column.values, (_, code) => code - 1),
      column.values.length - 1,
    )
    if (countGroupedRows(grouping) < minCoveredFraction * rows) continue
    const sample = sampleGroups(grouping, maxMeasuredRows)
    const measures = columns.map((other, columnIndex) =>
      columnIndex === keyIndex || countDistinct(other) < 2 ? undefined : measureDependency(sample, other, shuffledRows),
    )
    const isAlmostExact = (measure: DependencyMeasure | undefined): boolean =>
      measure !== undefined && measure.strength >= 0.9 && measure.coveredCount > 0
    const exactCount = measures.filter(isAlmostExact).length
    // A measured number, such as a coordinate, identifies an entity only if it also determines other columns.
    if (isMeasurementColumn(column) && exactCount < minExactColumns) continue
    const sourceIndex = findSource(table, keyIndex, column, measures)
    const determinedColumns = measures.flatMap((measure, columnIndex) => {
      if (!measure || columnIndex === sourceIndex) return []
      const isDetermined =
        sourceIndex === undefined
          ? isDeterminedByKey(measure) &&
            isRandom(measureViolations(sample, columns[columnIndex] as EncodedColumn), maxPattern)
          : isDeterminedWithSources(measure)
      return isDetermined
        ? [{ column: columnIndex, quality: measure.strength * (measure.coveredCount / sample.order.length) }]
        : []
    })
    const strengths = measures.flatMap((measure) =>
      measure && measure.strength >= minStrength ? [measure.strength] : [],
    )
    // If there is only one determined column, clearer evidence is required that its violations are errors.
    const isClearlyDetermined = ([firstColumn]: readonly { column: number }[]): boolean =>
      firstColumn !== undefined &&
      canIdentifyErrors(measures[firstColumn.column] as DependencyMeasure) &&
      isRandomSwap(measureViolations(sample, columns[firstColumn.column] as EncodedColumn))
    const isEntity =
      determinedColumns.length > 0 &&
      (sourceIndex !== undefined ||
        determinedColumns.length + exactCount >= 2 ||
        isClearlyDetermined(determinedColumns)) &&
      (isClearlyDetermined(determinedColumns) ||
        determinedColumns.some(({ column: columnIndex }) => hasConflicts(measures[columnIndex] as DependencyMeasure)))
    if (isEntity || exactCount > 0)
      entities.push({
        keyIndex,
        grouping,
        sourceIndex,
        determinedColumns: isEntity ? determinedColumns : [],
        pureColumns: measures.flatMap((measure, columnIndex) =>
          isAlmostExact(measure) && (measure?.agreement ?? 0) >= minPureAgreement ? [columnIndex] : [],
        ),
        strength: strengths.reduce((sum, strength) => sum + strength, 0) / Math.max(1, strengths.length),
      })
  }
  return entities
}

/** Returns whether violations are distributed randomly, as errors are. */
const isRandom = ({ dispersion, repetition }: ViolationPattern, max: typeof maxPattern): boolean =>
  dispersion <= max.dispersion && repetition <= max.repetition

/** Returns whether violations are randomly distributed values of other groups, as if cells had been swapped. */
const isRandomSwap = (pattern: ViolationPattern): boolean =>
  isRandom(pattern, maxSingleColumnPattern) && pattern.foreignShare >= minForeignFraction

/** Returns whether groups are large enough and violations frequent enough to recognize errors by their pattern. */
const canIdentifyErrors = ({ agreement, coveredCount, groupCount, violationCount }: DependencyMeasure): boolean =>
  agreement >= minSingleColumnAgreement &&
  coveredCount >= minSingleColumnGroupSize * groupCount &&
  violationCount >= minSingleColumnViolations

const isDeterminedWithSources = ({ agreement, strength, chance, dispersion }: DependencyMeasure): boolean =>
  (chance < maxLowChance
    ? strength >= minLowChanceStrength
    : agreement >= minAgreement && strength >= minStrength && chance <= maxChance) &&
  (dispersion <= maxSourceDispersion || agreement >= minSufficientAgreement)

/** Returns whether a column has more than a few conflicts. Isolated errors are better found by scoring cells. */
const hasConflicts = ({ agreement, dispersion }: DependencyMeasure): boolean =>
  1 - agreement >= minDisagreement && dispersion <= maxDispersion

const isDeterminedByKey = ({
  agreement,
  strength,
  chance,
  dispersion,
  groupCount,
  coveredCount,
  largestGroupShare,
}: DependencyMeasure): boolean =>
  strength >= minKeyStrength &&
  chance <= maxChance &&
  1 - agreement >= minFurtherDisagreement &&
  dispersion <= maxDispersion &&
  groupCount >= 8 &&
  coveredCount >= 3 * groupCount &&
  largestGroupShare < 0.3

/** Finds a column of names that do not repeat within an entity and are not determined by the key. */
function findSource(
  { rows, columns }: EncodedTable,
  keyIndex: number,
  { observedCodes: keyCodes }: EncodedColumn,
  measures: readonly (DependencyMeasure | undefined)[],
): number | undefined {
  let sourceIndex: number | undefined
  columns.forEach((column, columnIndex) => {
    if (columnIndex === keyIndex || sourceIndex !== undefined) return
    const distinctCount = countDistinct(column)
    if (distinctCount < 3 || distinctCount > maxSources || distinctCount * minRowsPerSource > rows) return
    if ((measures[columnIndex]?.agreement ?? 1) > 0.2 || !isNameColumn(column)) return
    const pairs = new Set<number>()
    let nonEmptyCount = 0
    for (let row = 0; row < rows; row++) {
      if (column.repairedCodes[row] === 0 || keyCodes[row] === 0) continue
      nonEmptyCount++
      pairs.add((keyCodes[row] as number) * column.values.length + (column.repairedCodes[row] as number))
    }
    if (nonEmptyCount >= 0.95 * rows && pairs.size >= minPairFraction * nonEmptyCount) sourceIndex = columnIndex
  })
  return sourceIndex
}

/** Returns whether most values are decimal fractions, which rarely identify entities. */
function isMeasurementColumn({ values, counts }: EncodedColumn): boolean {
  let fractionCount = 0
  let total = 0
  values.forEach((text, code) => {
    if (code === 0) return
    total += counts[code] as number
    if (/^-?\d*\.\d+$/.test(text)) fractionCount += counts[code] as number
  })
  return fractionCount >= 0.5 * total
}

/**
 * Returns whether the values are names. Numbers and dates are not suitable as sources: they may order the rows in time,
 * and then values may differ because they have changed.
 */
function isNameColumn({ values, counts }: EncodedColumn): boolean {
  let nameCount = 0
  let total = 0
  values.forEach((text, code) => {
    if (code === 0) return
    total += counts[code] as number
    if (/^\p{L}/u.test(text) && !monthOrDayPattern.test(text)) nameCount += counts[code] as number
  })
  return nameCount >= 0.9 * total
}

const monthOrDayPattern =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?:\s|$|-)/i
