import { groupByCode, countGroupedRows, sampleGroups, type Grouping } from '../dependencies/group-rows.ts'
import { measureDependency, shuffleRows, type DependencyMeasure } from '../dependencies/measure-dependency.ts'
import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'

/** Entities that several sources describe, and the columns in which the sources should agree. */
export interface SourcedEntities {
  /** The index of the column that identifies the entity of a row. */
  readonly keyIndex: number
  readonly grouping: Grouping
  /** The index of the column that names each row's source. An entity has at most one row per source. */
  readonly sourceIndex: number
  /** The columns that the key determines, but in which sources sometimes differ. */
  readonly determinedColumns: readonly { readonly column: number; readonly quality: number }[]
}

const minEntities = 5
const minCoveredFraction = 0.5
const minMeanGroupSize = 2.5
const maxSources = 300
const minRowsPerSource = 3
const minPairFraction = 0.97
/** Minimum share of an entity's sources that agree, corrected for chance. */
const minStrength = 0.2
/** If unrelated rows agree more often than this, agreement says nothing about sources. */
const maxChance = 0.2
/** A column whose values depend on the source this strongly does not describe the entity. */
const maxSourceStrength = 0.3
/** Isolated errors are better found by scoring cells; sources conflict in at least this share of cells. */
const minConflictShare = 0.1
/** A single column in which sources conflict may be a coincidence. */
const minConflictingColumns = 2
/** A column that another one determines this well repeats it, as a result in the unit of the standard does. */
const minCopyAgreement = 0.95
/** Maximum number of rows to measure. In larger tables, a sample of the groups is measured. */
const maxMeasuredRows = 20_000

/**
 * Finds entities that several sources describe with conflicting values. A column can count as determined by the key
 * even if half of its cells are wrong, so a column of sources, in which each source occurs once per key, must be
 * evident.
 */
export function findSourcedEntities(table: EncodedTable): SourcedEntities[] {
  const { rows, columns } = table
  const shuffledRows = shuffleRows(rows)
  return columns.flatMap((column, keyIndex) => {
    const distinctCount = countDistinct(column)
    if (distinctCount < minEntities || distinctCount * minMeanGroupSize > rows) return []
    const grouping = groupByValue(column, rows)
    if (countGroupedRows(grouping) < minCoveredFraction * rows) return []
    const sample = sampleGroups(grouping, maxMeasuredRows)
    const measure = (columnIndex: number, groups: Grouping): DependencyMeasure =>
      measureDependency(groups, columns[columnIndex] as EncodedColumn, shuffledRows)
    const sourceIndex = findSource(table, keyIndex, column, (columnIndex) => measure(columnIndex, sample).agreement)
    if (sourceIndex === undefined) return []
    const isCopy = (columnIndex: number, otherIndex: number): boolean =>
      measure(columnIndex, sampleGroups(groupByValue(columns[otherIndex] as EncodedColumn, rows), maxMeasuredRows))
        .agreement >= minCopyAgreement
    const sampleBySource = sampleGroups(groupByValue(columns[sourceIndex] as EncodedColumn, rows), maxMeasuredRows)
    const determinedColumns = columns.flatMap((other, columnIndex) => {
      if (columnIndex === keyIndex || columnIndex === sourceIndex || countDistinct(other) < 2) return []
      const { strength, agreement, chance, coveredCount } = measure(columnIndex, sample)
      return strength >= minStrength &&
        chance <= maxChance &&
        measure(columnIndex, sampleBySource).strength <= maxSourceStrength
        ? [{ column: columnIndex, quality: strength * (coveredCount / sample.order.length), agreement }]
        : []
    })
    const conflictingColumns = determinedColumns
      .filter(({ agreement }) => 1 - agreement >= minConflictShare)
      .filter(
        ({ column: columnIndex }, index, conflicting) =>
          !conflicting.slice(0, index).some((earlier) => isCopy(columnIndex, earlier.column)),
      )
    return conflictingColumns.length >= minConflictingColumns
      ? [{ keyIndex, grouping, sourceIndex, determinedColumns }]
      : []
  })
}

const groupByValue = (column: EncodedColumn, rowCount: number): Grouping =>
  groupByCode(
    column,
    rowCount,
    Int32Array.from(column.values, (_, code) => code - 1),
    column.values.length - 1,
  )

/** Finds a column of names that do not repeat within an entity and are not determined by the key. */
function findSource(
  { rows, columns }: EncodedTable,
  keyIndex: number,
  { observedCodes: keyCodes }: EncodedColumn,
  measureAgreement: (columnIndex: number) => number,
): number | undefined {
  let sourceIndex: number | undefined
  columns.forEach((column, columnIndex) => {
    if (columnIndex === keyIndex || sourceIndex !== undefined) return
    const distinctCount = countDistinct(column)
    if (distinctCount < 3 || distinctCount > maxSources || distinctCount * minRowsPerSource > rows) return
    if (!isNameColumn(column) || measureAgreement(columnIndex) > 0.2) return
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
