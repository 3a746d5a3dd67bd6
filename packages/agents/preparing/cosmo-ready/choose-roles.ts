import { isCalendarName, isCodeName, isIdName, isLocationName, splitNameWords } from '../../column-meaning.ts'
import { findNonMeasurementReason } from './choose-coordinates.ts'
import { defined, type TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'

/** The columns selected to control the appearance of points. */
export interface ChosenRoles {
  size?: ColumnProfile
  color?: ColumnProfile
  label?: ColumnProfile
  time?: ColumnProfile
  /** The column with the groups of points that Cosmograph draws together. */
  cluster?: ColumnProfile
}

/** Maximum number of distinguishable colors in Cosmograph's palettes. */
export const maxCategories = 50

const sizeNamePattern =
  /\b(?:size|population|pop|count|total|amount|value|weight|volume|sum|magnitude|mag|gross|votes|stock|quantity)\b/
const colorNamePattern =
  /\b(?:category|class|type|kind|group|genre|species|region|continent|cluster|status|color|colour|segment|sector|series|origin|gender|sex|weather|department)\b/
const labelNamePattern = /\b(?:name|title|label|product|city|state|country|place|company|station|job|person)\b/

/**
 * Matches names of cluster columns. They are selected by name only, because few distinct values do not imply clusters.
 */
const clusterNamePattern = /\b(?:cluster|community|group|module|partition|clique)\b/

/**
 * Selects the columns for the size, color, label, time and cluster of points.
 *
 * @param usedColumns Columns already used as coordinates or ID. They are excluded.
 */
export function chooseRoles(
  { rows: rowCount, columns }: TableProfile,
  usedColumns: readonly ColumnProfile[],
): ChosenRoles {
  const unusedColumns = columns.filter((column) => !usedColumns.includes(column))
  const joinNameWords = ({ name }: ColumnProfile): string => splitNameWords(name).join(' ')
  const size = findBest(unusedColumns, (column) => {
    const { numbers } = column
    if (!numbers || findNonMeasurementReason(column, rowCount) !== undefined || (numbers.min ?? -1) < 0)
      return undefined
    if (isLocationName(column.name)) return undefined
    return (sizeNamePattern.test(joinNameWords(column)) ? 1 : 0) + 1 - column.nulls / rowCount
  })
  const color = findBest(unusedColumns, (column) => {
    if (column === size || !isCategorical(column, rowCount)) return undefined
    const fewValuesBonus = column.distinct <= 12 ? 0.5 : 0
    // Codes and repeated IDs are less readable than other categories.
    const keyPenalty = isCodeName(column.name) || isIdName(column.name) ? 1 : 0
    return (
      (colorNamePattern.test(joinNameWords(column)) ? 1 : 0) +
      fewValuesBonus +
      1.1 -
      (2 * column.nulls) / rowCount -
      keyPenalty
    )
  })
  const colorColumn =
    color ??
    findBest(unusedColumns, (column) =>
      column !== size && column.numbers && findNonMeasurementReason(column, rowCount) === undefined
        ? 1 - column.nulls / rowCount
        : undefined,
    ) ??
    // If there is only one measurement, it determines both size and color.
    size
  const label = findBest(unusedColumns, (column) => {
    if (column === colorColumn || column.type !== 'VARCHAR' || !column.texts || column.distinct < 2) return undefined
    if (column.texts.longest > 200 || column.texts.jsonShaped > 0 || isIdName(column.name)) return undefined
    return (labelNamePattern.test(joinNameWords(column)) ? 1 : 0) + column.distinct / rowCount - column.nulls / rowCount
  })
  const time = findBest(unusedColumns, (column) => scoreTime(column, rowCount))
  const cluster = findBest(unusedColumns, (column) => {
    const isInteger = column.numbers !== undefined && column.numbers.fractions === 0 && column.numbers.infinite === 0
    if (!clusterNamePattern.test(joinNameWords(column)) || !(column.type === 'VARCHAR' || isInteger)) return undefined
    return column.distinct < 2 || 2 * column.distinct > rowCount ? undefined : 1 - column.nulls / rowCount
  })
  return defined({ size, color: colorColumn, label, time, cluster })
}

/** Returns whether a column contains few distinct values that repeat. */
function isCategorical(column: ColumnProfile, rowCount: number): boolean {
  const { distinct, type, numbers, nulls } = column
  if (distinct < 2 || distinct > maxCategories || distinct >= rowCount || nulls > 0.5 * rowCount) return false
  if (type === 'BOOLEAN') return true
  if (isCalendarName(column.name)) return false
  if (isIdName(column.name) && (type !== 'VARCHAR' || rowCount < 3 * distinct)) return false
  if (type === 'VARCHAR') return distinct <= Math.max(2, 0.6 * rowCount) && (column.texts?.longest ?? 0) <= 80
  return (
    numbers !== undefined &&
    numbers.fractions === 0 &&
    numbers.infinite === 0 &&
    distinct <= 12 &&
    rowCount >= 3 * distinct
  )
}

function scoreTime(column: ColumnProfile, rowCount: number): number | undefined {
  if (column.nulls === rowCount) return undefined
  if (column.type === 'DATE' || column.type.startsWith('TIMESTAMP')) return 2 - column.nulls / rowCount
  const { numbers } = column
  // The value is a number of seconds or milliseconds since the Unix epoch, between 1973 and 2096.
  const isEpoch =
    numbers !== undefined &&
    numbers.infinite === 0 &&
    /^(?:time|timestamp|epoch|created|updated|date|datetime)$/.test(splitNameWords(column.name).at(-1) ?? '') &&
    (isWithin(numbers, 1e8, 4e9) || isWithin(numbers, 1e11, 4e12))
  const isYear =
    numbers !== undefined &&
    numbers.fractions === 0 &&
    numbers.infinite === 0 &&
    splitNameWords(column.name).includes('year') &&
    isWithin(numbers, 1000, 2200)
  return isYear || isEpoch ? 1 - column.nulls / rowCount : undefined
}

const isWithin = ({ min, max }: NonNullable<ColumnProfile['numbers']>, lower: number, upper: number): boolean =>
  min !== undefined && max !== undefined && min >= lower && max <= upper

function findBest(
  columns: readonly ColumnProfile[],
  scoreColumn: (column: ColumnProfile) => number | undefined,
): ColumnProfile | undefined {
  let bestColumn: ColumnProfile | undefined
  let bestScore = 0
  for (const column of columns) {
    const columnScore = scoreColumn(column)
    if (columnScore !== undefined && columnScore > bestScore) {
      bestColumn = column
      bestScore = columnScore
    }
  }
  return bestColumn
}
