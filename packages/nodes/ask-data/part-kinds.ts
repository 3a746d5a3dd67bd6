import type { Period, QueryFilter, QueryMeasure } from './data-query.ts'
import type { Meaning } from './vocabulary.ts'

/** A preposition before a date or period, which determines the bounds of the filter. */
export type TimeWord = 'since' | 'after' | 'before' | 'until' | 'in'

/** An aggregate function that takes a column. */
export type Aggregate = Exclude<QueryMeasure['fn'], 'count' | 'share'>

type Operator = QueryFilter['operator']

const periods: ReadonlySet<string> = new Set<Period>(['day', 'week', 'month', 'quarter', 'year'])
const timeWords: ReadonlySet<string> = new Set<TimeWord>(['since', 'after', 'before', 'until', 'in'])
const aggregates: ReadonlySet<string> = new Set<Aggregate>(['count-distinct', 'sum', 'mean', 'median', 'min', 'max'])

const periodsByAdverb: Partial<Record<Meaning, Period>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
}

const operatorsByMeaning: Partial<Record<Meaning, Operator>> = {
  more: '>',
  less: '<',
  'at-least': '>=',
  'at-most': '<=',
  equal: '=',
}

export const isPeriod = (kind: string | undefined): kind is Period => kind !== undefined && periods.has(kind)

export const isTimeWord = (kind: string | undefined): kind is TimeWord => kind !== undefined && timeWords.has(kind)

export const isAggregate = (kind: string | undefined): kind is Aggregate => kind !== undefined && aggregates.has(kind)

/** Returns the time unit of an adverb, for example "month" for "monthly". */
export const findAdverbPeriod = (kind: string | undefined): Period | undefined => periodsByAdverb[kind as Meaning]

/** Returns the operator of a comparison, for example `>=` for "at least". */
export const findOperator = (kind: string | undefined): Operator | undefined => operatorsByMeaning[kind as Meaning]
