import type { Column } from '@aw-flow/schema'
import { isDateColumn, isMeasurable, isNumeric, type ColumnPredicate } from './column-kinds.ts'
import { findOperator, isAggregate, isPeriod, type Aggregate } from './part-kinds.ts'
import { readGroup } from './read-groups.ts'
import { readCompoundNoun, readMeasuredNoun, readSubject } from './read-subject.ts'
import {
  addMeasure,
  addUnknown,
  addUnknownUnlessChoice,
  consume,
  findIndex,
  isKind,
  peek,
  readEach,
  type Reading,
} from './reading.ts'
import { choose, chooseColumn, consumeColumn, canBeColumn, listMeasurable } from './resolve-column.ts'

/** Reads the values that a question asks for: counts, shares and aggregate functions of columns. */
export function readMeasures(start: Reading): Reading {
  const reading = readEach(start, (each, part, index) => {
    if (part.kind === 'count') return readCount(each, index)
    if (part.kind === 'share') return readShare(each, index)
    return isAggregate(part.kind) ? readAggregate(each, part.kind, index) : each
  })
  const hasMeasurable = findIndex(reading, (_, index) => canBeColumn(reading, index, isMeasurable)) >= 0
  if (reading.measures.length > 0 || reading.groups.length === 0 || hasMeasurable) return reading
  // "orders by city" may count the orders.
  const nounIndex = findIndex(reading, ({ kind }) => kind === 'word')
  return nounIndex < 0 ? reading : readMeasuredNoun(reading, nounIndex)
}

/** Reads "how many orders", "number of cities". */
function readCount(start: Reading, index: number): Reading {
  const reading = consume(start, index)
  const next = peek(reading, index + 1)
  if (next?.kind === 'column') return readColumnCount(reading, `${start.parts[index]!.text} ${next.text}`, index + 1)
  const counted =
    next?.kind === 'word'
      ? isKind(reading, index + 2, 'word')
        ? readCompoundNoun(reading, index + 1)
        : readSubject(reading, index + 1)
      : isPeriod(next?.kind)
        ? consume(reading, index + 1)
        : reading
  return counted.measures.some(({ fn }) => fn === 'count') ? counted : addMeasure(counted, { fn: 'count' })
}

/** Reads a count before a column, such as "number of cities", which may count the distinct values or the rows. */
function readColumnCount(start: Reading, words: string, index: number): Reading {
  const chosen = choose(start, 'calculation', words, ['count', 'count-distinct'])
  const { reading, column } = consumeColumn(chosen.reading, index)
  if (chosen.option === 'count-distinct' && column) return addMeasure(reading, { fn: 'count-distinct', column })
  return chosen.option === 'count' ? addMeasure(reading, { fn: 'count' }) : reading
}

/** Reads "share of revenue" of a column, and "share of flights" or "share of each city" of the rows. */
function readShare(start: Reading, index: number): Reading {
  const reading = consume(start, index)
  const next = peek(reading, index + 1)
  if (canBeColumn(reading, index + 1, isMeasurable)) {
    const resolved = consumeColumn(reading, index + 1, isMeasurable)
    return resolved.column ? addMeasure(resolved.reading, { fn: 'share', column: resolved.column }) : resolved.reading
  }
  if (next?.kind === 'column') return addMeasure(readGroup(reading, index + 1), { fn: 'share' })
  if (next?.kind === 'word') return addMeasure(readSubject(reading, index + 1), { fn: 'share' })
  return addMeasure(isPeriod(next?.kind) ? consume(reading, index + 1) : reading, { fn: 'share' })
}

/** Reads "average price", "minimum and maximum of price", "average price and weight". */
function readAggregate(start: Reading, first: Aggregate, index: number): Reading {
  const predicate = createArgumentTest(first)
  const { reading: named, functions, next } = readFunctions(consume(start, index), first, index + 1)
  // Words between the calculation and its column: "average number of deaths".
  const isCount = isKind(named, next, 'count') && canBeColumn(named, next + 1, predicate)
  const counted = isCount ? consume(named, next) : named
  const columnIndex = findArgument(counted, index, isCount ? next + 1 : next, predicate)
  const { reading, columns } =
    columnIndex >= 0
      ? readArguments(counted, columnIndex, predicate)
      : resolveMissingArgument(counted, first, start.parts[index]!.text)
  return addMeasure(reading, ...columns.flatMap((column) => functions.map((fn) => ({ fn, column }))))
}

/** Returns the condition that the argument of an aggregate function must meet. */
const createArgumentTest =
  (fn: Aggregate): ColumnPredicate =>
  (column) =>
    fn === 'count-distinct' || isNumeric(column) || ((fn === 'min' || fn === 'max') && isDateColumn(column))

/** Reads the functions that follow the first one: "and maximum" in "minimum and maximum price". */
function readFunctions(
  start: Reading,
  first: Aggregate,
  index: number,
): { readonly reading: Reading; readonly functions: readonly Aggregate[]; readonly next: number } {
  const kind = peek(start, index)?.kind
  const following = kind === 'and' ? peek(start, index + 1)?.kind : kind
  if (!isAggregate(following)) return { reading: start, functions: [first], next: index }
  const length = kind === 'and' ? 2 : 1
  const indexes = [index, index + 1].slice(0, length)
  const rest = readFunctions(consume(start, ...indexes), following, index + length)
  return { ...rest, functions: [first, ...rest.functions] }
}

/**
 * Finds the column of a function: directly after it or words such as "of the", or else the last one before the function
 * or the first one after it.
 */
function findArgument(reading: Reading, functionIndex: number, next: number, predicate: ColumnPredicate): number {
  const isArgument = (index: number): boolean => canBeColumn(reading, index, predicate)
  let index = next
  while (!isArgument(index) && isKind(reading, index, 'in', 'word')) index++
  if (isArgument(index)) return index
  const earlier = reading.parts.findLastIndex((_, position) => position < functionIndex && isArgument(position))
  return earlier >= 0
    ? earlier
    : reading.parts.findIndex((_, position) => position > functionIndex && isArgument(position))
}

/** The columns that a function is applied to. */
interface Arguments {
  readonly reading: Reading
  readonly columns: readonly Column[]
}

/** Reads the columns of a function: "price and weight" in "average price and weight". */
function readArguments(start: Reading, index: number, predicate: ColumnPredicate): Arguments {
  const { reading, column } = consumeColumn(start, index, predicate)
  const columns = column ? [column] : []
  const hasNext =
    isKind(reading, index + 1, 'and') &&
    canBeColumn(reading, index + 2, predicate) &&
    !findOperator(reading.parts[index + 3]?.kind)
  if (!hasNext) return { reading, columns }
  const rest = readArguments(consume(reading, index + 1), index + 2, predicate)
  return { reading: rest.reading, columns: [...columns, ...rest.columns] }
}

/** Resolves the column of a function without a named column: the previous measure's column, or one of the table. */
function resolveMissingArgument(start: Reading, fn: Aggregate, words: string): Arguments {
  if (fn === 'count-distinct') return { reading: addUnknown(start, words), columns: [] }
  const last = start.measures.at(-1)?.column
  if (last) return { reading: start, columns: [last] }
  const { reading, column } = chooseColumn(start, words, listMeasurable(start))
  return column ? { reading, columns: [column] } : { reading: addUnknownUnlessChoice(reading, words), columns: [] }
}
