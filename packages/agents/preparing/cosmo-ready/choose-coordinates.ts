import { isCalendarName, isCodeName, isIdName, isLinkName, isRankName } from '../../column-meaning.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** The two columns that place the points, or none. */
export interface ChosenCoordinates {
  x?: ColumnProfile
  y?: ColumnProfile
  reason: string
  /** Numeric columns that measure nothing, with why. */
  excluded: { column: ColumnProfile; because: string }[]
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
    const because = column === id ? 'it is the id' : whyNoMeasure(column, rows)
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
    const have = x ? `only \`${x.name}\`` : 'no column'
    return {
      reason: `Two measures are needed as coordinates, and ${have} is one: Cosmograph lays the points out itself.`,
      excluded,
    }
  }
  return {
    x,
    y,
    reason: `\`${x.name}\` and \`${y.name}\` serve as coordinates: they are the measures that are most complete and vary most.`,
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
    return { x, y, reason: `\`${x.name}\` and \`${y.name}\` are the coordinates: their names say so.` }
  }
  return undefined
}

const within = ({ numbers }: ColumnProfile, limit: number): boolean =>
  Math.max(Math.abs(numbers?.min ?? 0), Math.abs(numbers?.max ?? 0)) <= limit

const varies = ({ numbers }: ColumnProfile): boolean => numbers !== undefined && (numbers.min ?? 0) < (numbers.max ?? 0)

/** Rows that could not be placed by this column. */
export const missing = ({ nulls, numbers }: ColumnProfile): number => nulls + (numbers?.infinite ?? 0)

/** Why a numeric column measures nothing, or `undefined` where it does. */
export function whyNoMeasure(column: ColumnProfile, rows: number): string | undefined {
  const { name, numbers, distinct, nulls } = column
  if (!numbers) return 'it is not numeric'
  if (!varies(column)) return 'all its values are the same'
  if (isIdName(name)) return 'its name says that it is an id'
  if (isCodeName(name)) return 'its name says that it is a code'
  if (isRankName(name)) return 'its name says that it is a place in an order'
  if (isLinkName(name)) return 'its name says that it refers to other rows'
  if (isCalendarName(name)) return 'its name says that it is a part of the calendar'
  const isWhole = numbers.fractions === 0 && numbers.infinite === 0
  if (!isWhole) return undefined
  const [min, max] = [numbers.min as number, numbers.max as number]
  if (numbers.rowOffset !== undefined && rows > 2) return 'it is the row number'
  if (nulls === 0 && distinct === rows && max - min + 1 === rows && rows > 2) return 'it numbers the rows'
  if (
    min >= 1400 &&
    max <= 2150 &&
    /^(?:start|end|from|to|begin|born|died|founded|opened|built|since|until)/i.test(name)
  )
    return 'its values are years'
  if (distinct <= 12 && rows >= 3 * distinct) return `it has only ${distinct} different whole numbers`
  return undefined
}

/** How well a measure spreads points: complete, with fractions, with many different values. */
function measureScore(column: ColumnProfile, rows: number): number {
  const complete = missing(column) === 0 ? 3 : 2 - 10 * (missing(column) / rows)
  const fractions = (column.numbers?.fractions ?? 0) > 0 ? 1 : 0
  const spread = 2 * Math.min(1, Math.log(1 + column.distinct) / Math.log(1 + rows))
  return complete + fractions + spread
}
