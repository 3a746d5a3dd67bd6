import { isNumeric, isYearColumn } from './column-kinds.ts'
import type { QueryFilter } from './data-query.ts'
import { findOperator, isAggregate } from './part-kinds.ts'
import { consume, isKindAt, getNumberAt, type Reading } from './reading.ts'
import {
  addResolvedFilters,
  chooseColumn,
  consumeColumn,
  canBeColumn,
  listMeasurableColumns,
  resolveColumn,
  type ColumnResult,
} from './resolve-column.ts'

const negatedOperators: Partial<Record<QueryFilter['operator'], QueryFilter['operator']>> = {
  '>': '<=',
  '<': '>=',
  '>=': '<',
  '<=': '>',
  '=': '<>',
}

/** Reads a comparison, such as "price over 100" or "not more than 100 deaths". */
export function readComparison(start: Reading, index: number, operator: QueryFilter['operator']): Reading {
  const isNegated = isKindAt(start, index - 1, 'not')
  const { reading, column } = findComparedColumn(start, isNegated ? index - 2 : index - 1, index + 2)
  const consumedReading = consume(reading, index, index + 1, ...(isNegated ? [index - 1] : []))
  const effectiveOperator = isNegated ? negatedOperators[operator]! : operator
  return addResolvedFilters(
    { reading: consumedReading, column },
    { operator: effectiveOperator, values: [getNumberAt(start, index + 1)] },
  )
}

/** Reads a comparison that follows its number, such as "100 or more". */
export function readPostfixComparison(start: Reading, index: number): Reading {
  const { reading, column } = findComparedColumn(start, index - 1, index + 2)
  const operator = findOperator(start.parts[index + 1]?.kind)!
  return addResolvedFilters(
    { reading: consume(reading, index, index + 1), column },
    { operator, values: [getNumberAt(start, index)] },
  )
}

/** Reads a number next to its column, such as "8 cylinders" or "year 2005". */
export function readAdjacentNumber(start: Reading, columnIndex: number, numberIndex: number): Reading {
  const indexBefore = Math.min(columnIndex, numberIndex) - 1
  const { reading, column } = consumeColumn(start, columnIndex, isNumeric)
  const consumedReading = consume(
    reading,
    numberIndex,
    ...(isKindAt(start, indexBefore, 'in', 'since') ? [indexBefore] : []),
  )
  const period = column && isYearColumn(column) ? { isPeriod: true } : {}
  return addResolvedFilters(
    { reading: consumedReading, column },
    { operator: '=', values: [getNumberAt(start, numberIndex)], ...period },
  )
}

/**
 * Finds the numeric column of a comparison: the column before the comparison or after its number, or else the only
 * measurable column of the table. If the table has several measurable columns, adds a choice.
 *
 * @param indexBefore - The index before the comparison.
 * @param indexAfter - The index after the number of the comparison.
 */
export function findComparedColumn(start: Reading, indexBefore: number, indexAfter: number): ColumnResult {
  // "a yield of at least 40"
  const hasPreposition = isKindAt(start, indexBefore, 'in') && canBeColumn(start, indexBefore - 1, isNumeric)
  const reading = hasPreposition ? consume(start, indexBefore) : start
  const position = hasPreposition ? indexBefore - 1 : indexBefore
  const previousKind = reading.parts[position - 1]?.kind
  // "How many years had more than 100 deaths" compares deaths, not years.
  const isCounted =
    (previousKind === 'count' || previousKind === 'which') && canBeColumn(reading, indexAfter, isNumeric)
  if (canBeColumn(reading, position, isNumeric) && !isCounted) {
    // The column of a measure can also be compared, as in "average price over 100".
    return isAggregate(previousKind)
      ? resolveColumn(reading, position, isNumeric)
      : consumeColumn(reading, position, isNumeric)
  }
  if (canBeColumn(reading, indexAfter, isNumeric)) return consumeColumn(reading, indexAfter, isNumeric)
  const words = reading.parts.slice(Math.max(0, position + 1), indexAfter).map(({ text }) => text)
  return chooseColumn(reading, words.join(' '), listMeasurableColumns(reading))
}
