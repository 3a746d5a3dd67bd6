import { isMeasurable, isYear, isYearColumn } from './column-kinds.ts'
import { findComparedColumn } from './read-comparisons.ts'
import { readYear } from './read-periods.ts'
import { consume, isKindAt, type ColumnPart, type Reading } from './reading.ts'
import {
  addResolvedFilters,
  choose,
  findTimeColumn,
  canBeColumn,
  hasTimeColumn,
  resolveTimeColumn,
} from './resolve-column.ts'

/** A range of numbers or dates, such as "between 10 and 20". */
interface Range<Value> {
  /** Index of "between". */
  readonly index: number
  /** Text of the lower bound. */
  readonly startWords: string
  /** Text of the upper bound. */
  readonly endWords: string
  readonly start: Value
  readonly end: Value
}

/**
 * Reads a range, such as "price between 10 and 20", "between 2010 and 2015", or "between 2020-01-01 and 2020-03-31".
 */
export function readRange(reading: Reading, index: number): Reading {
  const first = reading.parts[index + 1]
  const second = reading.parts[index + 3]
  if (!isKindAt(reading, index + 2, 'and', 'until') || !first || !second) return reading
  const range = { index, startWords: first.text, endWords: second.text }
  if (first.kind === 'date' && second.kind === 'date')
    return readDateRange(reading, { ...range, start: first.date, end: second.date })
  if (first.kind !== 'number' || second.kind !== 'number') return reading
  const numberRange = { ...range, start: first.number, end: second.number }
  const canBeYears = isYear(numberRange.start) && isYear(numberRange.end) && hasTimeColumn(reading)
  if (!canBeYears) return readNumberRange(reading, numberRange)
  return canBeColumn(reading, index - 1, isMeasurable)
    ? readAmbiguousRange(reading, numberRange)
    : readYearRange(reading, numberRange)
}

const consumeRange = (reading: Reading, { index }: Range<unknown>): Reading =>
  consume(reading, index, index + 1, index + 2, index + 3)

function readDateRange(start: Reading, range: Range<string>): Reading {
  const { reading, column } = resolveTimeColumn(start, range.index - 1, range.startWords)
  return addResolvedFilters(
    { reading: consumeRange(reading, range), column },
    { operator: '>=', values: [range.start], isPeriod: true },
    { operator: '<=', values: [range.end], isPeriod: true },
  )
}

/**
 * Reads a range that follows a numeric column but could also be a range of years, such as "weight between 1900 and
 * 2100".
 */
function readAmbiguousRange(start: Reading, range: Range<number>): Reading {
  const timeResult = findTimeColumn(start, range.startWords)
  if (!timeResult.column) return consumeRange(timeResult.reading, range)
  const numericColumn = (start.parts[range.index - 1] as ColumnPart).columns[0]!
  const { reading, option } = choose(timeResult.reading, 'column', `${range.startWords} ${range.endWords}`, [
    numericColumn.name,
    timeResult.column.name,
  ])
  if (option === undefined) return consumeRange(reading, range)
  return option === timeResult.column.name ? readYearRange(reading, range) : readNumberRange(reading, range)
}

function readYearRange(reading: Reading, { index }: Range<number>): Reading {
  const withLowerBound = readYear(reading, index + 1, 'since', [index])
  return readYear(withLowerBound, index + 3, 'until', [index + 2])
}

function readNumberRange(start: Reading, range: Range<number>): Reading {
  const { reading, column } = findComparedColumn(start, range.index - 1, range.index + 4)
  const period = column && isYearColumn(column) ? { isPeriod: true } : {}
  return addResolvedFilters(
    { reading: consumeRange(reading, range), column },
    { operator: '>=', values: [range.start], ...period },
    { operator: '<=', values: [range.end], ...period },
  )
}
