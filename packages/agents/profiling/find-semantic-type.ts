import { message } from '@aw-flow/messages'
import type { ColumnProfile, CountedValue, Semantic, SemanticType } from '@aw-flow/schema/internal'
import { isCalendarName, isRankName, splitNameWords } from '../column-meaning.ts'
import { isCountryCode } from './countries.ts'
import { findTypeByName } from './name-tests.ts'
import { lenientValueTests, valueTests } from './value-tests.ts'

/** Minimum fraction of values that match a type's format. */
const minFractionByFormat = 0.9
/** Minimum fraction of values that match a type's format if the column name indicates the type. */
const minFractionByName = 0.7

/**
 * Finds the semantic type of a column based on its name and values.
 *
 * @param values Distinct values of the column or of a sample, with their counts.
 * @returns The type, or `undefined` if neither the name nor the values indicate one.
 */
export function findSemanticType(
  column: ColumnProfile,
  values: readonly CountedValue[],
  rowCount: number,
): Semantic | undefined {
  const nonNullCount = rowCount - column.nulls
  if (nonNullCount === 0 || column.family === 'nested' || column.family === 'boolean') return undefined
  if (column.type === 'UUID') return { type: 'id', confidence: 1, reason: message('profile.semantic-uuid', {}) }
  const trimmedValues = values.map(({ value }) => value.trim()).filter((value) => value !== '')
  const namedType = findTypeByName(column.name)
  if (column.family === 'number') return findNumberSemantic(column, trimmedValues, namedType, nonNullCount)
  return column.type === 'VARCHAR' ? findTextSemantic(column, trimmedValues, namedType, nonNullCount) : undefined
}

/** Types whose values can look like IDs, such as "A-1000", "EUR" or "2024". */
const codeLikeTypes: ReadonlySet<SemanticType> = new Set(['postal-code', 'phone', 'year', 'currency', 'quarter'])

const measureFraction = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

/** Rounds a fraction down to a whole percentage, so that 100% means all values. */
const floorToHundredths = (matchFraction: number): number => Math.floor(matchFraction * 100) / 100

function toSemanticByName(
  type: SemanticType,
  name: string,
  matchFraction: number,
  basis: 'range' | 'named-form',
): Semantic {
  return {
    type,
    confidence: Number((0.6 + 0.4 * matchFraction).toFixed(2)),
    reason: message(`profile.semantic-${basis}`, { name, share: floorToHundredths(matchFraction) }),
  }
}

function findNumberSemantic(
  column: ColumnProfile,
  values: readonly string[],
  namedType: SemanticType | undefined,
  nonNullCount: number,
): Semantic | undefined {
  const { min = 0, max = 0, fractions = 0, rowOffset } = column.numbers ?? {}
  const hasOnlyIntegers = fractions === 0
  if (namedType === 'id' && hasOnlyIntegers && min >= 0)
    return {
      type: 'id',
      confidence: column.distinct === nonNullCount ? 0.95 : 0.8,
      reason: message('profile.semantic-name', { name: column.name }),
    }
  const test = namedType && lenientValueTests[namedType]
  const numericTypes: readonly SemanticType[] = hasOnlyIntegers
    ? ['latitude', 'longitude', 'postal-code', 'phone', 'year', 'quarter', 'month', 'weekday', 'day', 'hour']
    : ['latitude', 'longitude']
  if (namedType && test && numericTypes.includes(namedType)) {
    const matchFraction = measureFraction(values, test)
    const hasEnoughMatches =
      namedType === 'postal-code' ? matchFraction >= minFractionByName && max >= 1000 : matchFraction >= 0.95
    if (hasEnoughMatches) return toSemanticByName(namedType, column.name, matchFraction, 'range')
  }
  const canBeYears = hasOnlyIntegers && min >= 1800 && max <= 2100 && max - min >= 2 && column.distinct >= 3
  if (canBeYears && isCalendarName(column.name))
    return {
      type: 'year',
      confidence: 0.8,
      reason: message('profile.semantic-years', { min, max }),
    }
  const isRowCounter = rowOffset !== undefined && nonNullCount >= 20 && column.distinct === nonNullCount
  if (isRowCounter && !canBeYears && !isCalendarName(column.name) && !isRankName(column.name))
    return { type: 'id', confidence: 0.6, reason: message('profile.semantic-counts-rows', {}) }
  return undefined
}

