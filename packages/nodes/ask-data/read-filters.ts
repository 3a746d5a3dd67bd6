import { isNumeric, isYear, type ColumnPredicate } from './column-kinds.ts'
import { findOperator, isTimeWord } from './part-kinds.ts'
import { readComparison, readAdjacentNumber, readPostfixComparison } from './read-comparisons.ts'
import { readNamedValues } from './read-named-values.ts'
import { readPeriod, readYear } from './read-periods.ts'
import type { QuestionPart } from './read-question.ts'
import { readRange } from './read-ranges.ts'
import { isRankNumber } from './read-ranking.ts'
import { consume, isKindAt, peek, applyToParts, type Reading } from './reading.ts'
import {
  addResolvedFilters,
  chooseColumn,
  consumeColumn,
  canBeColumn,
  hasTimeColumn,
  resolveColumn,
} from './resolve-column.ts'

/** Reads the conditions of a question: comparisons, ranges, periods, column values, and text tests. */
export const readFilters = (start: Reading): Reading => applyToParts(start, readFilter)

function readFilter(reading: Reading, part: QuestionPart, index: number): Reading {
  const operator = findOperator(part.kind)
  if (operator) return isKindAt(reading, index + 1, 'number') ? readComparison(reading, index, operator) : reading
  if (isTimeWord(part.kind)) return readPeriod(reading, index, part.kind)
  switch (part.kind) {
    case 'between':
      return isKindAt(reading, index + 1, 'value') ? consume(reading, index) : readRange(reading, index)
    case 'group':
      // German "nach" can mean "by" or "after".
      return isKindAt(reading, index + 1, 'number', 'date', 'month-name')
        ? readPeriod(reading, index, 'after')
        : reading
    case 'number':
      return readNumber(reading, index, part.number)
    case 'column':
      return isKindAt(reading, index + 1, 'number') && part.columns.some(isNumeric)
        ? readAdjacentNumber(reading, index, index + 1)
        : reading
    case 'value':
      return readNamedValues(reading, index)
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return readTextTest(reading, index, part.kind)
    case 'empty':
    case 'filled':
      return readNullTest(reading, index, part.kind)
    case 'without':
    case 'not':
      return readWithoutColumn(reading, index)
    default:
      return reading
  }
}

/** Reads a number that does not follow a comparison, such as "year 2012", "100 or more", or "8 cylinders". */
function readNumber(reading: Reading, index: number, number: number): Reading {
  if (isYear(number) && isKindAt(reading, index - 1, 'year')) return readYear(reading, index, 'in', [index - 1])
  if (findOperator(reading.parts[index + 1]?.kind) && !isKindAt(reading, index + 2, 'number'))
    return readPostfixComparison(reading, index)
  if (isRankNumber(reading, index)) return reading
  if (canBeColumn(reading, index + 1, isNumeric)) return readAdjacentNumber(reading, index + 1, index)
  // A year without a preposition, as in German: "Which countries had 2005 the highest …".
  return isYear(number) && hasTimeColumn(reading) ? readYear(reading, index, 'in', [index]) : reading
}

const isText: ColumnPredicate = ({ type }) => type === 'VARCHAR'

type TextTest = 'contains' | 'starts-with' | 'ends-with'

/** Reads a text test, such as "title contains 'love'" or "starts with A". */
function readTextTest(start: Reading, index: number, operator: TextTest): Reading {
  const value = peek(start, index + 1)
  if (value?.kind !== 'quoted' && value?.kind !== 'word' && value?.kind !== 'value') return start
  // "does not contain" has no operator, so both words are reported as unknown.
  if (isKindAt(start, index - 1, 'not')) return start
  const { reading, column } = isKindAt(start, index - 1, 'column')
    ? resolveColumn(start, index - 1, isText)
    : chooseColumn(start, value.text, start.columns.filter(isText))
  return addResolvedFilters(
    { reading: consume(reading, index - 1, index, index + 1), column },
    { operator, values: [value.kind === 'quoted' ? value.value : value.text] },
  )
}

/** Reads a null test, such as "price is missing" or "missing price". */
function readNullTest(start: Reading, index: number, operator: 'empty' | 'filled'): Reading {
  const columnIndex = [index - 1, index + 1].find((candidate) => isKindAt(start, candidate, 'column'))
  if (columnIndex === undefined) return start
  const { reading, column } = consumeColumn(start, columnIndex)
  return addResolvedFilters({ reading: consume(reading, index), column }, { operator, values: [] })
}

/** Reads a null test of the form "without a price". */
function readWithoutColumn(start: Reading, index: number): Reading {
  if (!isKindAt(start, index + 1, 'column')) return start
  const { reading, column } = consumeColumn(start, index + 1)
  return addResolvedFilters({ reading: consume(reading, index), column }, { operator: 'empty', values: [] })
}
