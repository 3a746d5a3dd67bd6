import { message, type Message } from '@aw-flow/messages'
import { isCalendarName, isCodeName, isIdName, isLinkName, isRankName } from '../../column-meaning.ts'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'

/** The columns selected as point coordinates, if any. */
export interface ChosenCoordinates {
  x?: ColumnProfile
  y?: ColumnProfile
  /** The reason for selecting these columns, or for selecting none. */
  reason: Message
  /** Basis of the selection. Absent if no columns were selected. */
  basis?: 'names' | 'measurements'
  /**
   * Numeric columns that are not measurements, each with the reason. If there are not enough measurements, the list
   * includes those with too many missing values.
   */
  excluded: { column: ColumnProfile; reason: Message }[]
}

/** Maximum fraction of missing values in a column that is selected by its name. */
const maxMissingNamedFraction = 0.5
/** Maximum fraction of missing values in a measurement that is selected without a matching name. */
const maxMissingMeasurementFraction = 0.05

const namedPairs: [RegExp, RegExp][] = [
  [/^(?:.*[ ._-])?(?:lon|lng|long|longitude|laengengrad|längengrad)$/i, /^(?:.*[ ._-])?(?:lat|latitude|breitengrad)$/i],
  [/^x$/i, /^y$/i],
  [/^(?:.*[ ._-])?(?:easting|eastings)$/i, /^(?:.*[ ._-])?(?:northing|northings)$/i],
  [
    /^(?:.*[ ._-])?(?:pos|coord|coordinate|center|centre|point|geo|map)[ ._-]?x$/i,
    /^(?:.*[ ._-])?(?:pos|coord|coordinate|center|centre|point|geo|map)[ ._-]?y$/i,
  ],
  [/^x[ ._-]?(?:pos|position|coord|coordinate)$/i, /^y[ ._-]?(?:pos|position|coord|coordinate)$/i],
  [/^cx$/i, /^cy$/i],
  [
    /^(?:umap|tsne|t-sne|pca?|dim|component|emb|embedding)[ ._-]?(?:0|1|x)$/i,
    /^(?:umap|tsne|t-sne|pca?|dim|component|emb|embedding)[ ._-]?(?:1|2|y)$/i,
  ],
]

/**
 * Selects the coordinate columns. Columns whose names denote longitude and latitude, or x and y, take precedence over
 * the two most complete and varied measurements. IDs, indexes, codes, ranks, row numbers and parts of dates are never
 * selected as measurements.
 */