function findTextSemantic(
  column: ColumnProfile,
  values: readonly string[],
  namedType: SemanticType | undefined,
  nonNullCount: number,
): Semantic | undefined {
  const test = namedType && lenientValueTests[namedType]
  if (namedType && test) {
    const matchFraction = measureFraction(values, test)
    if (matchFraction >= minFractionByName) return toSemanticByName(namedType, column.name, matchFraction, 'named-form')
  }
  for (const [type, matchesType] of valueTests) {
    const matchFraction = measureFraction(values, matchesType)
    const minFraction =
      namedType === type ? minFractionByName : type === 'postal-code' && values.length < 5 ? 1 : minFractionByFormat
    if (matchFraction < minFraction || !isPlausible(type, column, values)) continue
    // If the column name indicates IDs, ambiguous codes are IDs.
    if (namedType === 'id' && codeLikeTypes.has(type)) continue
    return namedType === type
      ? toSemanticByName(type, column.name, matchFraction, 'named-form')
      : {
          type,
          confidence: Number((matchFraction * 0.9).toFixed(2)),
          reason: message('profile.semantic-form', { share: floorToHundredths(matchFraction) }),
        }
  }
  if (isCountryCodeColumn(column, values))
    return { type: 'country', confidence: 0.7, reason: message('profile.semantic-countries', {}) }
  return findIdentifierSemantic(column, namedType, nonNullCount) ?? findProseOrCategory(column, values, nonNullCount)
}

/**
 * Returns whether there are enough values for a type to be plausible. A few values can match the type's format by
 * chance ("May", "Jordan", "Mar").
 */
function isPlausible(type: SemanticType, column: ColumnProfile, values: readonly string[]): boolean {
  if (type === 'country' || type === 'month' || type === 'currency') return values.length >= 2
  if (type === 'weekday') return values.length >= 3 || /day|tag|jour/i.test(column.name)
  return true
}

const isCountryCodeColumn = ({ name }: ColumnProfile, values: readonly string[]): boolean =>
  values.length >= 8 &&
  values.every((value) => /^[A-Z]{2,3}$/.test(value)) &&
  measureFraction(values, isCountryCode) >= 0.97 &&
  !/state|province|region|lang/i.test(name)

function findIdentifierSemantic(
  column: ColumnProfile,
  namedType: SemanticType | undefined,
  nonNullCount: number,
): Semantic | undefined {
  const { unique, shortest: minLength = 0 } = column.texts ?? {}
  const maxLength = column.texts?.longest ?? 0
  const isUnique = column.distinct === nonNullCount && nonNullCount >= 4
  if (namedType === 'id' && maxLength <= 64 && !/ .* /.test(column.min ?? ''))
    return {
      type: 'id',
      confidence: isUnique ? 0.95 : 0.8,
      reason: message('profile.semantic-name', { name: column.name }),
    }
  if (!unique || !isUnique) return undefined
  if (unique.idShaped >= nonNullCount * 0.97)
    return { type: 'id', confidence: 0.85, reason: message('profile.semantic-ids', {}) }
  if (unique.codeShaped === nonNullCount && minLength >= 3 && maxLength - minLength <= 1 && nonNullCount >= 10)
    return { type: 'id', confidence: 0.7, reason: message('profile.semantic-codes', {}) }
  return undefined
}

const countWords = (value: string): number => value.split(/\s+/).length

function findProseOrCategory(
  column: ColumnProfile,
  values: readonly string[],
  nonNullCount: number,
): Semantic | undefined {
  const meanLength = column.texts?.meanLength ?? 0
  const maxLength = column.texts?.longest ?? 0
  const repetition = nonNullCount / Math.max(1, column.distinct)
  const meanWordCount = values.reduce((sum, value) => sum + countWords(value), 0) / Math.max(1, values.length)
  const sentenceFraction = measureFraction(
    values,
    (value) => countWords(value) >= 6 || /\p{L}[.!?](?:\s|$)/u.test(value),
  )
  if (meanLength >= 25 && meanWordCount >= 5 && sentenceFraction >= 0.5 && (repetition < 3 || meanLength >= 80))
    return {
      type: 'free-text',
      confidence: 0.8,
      reason: message('profile.semantic-prose', { words: Math.round(meanWordCount) }),
    }
  const hasFewValues = column.distinct <= 50 ? repetition >= 2 : repetition >= 5 && column.distinct <= 1_000
  if (
    hasFewValues &&
    nonNullCount >= 8 &&
    maxLength <= 80 &&
    !isMeasurementColumn(values) &&
    splitNameWords(column.name).join(' ') !== 'name'
  )
    return {
      type: 'category',
      confidence: Number(Math.min(0.95, 0.6 + Math.log10(repetition) / 5).toFixed(2)),
      reason: message('profile.semantic-few', { distinct: column.distinct, rows: nonNullCount }),
    }
  return undefined
}

/** Returns whether nearly all values are numbers, optionally with units. */
const isMeasurementColumn = (values: readonly string[]): boolean =>
  measureFraction(values, (value) => /^[<>~]?-?\d[\d.,]*\s?\S{0,6}$/.test(value)) >= 0.9
