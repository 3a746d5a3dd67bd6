import { message, type Message } from '@aw-flow/messages'
import { isCalendarName, isCodeName, isIdName, isLinkName, isRankName } from '../../column-meaning.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** The columns selected as point coordinates, if any. */
export interface ChosenCoordinates {
  x?: ColumnProfile
  y?: ColumnProfile
  /** The reason for selecting these columns, or none. */
  reason: Message
  /** Basis of the selection. Absent if no columns were selected. */
  basis?: 'names' | 'measures'
  /** Numeric columns that are not measurements, and why not. */
  excluded: { column: ColumnProfile; reason: Message }[]
}

/** Maximum share of rows without a value for coordinates selected by name. */
const maxMissingNamedShare = 0.5
/** Maximum share of rows without a value for coordinates selected among measurements. */
const maxMissingMeasuredShare = 0.05

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
 * Selects the coordinate columns. Columns named as longitude and latitude, or as x and y, take precedence over the two
 * most complete and varied measurements. IDs, indexes, codes, ranks, row numbers and parts of dates are never selected
 * as measurements.
 */
export function chooseCoordinates(profile: TableProfile, id: ColumnProfile | undefined): ChosenCoordinates {
  const { rows, columns } = profile
  const numeric = columns.filter((column) => column.numbers !== undefined)
  const excluded = numeric.flatMap((column) => {
    const reason = column === id ? message('prepare.not-measure.id', {}) : findNonMeasureReason(column, rows)
    return reason === undefined ? [] : [{ column, reason }]
  })
  const pair = findNamedPair(numeric, rows, id)
  if (pair) return { ...pair, excluded: excluded.filter(({ column }) => column !== pair.x && column !== pair.y) }
  const measures = numeric
    .filter(
      (column) =>
        !excluded.some((exclusion) => exclusion.column === column) &&
        countMissing(column) <= maxMissingMeasuredShare * rows,
    )
    .map((column) => ({ column, score: scoreMeasure(column, rows) - 0.02 * columns.indexOf(column) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 2)
    .map(({ column }) => column)
    .sort((a, b) => columns.indexOf(a) - columns.indexOf(b))
  const [x, y] = measures
  if (!x || !y) {
    return { reason: message('prepare.coordinates-too-few', { column: x?.name ?? '' }), excluded }
  }
  return {
    x,
    y,
    reason: message('prepare.coordinates-measured', { x: x.name, y: y.name }),
    basis: 'measures',
    excluded,
  }
}

function findNamedPair(numeric: readonly ColumnProfile[], rows: number, id: ColumnProfile | undefined) {
  for (const [xName, yName] of namedPairs) {
    const isCandidate = (column: ColumnProfile, namePattern: RegExp): boolean =>
      column !== id &&
      namePattern.test(column.name) &&
      isVarying(column) &&
      !(column.numbers?.rowOffset === 0 && rows > 2) &&
      countMissing(column) <= maxMissingNamedShare * rows
    const x = numeric.find((column) => isCandidate(column, xName))
    const y = numeric.find((column) => column !== x && isCandidate(column, yName))
    if (!x || !y) continue
    const isGeographic = xName === namedPairs[0]?.[0]
    if (isGeographic && !(isWithin(x, 360) && isWithin(y, 90))) continue
    return { x, y, reason: message('prepare.coordinates-named', { x: x.name, y: y.name }), basis: 'names' as const }
  }
  return undefined
}

const isWithin = ({ numbers }: ColumnProfile, limit: number): boolean =>
  Math.max(Math.abs(numbers?.min ?? 0), Math.abs(numbers?.max ?? 0)) <= limit

const isVarying = ({ numbers }: ColumnProfile): boolean =>
  numbers !== undefined && (numbers.min ?? 0) < (numbers.max ?? 0)

/** Counts the rows without a finite value in a column. */
export const countMissing = ({ nulls, numbers }: ColumnProfile): number => nulls + (numbers?.infinite ?? 0)

/** Returns the reason why a column is not a measurement, or `undefined` if it is one. */
export function findNonMeasureReason(column: ColumnProfile, rows: number): Message | undefined {
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
  if (numbers.rowOffset !== undefined && rows > 2) return message('prepare.not-measure.row-number', {})
  if (nulls === 0 && distinct === rows && max - min + 1 === rows && rows > 2)
    return message('prepare.not-measure.numbers-rows', {})
  if (
    min >= 1400 &&
    max <= 2150 &&
    /^(?:start|end|from|to|begin|born|died|founded|opened|built|since|until)/i.test(name)
  )
    return message('prepare.not-measure.years', {})
  if (distinct <= 12 && rows >= 3 * distinct) return message('prepare.not-measure.few-values', { distinct })
  return undefined
}

/**
 * Scores how suitable a measurement is as a coordinate. Complete columns with fractions and many distinct values score
 * highest.
 */
function scoreMeasure(column: ColumnProfile, rows: number): number {
  const completeness = countMissing(column) === 0 ? 3 : 2 - 10 * (countMissing(column) / rows)
  const fractionBonus = (column.numbers?.fractions ?? 0) > 0 ? 1 : 0
  const spread = 2 * Math.min(1, Math.log(1 + column.distinct) / Math.log(1 + rows))
  return completeness + fractionBonus + spread
}
