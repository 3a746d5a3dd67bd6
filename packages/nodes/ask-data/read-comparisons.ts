import { isNumeric, isYearColumn } from './column-kinds.ts'
import type { QueryFilter } from './data-query.ts'
import { findOperator, isAggregate } from './part-kinds.ts'
import { consume, isKind, getNumberAt, type Reading } from './reading.ts'
import {
  addResolvedFilters,
  chooseColumn,
  consumeColumn,
  canBeColumn,
  listMeasurable,
  resolveColumn,
  type Resolved,
} from './resolve-column.ts'

const negatedOperators: Partial<Record<QueryFilter['is'], QueryFilter['is']>> = {
  '>': '<=',
  '<': '>=',
  '>=': '<',
  '<=': '>',
  '=': '<>',
}

/** Reads a comparison, such as "price over 100" or "not more than 100 deaths". */
export function readComparison(start: Reading, index: number, operator: QueryFilter['is']): Reading {
  const isNegated = isKind(start, index - 1, 'not')
  const { reading, column } = findComparedColumn(start, isNegated ? index - 2 : index - 1, index + 2)
  const consumed = consume(reading, index, index + 1, ...(isNegated ? [index - 1] : []))
  const is = isNegated ? negatedOperators[operator]! : operator
  return addResolvedFilters({ reading: consumed, column }, { is, values: [getNumberAt(start, index + 1)] })
}

/** Reads a comparison that follows its number, such as "100 or more". */
export function readPostfixComparison(start: Reading, index: number): Reading {
  const { reading, column } = findComparedColumn(start, index - 1, index + 2)
  const is = findOperator(start.parts[index + 1]?.kind)!
  return addResolvedFilters(
    { reading: consume(reading, index, index + 1), column },
    { is, values: [getNumberAt(start, index)] },
  )
}

/** Reads a number next to its column, such as "8 cylinders" or "year 2005". */
export function readEqualNumber(start: Reading, columnIndex: number, numberIndex: number): Reading {
  const before = Math.min(columnIndex, numberIndex) - 1
  const { reading, column } = consumeColumn(start, columnIndex, isNumeric)
  const consumed = consume(reading, numberIndex, ...(isKind(start, before, 'in', 'since') ? [before] : []))
  const period = column && isYearColumn(column) ? { isPeriod: true } : {}
  return addResolvedFilters(
    { reading: consumed, column },
    { is: '=', values: [getNumberAt(start, numberIndex)], ...period },
  )
}

/**
 * Finds the numeric column of a comparison: the column before the comparison or after its number, or else the only
 * measurable column of the table. If the table has several, adds a choice.
 *
 * @param before - The index before the comparison.
 * @param after - The index after its number.
 */
export function findComparedColumn(start: Reading, before: number, after: number): Resolved {
  // "a yield of at least 40"
  const hasOf = isKind(start, before, 'in') && canBeColumn(start, before - 1, isNumeric)
  const reading = hasOf ? consume(start, before) : start
  const position = hasOf ? before - 1 : before
  const previous = reading.parts[position - 1]?.kind
  // "How many years had more than 100 deaths" compares deaths, not years.
  const isCounted = (previous === 'count' || previous === 'which') && canBeColumn(reading, after, isNumeric)
  if (canBeColumn(reading, position, isNumeric) && !isCounted) {
    // The column of a measure can also be compared, as in "average price over 100".
    return isAggregate(previous)
      ? resolveColumn(reading, position, isNumeric)
      : consumeColumn(reading, position, isNumeric)
  }
  if (canBeColumn(reading, after, isNumeric)) return consumeColumn(reading, after, isNumeric)
  const words = reading.parts.slice(Math.max(0, position + 1), after).map(({ text }) => text)
  return chooseColumn(reading, words.join(' '), listMeasurable(reading))
}
