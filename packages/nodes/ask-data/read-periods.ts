import type { Column } from '@aw-flow/schema'
import { isDateColumn, isYear, isYearColumn } from './column-kinds.ts'
import type { QueryFilter } from './data-query.ts'
import type { TimeWord } from './part-kinds.ts'
import { readComparison } from './read-comparisons.ts'
import type { QuestionPart } from './read-question.ts'
import { addUnknownWordsUnlessChoice, consume, isKindAt, getNumberAt, peek, type Reading } from './reading.ts'
import {
  addResolvedFilters,
  chooseColumn,
  consumeColumn,
  canBeColumn,
  hasTimeColumn,
  resolveTimeColumn,
} from './resolve-column.ts'

type MonthPart = QuestionPart & { kind: 'month-name' }
type PeriodFilter = Omit<QueryFilter, 'column'>

const operators = { since: '>=', after: '>', before: '<', until: '<=', in: '=' } as const

/** Reads a period, such as "since 2020", "in March 2015", or "before 2020-05-01". Reads "from 5" as a comparison. */
export function readPeriod(reading: Reading, index: number, word: TimeWord): Reading {
  // "in the year 2020"
  if (canBeColumn(reading, index + 1, isYearColumn) && isKindAt(reading, index + 2, 'number'))
    return readNamedYear(reading, index, word)
  const hasUnit = isKindAt(reading, index + 1, 'year', 'month', 'day')
  const indexes = hasUnit ? [index, index + 1] : [index]
  const next = index + indexes.length
  const value = peek(reading, next)
  if (value?.kind === 'month-name' && isKindAt(reading, next + 1, 'number'))
    return consume(readMonth(reading, value, getNumberAt(reading, next + 1), word), ...indexes, next, next + 1)
  if (value?.kind === 'number' && isYear(value.number) && hasTimeColumn(reading))
    return readYear(reading, next, word, indexes)
  if (value?.kind === 'date') {
    const columnResult = resolveTimeColumn(reading, index - 1, value.text)
    const filter = { operator: operators[word], values: [value.date], isPeriod: true }
    return consume(addResolvedFilters(columnResult, filter), ...indexes, next)
  }
  return word === 'since' && value?.kind === 'number' ? readComparison(reading, index, '>=') : reading
}

/** Reads a year after the name of its column, such as "since year 2000" for a column `year`. */
function readNamedYear(start: Reading, index: number, word: TimeWord): Reading {
  const { reading, column } = consumeColumn(start, index + 1, isYearColumn)
  const filter = { operator: operators[word], values: [getNumberAt(start, index + 2)], isPeriod: true }
  return addResolvedFilters({ reading: consume(reading, index, index + 2), column }, filter)
}

/** Reads a month and its year, such as "March 2015". */
function readMonth(start: Reading, { text, month }: MonthPart, year: number, word: TimeWord): Reading {
  const columnResult = chooseColumn(start, text, start.columns.filter(isDateColumn))
  if (!columnResult.column) return addUnknownWordsUnlessChoice(columnResult.reading, text)
  const end = month === 12 ? formatMonthStart(year + 1, 1) : formatMonthStart(year, month + 1)
  return addResolvedFilters(columnResult, ...createDateFilters(word, formatMonthStart(year, month), end))
}

/**
 * Reads a year and the column before it, if any, as in "release date in 2015".
 *
 * @param wordIndexes - The indexes of the words that belong to the year, such as "in".
 */
export function readYear(start: Reading, index: number, word: TimeWord, wordIndexes: readonly number[]): Reading {
  const year = getNumberAt(start, index)
  const { reading, column } = resolveTimeColumn(start, Math.min(index, ...wordIndexes) - 1, start.parts[index]!.text)
  const filters = column ? createYearFilters(word, year, column) : []
  return addResolvedFilters({ reading: consume(reading, index, ...wordIndexes), column }, ...filters)
}

const createYearFilters = (word: TimeWord, year: number, column: Column): readonly PeriodFilter[] =>
  isDateColumn(column)
    ? createDateFilters(word, formatMonthStart(year, 1), formatMonthStart(year + 1, 1))
    : [{ operator: operators[word], values: [year], isPeriod: true }]

/**
 * Creates the date filters for a period.
 *
 * @param start - The first day of the period.
 * @param end - The first day after the period.
 * @example
 * createDateFilters('in', '2015-03-01', '2015-04-01') // >= 2015-03-01 and < 2015-04-01
 */
function createDateFilters(word: TimeWord, start: string, end: string): readonly PeriodFilter[] {
  const createStartFilter = (date: string): PeriodFilter => ({ operator: '>=', values: [date], isPeriod: true })
  const createEndFilter = (date: string): PeriodFilter => ({ operator: '<', values: [date], isPeriod: true })
  switch (word) {
    case 'since':
      return [createStartFilter(start)]
    case 'after':
      return [createStartFilter(end)]
    case 'before':
      return [createEndFilter(start)]
    case 'until':
      return [createEndFilter(end)]
    case 'in':
      return [createStartFilter(start), createEndFilter(end)]
  }
}

/** Returns the first day of a month as an ISO date. */
const formatMonthStart = (year: number, month: number): string => `${year}-${String(month).padStart(2, '0')}-01`
