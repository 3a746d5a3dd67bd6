import { message, type Message } from '@aw-flow/messages'
import { isCalendarName, isCodeName, isIdName, isLinkName, isRankName } from '../../column-meaning.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** The two columns that place the points, or none. */
export interface ChosenCoordinates {
  x?: ColumnProfile
  y?: ColumnProfile
  /** Why these columns, or why none. */
  reason: Message
  /** What the choice follows from; absent where there are no coordinates. */
  basis?: 'names' | 'measures'
  /** Numeric columns that are not measures, with the reason. */
  excluded: { column: ColumnProfile; because: Message }[]
}

/** Named coordinates may be missing in so many rows; measures that merely serve as such in so many. */
const mayMissNamed = 0.5
const mayMissMeasured = 0.05

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
 * Chooses coordinates by evidence: names of longitude and latitude, of x and y, else the two measures that are filled in
 * all (or nearly all) rows and vary most. Never an id, an index, a code, a rank, a row number or a part of the calendar.
 */
export function chooseCoordinates(profile: TableProfile, id: ColumnProfile | undefined): ChosenCoordinates {
  const { rows, columns } = profile
  const numeric = columns.filter((column) => column.numbers !== undefined)
  const excluded = numeric.flatMap((column) => {
    const because = column === id ? message('prepare.not-measure.id', {}) : whyNoMeasure(column, rows)
    return because === undefined ? [] : [{ column, because }]
  })
  const named = namedPair(numeric, rows, id)
  if (named) return { ...named, excluded: excluded.filter(({ column }) => column !== named.x && column !== named.y) }
  const measures = numeric
    .filter((column) => !excluded.some((one) => one.column === column) && missing(column) <= mayMissMeasured * rows)
    .map((column) => ({ column, score: measureScore(column, rows) - 0.02 * columns.indexOf(column) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, 2)
    .map(({ column }) => column)
    .sort((one, other) => columns.indexOf(one) - columns.indexOf(other))
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

function namedPair(numeric: readonly ColumnProfile[], rows: number, id: ColumnProfile | undefined) {
  for (const [xName, yName] of namedPairs) {
    const fits = (column: ColumnProfile, rule: RegExp): boolean =>
      column !== id &&
      rule.test(column.name) &&
      varies(column) &&
      !(column.numbers?.rowOffset === 0 && rows > 2) &&
      missing(column) <= mayMissNamed * rows
    const x = numeric.find((column) => fits(column, xName))
    const y = numeric.find((column) => column !== x && fits(column, yName))
    if (!x || !y) continue
    const isGeographic = xName === namedPairs[0]?.[0]
    if (isGeographic && !(within(x, 360) && within(y, 90))) continue
    return { x, y, reason: message('prepare.coordinates-named', { x: x.name, y: y.name }), basis: 'names' as const }
  }
  return undefined
}

const within = ({ numbers }: ColumnProfile, limit: number): boolean =>
  Math.max(Math.abs(numbers?.min ?? 0), Math.abs(numbers?.max ?? 0)) <= limit

const varies = ({ numbers }: ColumnProfile): boolean => numbers !== undefined && (numbers.min ?? 0) < (numbers.max ?? 0)

/** Rows that could not be placed by this column. */
export const missing = ({ nulls, numbers }: ColumnProfile): number => nulls + (numbers?.infinite ?? 0)

/** The reason why a column is not a measure; `undefined` where it is one. */
export function whyNoMeasure(column: ColumnProfile, rows: number): Message | undefined {
  const { name, numbers, distinct, nulls } = column
  if (!numbers) return message('prepare.not-measure.not-numeric', {})
  if (!varies(column)) return message('prepare.not-measure.constant', {})
  if (isIdName(name)) return message('prepare.not-measure.id-name', {})
  if (isCodeName(name)) return message('prepare.not-measure.code-name', {})
  if (isRankName(name)) return message('prepare.not-measure.rank-name', {})
  if (isLinkName(name)) return message('prepare.not-measure.link-name', {})
  if (isCalendarName(name)) return message('prepare.not-measure.calendar-name', {})
  const isWhole = numbers.fractions === 0 && numbers.infinite === 0
  if (!isWhole) return undefined
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

/** How well a measure spreads points: complete, with fractions, with many different values. */
function measureScore(column: ColumnProfile, rows: number): number {
  const complete = missing(column) === 0 ? 3 : 2 - 10 * (missing(column) / rows)
  const fractions = (column.numbers?.fractions ?? 0) > 0 ? 1 : 0
  const spread = 2 * Math.min(1, Math.log(1 + column.distinct) / Math.log(1 + rows))
  return complete + fractions + spread
}
