import { message } from '@aw-flow/messages'
import { splitNameWords } from '../../column-meaning.ts'
import { countCells, selectValues, type DistinctValue } from '../inconsistencies/inconsistency.ts'
import { isNumber } from '../scoring/value-shape.ts'
import type { ColumnViolations, ValueViolation } from './violation.ts'

/** A quantity whose values must be within a range. */
interface Quantity {
  readonly type: string
  readonly min: number
  readonly max: number
  readonly isInteger?: boolean
  /** Words that indicate this quantity in a column name. */
  readonly words: ReadonlySet<string>
}

const defineQuantity = (type: string, min: number, max: number, words: string, isInteger = false): Quantity => ({
  type,
  min,
  max,
  isInteger,
  words: new Set(words.split(' ')),
})

const quantities: readonly Quantity[] = [
  defineQuantity('latitude', -90, 90, 'lat latitude breitengrad breite'),
  defineQuantity('longitude', -180, 180, 'lon lng long longitude längengrad länge'),
  defineQuantity('percent', 0, 100, 'percent percentage pct prozent prozentsatz humidity luftfeuchtigkeit luftfeuchte'),
  defineQuantity('age', 0, 125, 'age ages alter age_years âge edad età'),
  defineQuantity('ph', 0, 14, 'ph'),
  defineQuantity('month', 1, 12, 'month monat mois mes mese', true),
  defineQuantity('day', 1, 31, 'day tag jour dayofmonth', true),
  defineQuantity('hour', 0, 24, 'hour stunde heure hora', true),
  defineQuantity('minute', 0, 59, 'minute', true),
  defineQuantity('quarter', 1, 4, 'quarter quartal trimestre', true),
]

const minNumberShare = 0.9
const minValidShare = 0.97
const minCells = 20

/**
 * Finds numbers outside the range of a quantity. The column name must indicate the quantity, and almost all values must
 * be within its range.
 */
export function findOutOfRangeNumbers(values: readonly DistinctValue[], name: string): ColumnViolations | undefined {
  const total = countCells(values)
  if (total < minCells) return undefined
  const words = splitNameWords(name)
  const quantity = quantities.find(
    ({ words: quantityWords }) => quantityWords.has(words.at(-1) ?? '') || quantityWords.has(words.join('')),
  )
  if (!quantity) return undefined
  const numericValues = values.filter(({ text }) => isNumber(removePercentSign(text)))
  if (countCells(numericValues) < minNumberShare * total) return undefined
  const outOfRangeNumbers = numericValues.filter(({ text }) => {
    const number = Number(removePercentSign(text))
    return number < quantity.min || number > quantity.max || (quantity.isInteger === true && !Number.isInteger(number))
  })
  if (outOfRangeNumbers.length === 0 || countCells(outOfRangeNumbers) > (1 - minValidShare) * countCells(numericValues))
    return undefined
  return {
    kind: 'impossible-value',
    rule: 'outlier',
    params: { type: message(`finding.type-${quantity.type as 'percent'}`, { min: quantity.min, max: quantity.max }) },
    violations: new Map(outOfRangeNumbers.map(({ text }): [string, ValueViolation] => [text, { logOdds: 3 }])),
  }
}

const dateFormats: readonly { pattern: RegExp; order: readonly ['y' | 'm' | 'd', 'y' | 'm' | 'd', 'y' | 'm' | 'd'] }[] =
  [
    { pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/, order: ['y', 'm', 'd'] },
    { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: .*)?$/, order: ['y', 'm', 'd'] },
    { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?$/, order: ['d', 'm', 'y'] },
    { pattern: /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?$/, order: ['m', 'd', 'y'] },
    { pattern: /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?$/, order: ['d', 'm', 'y'] },
    { pattern: /^((?:19|20)\d\d)(\d\d)(\d\d)$/, order: ['y', 'm', 'd'] },
  ]

/**
 * Parses dates of one format and returns days since the Unix epoch, or `undefined` if the text is not a valid date.
 */
export type DayParser = (text: string) => number | undefined

function createDayParser({ pattern, order }: (typeof dateFormats)[number]): DayParser {
  return (text) => {
    const parts = pattern.exec(text)
    if (!parts) return undefined
    const getPart = (part: 'y' | 'm' | 'd'): number => Number(parts[order.indexOf(part) + 1])
    const [year, month, day] = [getPart('y'), getPart('m'), getPart('d')]
    const date = new Date(Date.UTC(year, month - 1, day))
    if (year < 100 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
    return Math.round(date.getTime() / 86_400_000)
  }
}

/** Finds a column's date format. Returns `undefined` unless almost all values are valid dates in the same format. */
export function findDateFormat(values: readonly DistinctValue[]): { parse: DayParser; pattern: RegExp } | undefined {
  const total = countCells(values)
  if (total < minCells || !/\d/.test(values[0]?.text ?? '')) return undefined
  for (const format of dateFormats) {
    const parse = createDayParser(format)
    if (selectValues(values, minValidShare, ({ text }) => parse(text) !== undefined))
      return { parse, pattern: format.pattern }
  }
  return undefined
}

/** Finds dates that do not exist, such as February 30, in a column of dates. */
export function findImpossibleDates(values: readonly DistinctValue[]): ColumnViolations | undefined {
  const format = findDateFormat(values)
  if (!format) return undefined
  const impossibleDates = values.filter(({ text }) => format.pattern.test(text) && format.parse(text) === undefined)
  if (impossibleDates.length === 0) return undefined
  return {
    kind: 'impossible-value',
    rule: 'pattern',
    params: { type: message('finding.type-date', {}) },
    violations: new Map(impossibleDates.map(({ text }): [string, ValueViolation] => [text, { logOdds: 4 }])),
  }
}

const removePercentSign = (text: string): string => (text.endsWith('%') ? text.slice(0, -1).trimEnd() : text)
