import type { Column } from '@aw-flow/schema'
import type { QuestionPart } from './read-question.ts'
import { addGroup, consume, hasKind, isKindAt, peek, type Reading } from './reading.ts'
import { addResolvedFilters, chooseColumn } from './resolve-column.ts'

type ValuePart = QuestionPart & { kind: 'value' }

/** Reads one or more values of a column, such as "Berlin or Hamburg" or "not in Berlin". */
export function readNamedValues(start: Reading, index: number): Reading {
  const { indexes, candidates } = findSharedColumns(start, listValueIndexes(start, index))
  const nameMatch = narrowByName(start, index, candidates)
  const values = indexes.map((valueIndex) => start.parts[valueIndex] as ValuePart)
  const words = values.map(({ text }) => text).join(', ')
  const isNegated = isKindAt(start, index - 1, 'not') || isKindAt(start, index - 2, 'not')
  const { reading, column } = chooseColumn(nameMatch.reading, words, nameMatch.candidates)
  const consumedReading = consume(reading, ...listConsumedIndexes(start, index, indexes.at(-1)!))
  if (!column) return consumedReading
  const cells = values.flatMap((part) =>
    part.values.flatMap((found) => (found.column === column.name ? [found.value] : [])),
  )
  const filteredReading = addResolvedFilters(
    { reading: consumedReading, column },
    { operator: isNegated ? 'none-of' : 'one-of', values: [...new Set(cells)] },
  )
  // "The median of comedies and dramas" means one median per value, whereas a count or a sum covers both values.
  const isAveragePerValue =
    !isNegated &&
    hasKind(start, 'mean', 'median') &&
    Array.from({ length: indexes.at(-1)! - index }, (_, offset) => index + offset).some((position) =>
      isKindAt(start, position, 'and'),
    )
  const isCompared = cells.length > 1 && (hasKind(start, 'compare') || isAveragePerValue)
  return isCompared && !filteredReading.groups.some((group) => group.column === column)
    ? addGroup(filteredReading, { column })
    : filteredReading
}

/** Lists the indexes of the values, starting at `index`, that are joined by "and", "or", or "versus". */
function listValueIndexes(reading: Reading, index: number): readonly number[] {
  const indexes = [index]
  for (let next = index + 1; next < reading.parts.length; next++) {
    if (isKindAt(reading, next, 'value')) indexes.push(next)
    else if (!isKindAt(reading, next, 'and', 'or', 'compare') || !isKindAt(reading, next + 1, 'value')) break
  }
  return indexes
}

/** Finds the columns that contain all values. If no column does, the first value becomes a separate condition. */
function findSharedColumns(
  reading: Reading,
  indexes: readonly number[],
): { readonly indexes: readonly number[]; readonly candidates: readonly Column[] } {
  const listColumns = (valueIndexes: readonly number[]): Column[] =>
    reading.columns.filter(({ name }) =>
      valueIndexes.every((index) => (reading.parts[index] as ValuePart).values.some(({ column }) => column === name)),
    )
  const sharedColumns = listColumns(indexes)
  if (sharedColumns.length > 0) return { indexes, candidates: sharedColumns }
  const firstIndexes = indexes.slice(0, 1)
  return { indexes: firstIndexes, candidates: listColumns(firstIndexes) }
}

/** Restricts the candidates to the column that is named before the value, as in "origin is Europe". */
function narrowByName(
  reading: Reading,
  index: number,
  candidates: readonly Column[],
): { readonly reading: Reading; readonly candidates: readonly Column[] } {
  const nameIndex = isKindAt(reading, index - 1, 'in', 'equal', 'since') ? index - 2 : index - 1
  const namePart = peek(reading, nameIndex)
  const matchingColumns =
    namePart?.kind === 'column' ? candidates.filter((column) => namePart.columns.includes(column)) : []
  if (matchingColumns.length === 0) return { reading, candidates }
  // A column after "by" is also a group, so it is not consumed here.
  const isGroup = isKindAt(reading, nameIndex - 1, 'group')
  return { reading: isGroup ? reading : consume(reading, nameIndex), candidates: matchingColumns }
}

/**
 * Lists the indexes of the parts from the first to the last value, and of the words before the values, such as "not
 * in" in "not in Berlin".
 */
function listConsumedIndexes(reading: Reading, first: number, last: number): readonly number[] {
  const indexes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
  return [
    ...indexes,
    ...(isKindAt(reading, first - 1, 'in', 'equal', 'since', 'not', 'group') ? [first - 1] : []),
    ...(isKindAt(reading, first - 2, 'not') ? [first - 2] : []),
  ]
}