export function chooseCoordinates(profile: TableProfile, idColumn: ColumnProfile | undefined): ChosenCoordinates {
  const { rows: rowCount, columns } = profile
  const numericColumns = columns.filter((column) => column.numbers !== undefined)
  const excludedColumns = numericColumns.flatMap((column) => {
    const reason =
      column === idColumn ? message('prepare.not-measure.id', {}) : findNonMeasurementReason(column, rowCount)
    return reason === undefined ? [] : [{ column, reason }]
  })
  const pair = findNamedPair(numericColumns, rowCount, idColumn)
  if (pair) return { ...pair, excluded: excludedColumns.filter(({ column }) => column !== pair.x && column !== pair.y) }
  const measurements = numericColumns.filter(
    (column) => !excludedColumns.some((exclusion) => exclusion.column === column),
  )
  const isIncomplete = (column: ColumnProfile): boolean =>
    countMissing(column) > maxMissingMeasurementFraction * rowCount
  const [x, y] = measurements
    .filter((column) => !isIncomplete(column))
    .map((column) => ({ column, score: scoreMeasurement(column, rowCount) - 0.02 * columns.indexOf(column) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 2)
    .map(({ column }) => column)
    .sort((a, b) => columns.indexOf(a) - columns.indexOf(b))
  if (!x || !y) {
    const incompleteColumns = measurements
      .filter(isIncomplete)
      .map((column) => ({ column, reason: message('prepare.not-measure.missing', {}) }))
    return {
      reason: message('prepare.coordinates-too-few', { column: x?.name ?? '' }),
      excluded: [...excludedColumns, ...incompleteColumns],
    }
  }
  return {
    x,
    y,
    reason: message('prepare.coordinates-measured', { x: x.name, y: y.name }),
    basis: 'measurements',
    excluded: excludedColumns,
  }
}

function findNamedPair(
  numericColumns: readonly ColumnProfile[],
  rowCount: number,
  idColumn: ColumnProfile | undefined,
) {
  for (const [xPattern, yPattern] of namedPairs) {
    const isCandidate = (column: ColumnProfile, namePattern: RegExp): boolean =>
      column !== idColumn &&
      namePattern.test(column.name) &&
      isVarying(column) &&
      !(column.numbers?.rowOffset === 0 && rowCount > 2) &&
      countMissing(column) <= maxMissingNamedFraction * rowCount
    const x = numericColumns.find((column) => isCandidate(column, xPattern))
    const y = numericColumns.find((column) => column !== x && isCandidate(column, yPattern))
    if (!x || !y) continue
    const isGeographic = xPattern === namedPairs[0]?.[0]
    if (isGeographic && !(isWithin(x, 360) && isWithin(y, 90))) continue
    return { x, y, reason: message('prepare.coordinates-named', { x: x.name, y: y.name }), basis: 'names' as const }
  }
  return undefined
}

const isWithin = ({ numbers }: ColumnProfile, limit: number): boolean =>
  Math.max(Math.abs(numbers?.min ?? 0), Math.abs(numbers?.max ?? 0)) <= limit

const isVarying = ({ numbers }: ColumnProfile): boolean =>
  numbers !== undefined && (numbers.min ?? 0) < (numbers.max ?? 0)

/** Returns the number of rows in which a column has no finite value. */
export const countMissing = ({ nulls, numbers }: ColumnProfile): number => nulls + (numbers?.infinite ?? 0)

/** Returns the reason why a column is not a measurement, or `undefined` if it is one. */
export function findNonMeasurementReason(column: ColumnProfile, rowCount: number): Message | undefined {
  const { name, numbers, distinct, nulls } = column
  if (!numbers) return message('prepare.not-measure.not-numeric', {})
  if (!isVarying(column)) return message('prepare.not-measure.constant', {})
  if (isIdName(name)) return message('prepare.not-measure.id-name', {})
  if (isCodeName(name)) return message('prepare.not-measure.code-name', {})
  if (isRankName(name)) return message('prepare.not-measure.rank-name', {})
  if (isLinkName(name)) return message('prepare.not-measure.link-name', {})
  if (isCalendarName(name)) return message('prepare.not-measure.calendar-name', {})
  const isInteger = numbers.fractions === 0 && numbers.infinite === 0
  if (!isInteger) return undefined
  const [min, max] = [numbers.min as number, numbers.max as number]
  if (numbers.rowOffset !== undefined && rowCount > 2) return message('prepare.not-measure.row-number', {})
  if (nulls === 0 && distinct === rowCount && max - min + 1 === rowCount && rowCount > 2)
    return message('prepare.not-measure.numbers-rows', {})
  if (
    min >= 1400 &&
    max <= 2150 &&
    /^(?:start|end|from|to|begin|born|died|founded|opened|built|since|until)/i.test(name)
  )
    return message('prepare.not-measure.years', {})
  if (distinct <= 12 && rowCount >= 3 * distinct) return message('prepare.not-measure.few-values', { distinct })
  return undefined
}

/**
 * Scores how suitable a measurement is as a coordinate. Complete columns with fractions and many distinct values score
 * highest.
 */
function scoreMeasurement(column: ColumnProfile, rowCount: number): number {
  const completeness = countMissing(column) === 0 ? 3 : 2 - 10 * (countMissing(column) / rowCount)
  const fractionBonus = (column.numbers?.fractions ?? 0) > 0 ? 1 : 0
  const spread = 2 * Math.min(1, Math.log(1 + column.distinct) / Math.log(1 + rowCount))
  return completeness + fractionBonus + spread
}
