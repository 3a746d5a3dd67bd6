import { message } from '@aw-flow/messages'
import type { ColumnProfile, CountedValue, Semantic, SemanticType } from '@aw-flow/schema'
import { isCalendarName, isRankName, nameWords } from '../column-meaning.ts'
import { isCountryCode } from './countries.ts'
import { meaningOfName } from './name-tests.ts'
import { namedTests, valueTests } from './value-tests.ts'

/** Minimum share of values with the form of a type, without and with a column name that indicates the type. */
const minShareByForm = 0.9
const minShareByName = 0.7

/**
 * Finds the semantic type of a column by its name and its values.
 *
 * @param values - Distinct values of the column or of a sample, with their counts.
 * @returns `undefined` if neither name nor values indicate a type.
 */
export function findSemantic(
  column: ColumnProfile,
  values: readonly CountedValue[],
  rows: number,
): Semantic | undefined {
  const present = rows - column.nulls
  if (present === 0 || column.family === 'nested' || column.family === 'boolean') return undefined
  if (column.type === 'UUID') return { type: 'id', confidence: 1, reason: message('profile.semantic-uuid', {}) }
  const texts = values.map(({ value }) => value.trim()).filter((value) => value !== '')
  const named = meaningOfName(column.name)
  if (column.family === 'number') return numberSemantic(column, texts, named, present)
  return column.type === 'VARCHAR' ? textSemantic(column, texts, named, present) : undefined
}

/** Types whose form can also be that of an id: "A-1000", "EUR", "2024". */
const codeLike: ReadonlySet<SemanticType> = new Set(['postal-code', 'phone', 'year', 'currency', 'quarter'])

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

/** A share in integer percent, rounded down: 100% means all. */
const wholePercent = (part: number): number => Math.floor(part * 100) / 100

function fromName(type: SemanticType, name: string, part: number, fits: 'range' | 'named-form'): Semantic {
  return {
    type,
    confidence: Number((0.6 + 0.4 * part).toFixed(2)),
    reason: message(`profile.semantic-${fits}`, { name, share: wholePercent(part) }),
  }
}

function numberSemantic(
  column: ColumnProfile,
  texts: readonly string[],
  named: SemanticType | undefined,
  present: number,
): Semantic | undefined {
  const { min = 0, max = 0, fractions = 0, rowOffset } = column.numbers ?? {}
  const isWhole = fractions === 0
  if (named === 'id' && isWhole && min >= 0)
    return {
      type: 'id',
      confidence: column.distinct === present ? 0.95 : 0.8,
      reason: message('profile.semantic-name', { name: column.name }),
    }
  const test = named && namedTests[named]
  const numbersMean: readonly SemanticType[] = isWhole
    ? ['latitude', 'longitude', 'postal-code', 'phone', 'year', 'quarter', 'month', 'weekday', 'day', 'hour']
    : ['latitude', 'longitude']
  if (named && test && numbersMean.includes(named)) {
    const part = share(texts, test)
    const fits = named === 'postal-code' ? part >= minShareByName && max >= 1000 : part >= 0.95
    if (fits) return fromName(named, column.name, part, 'range')
  }
  const mayBeYears = isWhole && min >= 1800 && max <= 2100 && max - min >= 2 && column.distinct >= 3
  if (mayBeYears && isCalendarName(column.name))
    return {
      type: 'year',
      confidence: 0.8,
      reason: message('profile.semantic-years', { min, max }),
    }
  const inOrder = rowOffset !== undefined && present >= 20 && column.distinct === present
  if (inOrder && !mayBeYears && !isCalendarName(column.name) && !isRankName(column.name))
    return { type: 'id', confidence: 0.6, reason: message('profile.semantic-counts-rows', {}) }
  return undefined
}

