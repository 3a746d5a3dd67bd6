import type { Column } from '@aw-flow/schema'
import { isMeasurable, isNumeric, type ColumnPredicate } from './column-kinds.ts'
import type { QueryGroup } from './data-query.ts'
import { isAggregate, isPeriod, type Aggregate } from './part-kinds.ts'
import { resolveGroup } from './read-groups.ts'
import { readSubject, readSubjects } from './read-subject.ts'
import {
  addFilter,
  addGroup,
  addMeasure,
  addUnknownWordsUnlessChoice,
  consume,
  findPartIndex,
  isKindAt,
  getNumberAt,
  type Reading,
} from './reading.ts'
import {
  allRows,
  choose,
  chooseColumn,
  consumeColumn,
  canBeColumn,
  listMeasurableColumns,
  type ColumnResult,
} from './resolve-column.ts'

/** The indexes of the words that form a ranking. A missing word has the index -1. */
interface RankingIndexes {
  /** "top", "bottom", or "which", or else the number. */
  readonly firstIndex: number
  /** The number of rows to return, such as 5 in "top 5". */
  readonly numberIndex: number
  /** The superlative, such as "most" or "cheapest". */
  readonly directionIndex: number
}

/** Reads a ranking, such as "top 5 cities by revenue", "which city has the most orders", or "the 3 cheapest". */
export function readRanking(initialReading: Reading): Reading {
  const rankingIndexes = findRankingIndexes(initialReading)
  if (!rankingIndexes) return initialReading
  const isAscending = [rankingIndexes.firstIndex, rankingIndexes.directionIndex].some((index) =>
    ['bottom', 'minCount', 'min'].includes(initialReading.parts[index]?.kind ?? ''),
  )
  const indexes = Object.values(rankingIndexes).filter((index) => index >= 0)
  const reading: Reading = {
    ...consume(initialReading, ...indexes),
    limit: rankingIndexes.numberIndex >= 0 ? getNumberAt(initialReading, rankingIndexes.numberIndex) : 1,
    order: { isDescending: !isAscending },
  }
  const entityIndex = findEntityIndex(reading, rankingIndexes)
  if (entityIndex < 0) return rankFilteredRows(reading)
  // In "the 10 rows with the largest price", the column after the superlative is the sort key, not a group.
  const followsSuperlative =
    entityIndex === rankingIndexes.directionIndex + 1 &&
    ['max', 'min'].includes(initialReading.parts[rankingIndexes.directionIndex]?.kind ?? '')
  if (followsSuperlative && canBeColumn(reading, entityIndex, isMeasurable)) {
    const { reading: rankedReading, column } = consumeColumn(reading, entityIndex, isMeasurable)
    return column ? orderByColumn(rankedReading, column) : rankedReading
  }
  return reading.parts[entityIndex]!.kind === 'word'
    ? rankRows(reading, rankingIndexes, entityIndex)
    : rankGroups(reading, entityIndex)
}

/** Returns whether a number limits the rows of a ranking, as in "top 5" or "5 highest". */
export const isRankNumber = (reading: Reading, index: number): boolean =>
  isKindAt(reading, index - 1, 'top', 'bottom', 'which', 'list') || isDirection(reading, index + 1)

const isDirection = (reading: Reading, index: number): boolean =>
  isKindAt(reading, index, 'maxCount', 'minCount', 'max', 'min')

function findRankingIndexes(reading: Reading): RankingIndexes | undefined {
  const firstIndex = findPartIndex(reading, ({ kind }) => kind === 'top' || kind === 'bottom' || kind === 'which')
  const directionIndex = findPartIndex(reading, (_, index) => isDirection(reading, index))
  const numberIndex = findPartIndex(reading, ({ kind }, index) => kind === 'number' && isRankNumber(reading, index))
  if (firstIndex < 0) return numberIndex < 0 ? undefined : { firstIndex: numberIndex, numberIndex, directionIndex }
  const isComplete = reading.parts[firstIndex]!.kind === 'which' ? directionIndex >= 0 : numberIndex >= 0
  return isComplete ? { firstIndex, numberIndex, directionIndex } : undefined
}

/** Finds the column, period, or noun that is ranked. It follows "which", the number, or a superlative next to them. */
function findEntityIndex(
  reading: Reading,
  { firstIndex: first, numberIndex: number, directionIndex: direction }: RankingIndexes,
): number {
  const entityIndex = findPartIndex(
    reading,
    ({ kind }, index) => index >= first && (kind === 'column' || kind === 'word' || isPeriod(kind)),
  )
  const isDirectionNext = direction === first + 1 || direction === number + 1
  return entityIndex <= Math.max(first, number, isDirectionNext ? direction : 0) + 1 ? entityIndex : -1
}

const hasCalculation = (reading: Reading): boolean =>
  findPartIndex(reading, ({ kind }) => isAggregate(kind) || kind === 'count') >= 0

