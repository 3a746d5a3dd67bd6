import type { Column } from '@aw-flow/schema'
import { isDateColumn, isMeasurable, isNumeric, type ColumnPredicate } from './column-kinds.ts'
import { findOperator, isAggregate, isPeriod, type Aggregate } from './part-kinds.ts'
import { readGroup } from './read-groups.ts'
import { readCompoundNoun, readMeasuredNoun, readSubject } from './read-subject.ts'
import {
  addMeasure,
  addUnknownWords,
  addUnknownWordsUnlessChoice,
  consume,
  findPartIndex,
  isKindAt,
  peek,
  applyToParts,
  type Reading,
} from './reading.ts'
import { choose, chooseColumn, consumeColumn, canBeColumn, listMeasurableColumns } from './resolve-column.ts'

/** Reads the measures that a question asks for: counts, shares, and aggregates of columns. */
export function readMeasures(start: Reading): Reading {
  const reading = applyToParts(start, (current, part, index) => {
    if (part.kind === 'count') return readCount(current, index)
    if (part.kind === 'share') return readShare(current, index)
    return isAggregate(part.kind) ? readAggregate(current, part.kind, index) : current
  })
  const hasMeasurable = findPartIndex(reading, (_, index) => canBeColumn(reading, index, isMeasurable)) >= 0
  if (reading.measures.length > 0 || reading.groups.length === 0 || hasMeasurable) return reading
  // "orders by city" can ask for the number of orders.
  const nounIndex = findPartIndex(reading, ({ kind }) => kind === 'word')
  return nounIndex < 0 ? reading : readMeasuredNoun(reading, nounIndex)
}

/** Reads a count, such as "how many orders" or "number of cities". */
function readCount(start: Reading, index: number): Reading {
  const reading = consume(start, index)
  const next = peek(reading, index + 1)
  if (next?.kind === 'column') return readColumnCount(reading, `${start.parts[index]!.text} ${next.text}`, index + 1)
  const nextReading =
    next?.kind === 'word'
      ? isKindAt(reading, index + 2, 'word')
        ? readCompoundNoun(reading, index + 1)
        : readSubject(reading, index + 1)
      : isPeriod(next?.kind)
        ? consume(reading, index + 1)
        : reading
  return nextReading.measures.some(({ fn }) => fn === 'count') ? nextReading : addMeasure(nextReading, { fn: 'count' })
}

/** Reads a count that precedes a column, such as "number of cities". It can count distinct values or rows. */
function readColumnCount(start: Reading, words: string, index: number): Reading {
  const choiceResult = choose(start, 'calculation', words, ['count', 'count-distinct'])
  const { reading, column } = consumeColumn(choiceResult.reading, index)
  if (choiceResult.option === 'count-distinct' && column) return addMeasure(reading, { fn: 'count-distinct', column })
  return choiceResult.option === 'count' ? addMeasure(reading, { fn: 'count' }) : reading
}

/**
 * Reads a share of a column total, as in "share of revenue", or of the rows, as in "share of flights" or "share of each
 * city".
 */
function readShare(start: Reading, index: number): Reading {
  const reading = consume(start, index)
  const next = peek(reading, index + 1)
  if (canBeColumn(reading, index + 1, isMeasurable)) {
    const columnResult = consumeColumn(reading, index + 1, isMeasurable)
    return columnResult.column
      ? addMeasure(columnResult.reading, { fn: 'share', column: columnResult.column })
      : columnResult.reading
  }
  if (next?.kind === 'column') return addMeasure(readGroup(reading, index + 1), { fn: 'share' })
  if (next?.kind === 'word') return addMeasure(readSubject(reading, index + 1), { fn: 'share' })
  return addMeasure(isPeriod(next?.kind) ? consume(reading, index + 1) : reading, { fn: 'share' })
}