function textSemantic(
  column: ColumnProfile,
  texts: readonly string[],
  named: SemanticType | undefined,
  present: number,
): Semantic | undefined {
  const test = named && namedTests[named]
  if (named && test) {
    const part = share(texts, test)
    if (part >= minShareByName) return fromName(named, column.name, part, 'named-form')
  }
  for (const [type, fits] of valueTests) {
    const part = share(texts, fits)
    const minShare = named === type ? minShareByName : type === 'postal-code' && texts.length < 5 ? 1 : minShareByForm
    if (part < minShare || !isPlausible(type, column, texts)) continue
    // For ambiguous codes, the name decides.
    if (named === 'id' && codeLike.has(type)) continue
    return named === type
      ? fromName(type, column.name, part, 'named-form')
      : {
          type,
          confidence: Number((part * 0.9).toFixed(2)),
          reason: message('profile.semantic-form', { share: wholePercent(part) }),
        }
  }
  if (isCodesOfCountries(column, texts))
    return { type: 'country', confidence: 0.7, reason: message('profile.semantic-countries', {}) }
  return identifierSemantic(column, named, present) ?? wordySemantic(column, texts, present)
}

/**
 * Whether a type is plausible for the number of values: a few values can have its form by chance ("May", "Jordan",
 * "Mar").
 */
function isPlausible(type: SemanticType, column: ColumnProfile, texts: readonly string[]): boolean {
  if (type === 'country' || type === 'month' || type === 'currency') return texts.length >= 2
  if (type === 'weekday') return texts.length >= 3 || /day|tag|jour/i.test(column.name)
  return true
}

const isCodesOfCountries = ({ name }: ColumnProfile, texts: readonly string[]): boolean =>
  texts.length >= 8 &&
  texts.every((value) => /^[A-Z]{2,3}$/.test(value)) &&
  share(texts, isCountryCode) >= 0.97 &&
  !/state|province|region|lang/i.test(name)

function identifierSemantic(
  column: ColumnProfile,
  named: SemanticType | undefined,
  present: number,
): Semantic | undefined {
  const { unique, shortest: minLength = 0 } = column.texts ?? {}
  const maxLength = column.texts?.longest ?? 0
  const isUnique = column.distinct === present && present >= 4
  if (named === 'id' && maxLength <= 64 && !/ .* /.test(column.min ?? ''))
    return {
      type: 'id',
      confidence: isUnique ? 0.95 : 0.8,
      reason: message('profile.semantic-name', { name: column.name }),
    }
  if (!unique || !isUnique) return undefined
  if (unique.idShaped >= present * 0.97)
    return { type: 'id', confidence: 0.85, reason: message('profile.semantic-ids', {}) }
  if (unique.codeShaped === present && minLength >= 3 && maxLength - minLength <= 1 && present >= 10)
    return { type: 'id', confidence: 0.7, reason: message('profile.semantic-codes', {}) }
  return undefined
}

const wordCount = (value: string): number => value.split(/\s+/).length

function wordySemantic(column: ColumnProfile, texts: readonly string[], present: number): Semantic | undefined {
  const meanLength = column.texts?.meanLength ?? 0
  const maxLength = column.texts?.longest ?? 0
  const repeated = present / Math.max(1, column.distinct)
  const meanWords = texts.reduce((sum, value) => sum + wordCount(value), 0) / Math.max(1, texts.length)
  const sentences = share(texts, (value) => wordCount(value) >= 6 || /\p{L}[.!?](?:\s|$)/u.test(value))
  if (meanLength >= 25 && meanWords >= 5 && sentences >= 0.5 && (repeated < 3 || meanLength >= 80))
    return {
      type: 'free-text',
      confidence: 0.8,
      reason: message('profile.semantic-prose', { words: Math.round(meanWords) }),
    }
  const isFew = column.distinct <= 50 ? repeated >= 2 : repeated >= 5 && column.distinct <= 1_000
  if (isFew && present >= 8 && maxLength <= 80 && !isMeasure(texts) && nameWords(column.name).join(' ') !== 'name')
    return {
      type: 'category',
      confidence: Number(Math.min(0.95, 0.6 + Math.log10(repeated) / 5).toFixed(2)),
      reason: message('profile.semantic-few', { distinct: column.distinct, rows: present }),
    }
  return undefined
}

/** Whether texts are numbers, optionally with units. */
const isMeasure = (texts: readonly string[]): boolean =>
  share(texts, (value) => /^[<>~]?-?\d[\d.,]*\s?\S{0,6}$/.test(value)) >= 0.9