/** Ranks rows of the table, as in "the 3 cheapest orders". */
function rankRows(
  initialReading: Reading,
  { directionIndex: direction }: RankingIndexes,
  entityIndex: number,
): Reading {
  const isCalculated = hasCalculation(initialReading)
  const words = isCalculated ? undefined : initialReading.parts[direction]?.text
  const { reading, column } = resolveRowOrder(readSubject(initialReading, entityIndex), words)
  if (column) return orderByColumn(reading, column)
  return isCalculated ? reading : addUnknownWordsUnlessChoice(reading, initialReading.parts[entityIndex]!.text)
}

/** Ranks the rows that a value selects, as in "top 5 comedies by gross". */
function rankFilteredRows(initialReading: Reading): Reading {
  const index =
    initialReading.filters.length === 0 || hasCalculation(initialReading) ? -1 : findMeasurableIndex(initialReading)
  if (index < 0 || !isKindAt(initialReading, index - 1, 'group')) return initialReading
  const { reading, column } = consumeRankColumn(initialReading, index, isMeasurable)
  return column ? orderByColumn(reading, column) : reading
}

/**
 * Resolves the sort column of a ranking of rows: the column that the question names or, if a word such as "cheapest"
 * implies one, a column of the table.
 *
 * @param words - The words that imply a column. If absent, only a named column is used.
 */
function resolveRowOrder(reading: Reading, words: string | undefined): ColumnResult {
  const index = findMeasurableIndex(reading)
  if (index >= 0) return consumeRankColumn(reading, index, isMeasurable)
  return words === undefined
    ? { reading, column: undefined }
    : chooseColumn(reading, words, listMeasurableColumns(reading))
}

/** Ranks groups, as in "top 5 cities by revenue". */
function rankGroups(initialReading: Reading, entityIndex: number): Reading {
  const { reading: resolvedReading, group } = resolveGroup(initialReading, entityIndex)
  if (!group) return resolvedReading
  // Rows without a director are not an answer to "which director made the most movies".
  const reading = initialReading.hasNulls(group.column)
    ? addFilter(resolvedReading, { column: group.column, operator: 'filled', values: [] })
    : resolvedReading
  if (hasCalculation(initialReading)) return addGroup(reading, group)
  const index = findMeasurableIndex(reading)
  return index < 0 ? rankByCount(addGroup(reading, group)) : rankByColumn(reading, group, index)
}

/**
 * Ranks groups by their number of rows, as in "which city has the most orders". If the table has columns that contain
 * counts, the user chooses between counting rows and adding up such a column.
 */
function rankByCount(initialReading: Reading): Reading {
  const countColumns = initialReading.columns.filter((column) => isMeasurable(column) && isCountColumn(column))
  if (countColumns.length === 0) return readSubjects(addMeasure(initialReading, { fn: 'count' }))
  const noun = initialReading.parts.find(
    ({ kind }, index) => kind === 'word' && !initialReading.consumedIndexes.has(index),
  )?.text
  const { reading, option } = choose(initialReading, 'column', noun ?? 'count', [
    allRows,
    ...countColumns.map(({ name }) => name),
  ])
  const column = countColumns.find(({ name }) => name === option)
  return readSubjects(
    option === undefined ? reading : addMeasure(reading, column ? { fn: 'sum', column } : { fn: 'count' }),
  )
}

const isCountColumn = ({ name }: Column): boolean => /(^|[^a-z])(count|counts|anzahl)$/i.test(name)

/** Ranks groups by an aggregate of a column. Ranks rows if each group has one row, or if the user chooses to. */
function rankByColumn(start: Reading, group: QueryGroup, index: number): Reading {
  const { reading, column } = consumeRankColumn(start, index, isNumeric)
  if (!column) return reading
  const hasOneRowPerGroup = start.isUnique(group.column) && !group.period
  const calculationChoice = hasOneRowPerGroup
    ? { reading, option: 'row' }
    : choose(reading, 'calculation', start.parts[index]!.text, ['sum', 'mean', 'max', 'min', 'row'])
  if (calculationChoice.option === undefined) return calculationChoice.reading
  if (calculationChoice.option !== 'row')
    return addMeasure(addGroup(calculationChoice.reading, group), { fn: calculationChoice.option as Aggregate, column })
  return {
    ...orderByColumn(calculationChoice.reading, column),
    resultColumns: [...reading.resultColumns, group.column, column],
  }
}

/** Sorts the rows by a column in the direction of the ranking. */
const orderByColumn = (reading: Reading, column: Column): Reading => ({
  ...reading,
  order: { isDescending: true, ...reading.order, column },
})

const findMeasurableIndex = (reading: Reading): number =>
  findPartIndex(reading, (_, index) => canBeColumn(reading, index, isMeasurable))

/** Consumes a column and a "by" before it, if any. */
function consumeRankColumn(initialReading: Reading, index: number, predicate: ColumnPredicate): ColumnResult {
  const { reading, column } = consumeColumn(initialReading, index, predicate)
  return { reading: isKindAt(initialReading, index - 1, 'group') ? consume(reading, index - 1) : reading, column }
}
