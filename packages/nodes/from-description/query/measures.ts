import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findNumericColumn, isIdentifier } from '../conditions/compared-columns.ts'
import { createPattern } from '../vocabulary.ts'

/** A measure of the Aggregate node. */
export interface Measure {
  readonly function: string
  readonly column: string
  readonly as: string
}

/** Functions of the Aggregate node, with the words that request them. More specific words come first. */
export const measureWords: readonly (readonly [fn: string, words: RegExp])[] = [
  [
    'count-distinct',
    /\b(?:(?:number|count) of (?:the )?(?:different|distinct|unique)|count (?:the )?(?:different|distinct|unique)|how many (?:different|distinct|unique)|(?:anzahl|zahle) (?:der |die )?(?:verschiedene\w*|unterschiedliche\w*|eindeutige\w*)|wie viele (?:verschiedene|unterschiedliche)\w*)\b/,
  ],
  [
    'count',
    new RegExp(String.raw`${createPattern('count').source}|\b(?:counts|headcounts?|anzahl|wie viele[nr]?|zahlen?)\b`),
  ],
  [
    'mean',
    new RegExp(
      String.raw`${createPattern('mean').source}|\b\w*durchschnitt\w*|\b(?:jahres|monats|tages|quartals)mittel\w*|\b(?:gemittelt|mitteln|mittle)\b`,
    ),
  ],
  ['median', createPattern('median')],
  ['stddev', /\b(?:standard deviation|stddev|standardabweichung)\b/],
  [
    'sum',
    new RegExp(
      String.raw`${createPattern('sum').source}|\b(?:sums?|summed|sum up|wie viel(?! prozent)|add up|adds? .{0,30}?up|combined|summen|summier\w*|gesamt\w*|\w+summen?)\b`,
    ),
  ],
  ['min', /\b(?:minimum|min|minimal\w*)\b/],
  ['max', /\b(?:maximum|max|maximal\w*)\b/],
]

const allMeasureWords = measureWords.map(([fn, words]) => [fn, new RegExp(words, 'g')] as const)

export interface FoundMeasure {
  readonly fn: string
  readonly start: number
  readonly end: number
}

/** Finds words that request measures, in text order. */
export function findMeasures(folded: string): FoundMeasure[] {
  const foundMeasures: FoundMeasure[] = []
  for (const [fn, words] of allMeasureWords) {
    for (const match of folded.matchAll(words)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (!foundMeasures.some((other) => start < other.end && other.start < end)) foundMeasures.push({ fn, start, end })
    }
  }
  return foundMeasures.toSorted((a, b) => a.start - b.start)
}

export const countMeasure: Measure = { function: 'count', column: '', as: 'count' }

/**
 * Creates a measure for the first suitable named column or, if none is named, the only suitable column. Returns
 * `undefined` if no column suits the function.
 */
export function toMeasure(
  fn: string,
  namedColumns: readonly Column[],
  columns: readonly Column[],
): Measure | undefined {
  if (fn === 'count') return countMeasure
  const requiresNumber = fn !== 'count-distinct' && fn !== 'min' && fn !== 'max'
  const column =
    namedColumns.find(({ type }) => !requiresNumber || isNumber(type)) ??
    (fn === 'count-distinct' ? undefined : (findNumericColumn(columns) ?? findAmountColumn(columns)))
  return column && { function: fn, column: column.name, as: `${fn.replace('-', '_')}_${column.name}` }
}

const findNamedColumn = (columns: readonly Column[], pattern: RegExp): Column | undefined => {
  const matchingColumns = columns.filter(({ name, type }) => isNumber(type) && pattern.test(name))
  return matchingColumns.length === 1 ? matchingColumns[0] : undefined
}

/** Returns the column that stores how many things each row represents, such as the `count` of flights. */
export const findCountColumn = (columns: readonly Column[]): Column | undefined =>
  findNamedColumn(columns, /^(?:counts?|n|number|anzahl)$/i)

/** Returns the column that stores the number or amount of what each row represents. */
export const findAmountColumn = (columns: readonly Column[]): Column | undefined =>
  findCountColumn(columns) ?? findNamedColumn(columns, /^(?:quantity|amount|menge|betrag)$/i)

/** Returns whether a column's name looks like that of a computed measure. */
export const isMeasureName = (name: string): boolean =>
  /^(?:count|sum|mean|median|min|max|count_distinct|stddev|share)(?:_|$)/.test(name)

export const isMeasurable = (column: Column): boolean => isNumber(column.type) && !isIdentifier(column)

const additiveWords =
  /amount|revenue|sales|count|quantity|number|deaths|killed|injur|cost|profit|gross|volume|votes|population|generation|total|sum|umsatz|menge|anzahl|betrag/i

/**
 * Returns whether a column has meaningful sums, as amounts do. Temperatures do not, and are ranked by their maximum
 * instead.
 */
export const isAdditive = ({ name }: Column): boolean =>
  additiveWords.test(name) && !/rate|per_|percent|avg|mean/i.test(name)
