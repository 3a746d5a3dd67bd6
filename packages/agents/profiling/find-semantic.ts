import { message } from '@aw-flow/messages'
import type { ColumnProfile, CountedValue, Semantic, SemanticType } from '@aw-flow/schema'
import { isCalendarName, isRankName, nameWords } from '../column-meaning.ts'
import { isCountryCode } from './countries.ts'
import { meaningOfName } from './name-tests.ts'
import { namedTests, valueTests } from './value-tests.ts'

/** By its form alone a type must fit so many of the values; where the name says the same, fewer. */
const byForm = 0.9
const byName = 0.7

/**
 * What a column's values are, beyond their type; nothing where neither name nor values tell.
 *
 * @param values Its different values or those of a sample, with their counts.
 */
export function findSemantic(
  column: ColumnProfile,
  values: readonly CountedValue[],
  rows: number,
): Semantic | undefined {
  const present = rows - column.nulls
  if (present === 0 || column.family === 'nested' || column.family === 'boolean') return undefined
  if (column.type === 'UUID') return { type: 'id', confidence: 1, reason: message('profile.semantic-uuid', {}) }
  const shown = values.map(({ value }) => value.trim()).filter((value) => value !== '')
  const named = meaningOfName(column.name)
  if (column.family === 'number') return numberSemantic(column, shown, named, present)
  if (column.type !== 'VARCHAR') return undefined
  return textSemantic(column, shown, named, present)
}

/** Meanings whose form ids have too: "A-1000", "EUR", "2024". */
const codeLike: ReadonlySet<SemanticType> = new Set(['postal-code', 'phone', 'year', 'currency', 'quarter'])

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

/** A share in whole percent, rounded down: 100% means all. */
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
  shown: readonly string[],
  named: SemanticType | undefined,
  present: number,
): Semantic | undefined {
  const { min = 0, max = 0, fractions = 0, rowOffset } = column.numbers ?? {}
  const whole = fractions === 0
  if (named === 'id' && whole && min >= 0)
    return {
      type: 'id',
      confidence: column.distinct === present ? 0.95 : 0.8,
      reason: message('profile.semantic-name', { name: column.name }),
    }
  const test = named && namedTests[named]
  const numbersMean: readonly SemanticType[] = whole
    ? ['latitude', 'longitude', 'postal-code', 'phone', 'year', 'quarter', 'month', 'weekday', 'day', 'hour']
    : ['latitude', 'longitude']
  if (named && test && numbersMean.includes(named)) {
    const part = share(shown, test)
    const wanted = named === 'postal-code' ? part >= byName && max >= 1000 : part >= 0.95
    if (wanted) return fromName(named, column.name, part, 'range')
  }
  const mayBeYears = whole && min >= 1800 && max <= 2100 && max - min >= 2 && column.distinct >= 3
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
  shown: readonly string[],
  named: SemanticType | undefined,
  present: number,
): Semantic | undefined {
  const test = named && namedTests[named]
  if (named && test) {
    const part = share(shown, test)
    if (part >= byName) return fromName(named, column.name, part, 'named-form')
  }
  for (const [type, fits] of valueTests) {
    const part = share(shown, fits)
    const enough = named === type ? byName : type === 'postal-code' && shown.length < 5 ? 1 : byForm
    if (part < enough || !isPlausible(type, column, shown)) continue
    // What may be a code of any kind is what its name says.
    if (named === 'id' && codeLike.has(type)) continue
    return named === type
      ? fromName(type, column.name, part, 'named-form')
      : {
          type,
          confidence: Number((part * 0.9).toFixed(2)),
          reason: message('profile.semantic-form', { share: wholePercent(part) }),
        }
  }
  if (isCodesOfCountries(column, shown))
    return { type: 'country', confidence: 0.7, reason: message('profile.semantic-countries', {}) }
  return identifierSemantic(column, named, present) ?? wordySemantic(column, shown, present)
}

/** Two or three values have a form by chance: "May", "Jordan", "Mar". */
function isPlausible(type: SemanticType, column: ColumnProfile, shown: readonly string[]): boolean {
  if (type === 'country' || type === 'month' || type === 'currency') return shown.length >= 2
  if (type === 'weekday') return shown.length >= 3 || /day|tag|jour/i.test(column.name)
  return true
}

const isCodesOfCountries = ({ name }: ColumnProfile, shown: readonly string[]): boolean =>
  shown.length >= 8 &&
  shown.every((value) => /^[A-Z]{2,3}$/.test(value)) &&
  share(shown, isCountryCode) >= 0.97 &&
  !/state|province|region|lang/i.test(name)

function identifierSemantic(
  column: ColumnProfile,
  named: SemanticType | undefined,
  present: number,
): Semantic | undefined {
  const { unique, longest = 0, shortest = 0 } = column.texts ?? {}
  const isOne = column.distinct === present && present >= 4
  if (named === 'id' && longest <= 64 && !/ .* /.test(column.min ?? ''))
    return {
      type: 'id',
      confidence: isOne ? 0.95 : 0.8,
      reason: message('profile.semantic-name', { name: column.name }),
    }
  if (!unique || !isOne) return undefined
  if (unique.idShaped >= present * 0.97)
    return { type: 'id', confidence: 0.85, reason: message('profile.semantic-ids', {}) }
  if (unique.codeShaped === present && shortest >= 3 && longest - shortest <= 1 && present >= 10)
    return { type: 'id', confidence: 0.7, reason: message('profile.semantic-codes', {}) }
  return undefined
}

const wordCount = (value: string): number => value.split(/\s+/).length

function wordySemantic(column: ColumnProfile, shown: readonly string[], present: number): Semantic | undefined {
  const { meanLength = 0, longest = 0 } = column.texts ?? {}
  const repeated = present / Math.max(1, column.distinct)
  const meanWords = shown.reduce((sum, value) => sum + wordCount(value), 0) / Math.max(1, shown.length)
  const sentences = share(shown, (value) => wordCount(value) >= 6 || /\p{L}[.!?](?:\s|$)/u.test(value))
  if (meanLength >= 25 && meanWords >= 5 && sentences >= 0.5 && (repeated < 3 || meanLength >= 80))
    return {
      type: 'free-text',
      confidence: 0.8,
      reason: message('profile.semantic-prose', { words: Math.round(meanWords) }),
    }
  const isFew = column.distinct <= 50 ? repeated >= 2 : repeated >= 5 && column.distinct <= 1_000
  if (isFew && present >= 8 && longest <= 80 && !isMeasure(shown) && nameWords(column.name).join(' ') !== 'name')
    return {
      type: 'category',
      confidence: Number(Math.min(0.95, 0.6 + Math.log10(repeated) / 5).toFixed(2)),
      reason: message('profile.semantic-few', { distinct: column.distinct, rows: present }),
    }
  return undefined
}

/** Numbers that are written as texts, with units perhaps. */
const isMeasure = (shown: readonly string[]): boolean =>
  share(shown, (value) => /^[<>~]?-?\d[\d.,]*\s?\S{0,6}$/.test(value)) >= 0.9