/** Reads aggregates, such as "average price", "minimum and maximum of price", or "average price and weight". */
function readAggregate(start: Reading, firstFunction: Aggregate, index: number): Reading {
  const predicate = createArgumentPredicate(firstFunction)
  const {
    reading: afterFunctions,
    functions,
    nextIndex: next,
  } = readFunctions(consume(start, index), firstFunction, index + 1)
  // Words between the aggregate and its column, as in "average number of deaths".
  const isCount = isKindAt(afterFunctions, next, 'count') && canBeColumn(afterFunctions, next + 1, predicate)
  const afterCount = isCount ? consume(afterFunctions, next) : afterFunctions
  const columnIndex = findArgument(afterCount, index, isCount ? next + 1 : next, predicate)
  const { reading, columns } =
    columnIndex >= 0
      ? readArguments(afterCount, columnIndex, predicate)
      : resolveMissingArgument(afterCount, firstFunction, start.parts[index]!.text)
  return addMeasure(reading, ...columns.flatMap((column) => functions.map((fn) => ({ fn, column }))))
}

/** Creates a predicate for the columns that an aggregate function accepts. */
const createArgumentPredicate =
  (fn: Aggregate): ColumnPredicate =>
  (column) =>
    fn === 'count-distinct' || isNumeric(column) || ((fn === 'min' || fn === 'max') && isDateColumn(column))

/** Reads the aggregate functions after the first one, such as "and maximum" in "minimum and maximum price". */
function readFunctions(
  start: Reading,
  firstFunction: Aggregate,
  index: number,
): { readonly reading: Reading; readonly functions: readonly Aggregate[]; readonly nextIndex: number } {
  const kind = peek(start, index)?.kind
  const followingKind = kind === 'and' ? peek(start, index + 1)?.kind : kind
  if (!isAggregate(followingKind)) return { reading: start, functions: [firstFunction], nextIndex: index }
  const length = kind === 'and' ? 2 : 1
  const indexes = [index, index + 1].slice(0, length)
  const rest = readFunctions(consume(start, ...indexes), followingKind, index + length)
  return { ...rest, functions: [firstFunction, ...rest.functions] }
}

/**
 * Finds the column of an aggregate function: directly after the function or after words such as "of the", or else the
 * last candidate before the function or the first one after it.
 */
function findArgument(reading: Reading, functionIndex: number, next: number, predicate: ColumnPredicate): number {
  const isArgument = (index: number): boolean => canBeColumn(reading, index, predicate)
  let index = next
  while (!isArgument(index) && isKindAt(reading, index, 'in', 'word')) index++
  if (isArgument(index)) return index
  const earlierIndex = reading.parts.findLastIndex((_, position) => position < functionIndex && isArgument(position))
  return earlierIndex >= 0
    ? earlierIndex
    : reading.parts.findIndex((_, position) => position > functionIndex && isArgument(position))
}

/** Columns to which an aggregate function applies, and the reading after they are consumed. */
interface Arguments {
  readonly reading: Reading
  readonly columns: readonly Column[]
}

/** Reads the columns of an aggregate function, such as "price and weight" in "average price and weight". */
function readArguments(start: Reading, index: number, predicate: ColumnPredicate): Arguments {
  const { reading, column } = consumeColumn(start, index, predicate)
  const columns = column ? [column] : []
  const hasNext =
    isKindAt(reading, index + 1, 'and') &&
    canBeColumn(reading, index + 2, predicate) &&
    !findOperator(reading.parts[index + 3]?.kind)
  if (!hasNext) return { reading, columns }
  const rest = readArguments(consume(reading, index + 1), index + 2, predicate)
  return { reading: rest.reading, columns: [...columns, ...rest.columns] }
}

/**
 * Resolves the column of a function if the question does not name one: the column of the previous measure, or else a
 * measurable column of the table.
 */
function resolveMissingArgument(start: Reading, fn: Aggregate, words: string): Arguments {
  if (fn === 'count-distinct') return { reading: addUnknownWords(start, words), columns: [] }
  const previousColumn = start.measures.at(-1)?.column
  if (previousColumn) return { reading: start, columns: [previousColumn] }
  const { reading, column } = chooseColumn(start, words, listMeasurableColumns(start))
  return column ? { reading, columns: [column] } : { reading: addUnknownWordsUnlessChoice(reading, words), columns: [] }
}
