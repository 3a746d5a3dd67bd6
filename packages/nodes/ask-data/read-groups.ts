import { defined, type Column } from '@aw-flow/schema'
import { isDateColumn, isMeasurable, isNumeric } from './column-kinds.ts'
import type { Period, QueryGroup } from './data-query.ts'
import { findAdverbPeriod, isAggregate, isPeriod } from './part-kinds.ts'
import type { QuestionPart } from './read-question.ts'
import {
  addGroup,
  addUnknownWords,
  addUnknownWordsUnlessChoice,
  consume,
  findPartIndex,
  hasKind,
  isKindAt,
  peek,
  applyToParts,
  type Reading,
} from './reading.ts'
import { choose, chooseColumn, consumeColumn, findTimeColumn, canBeColumn, listTimeColumns } from './resolve-column.ts'

/** The reading after a part was read as a group. `group` is undefined if no column was found. */
interface ResolvedGroup {
  readonly reading: Reading
  readonly group: QueryGroup | undefined
}

/**
 * Reads the groups and the sort order of a question, such as "by city", "monthly", "over time", or "sorted by price".
 */
export const readGroups = (start: Reading): Reading =>
  applyToParts(start, (reading, part, index) => {
    if (findAdverbPeriod(part.kind)) return readGroup(reading, index)
    if (part.kind === 'over-time') return readOverTime(reading, part, index)
    return part.kind === 'group' || part.kind === 'sort' ? readGroupList(reading, part.kind, index) : reading
  })

/** Reads a column or period as a group, unless the query already has this group. */
export function readGroup(start: Reading, index: number): Reading {
  const { reading, group } = resolveGroup(start, index)
  const isNew =
    group && !reading.groups.some(({ column, period }) => column === group.column && period === group.period)
  return isNew ? addGroup(reading, group) : reading
}

/** Resolves the group that a column ("city") or period ("month", "monthly") refers to. */
export function resolveGroup(start: Reading, index: number): ResolvedGroup {
  const part = peek(start, index)
  if (!part) return { reading: start, group: undefined }
  const period = findAdverbPeriod(part.kind) ?? (isPeriod(part.kind) ? part.kind : undefined)
  if (period) return resolvePeriodGroup(consume(start, index), part.text, period)
  const { reading, column } = consumeColumn(start, index)
  return { reading, group: column && toGroup(column, column.name.toLowerCase()) }
}

function resolvePeriodGroup(start: Reading, words: string, period: Period): ResolvedGroup {
  const candidates = listTimeColumns(start).filter((column) => period === 'year' || isDateColumn(column))
  const { reading, column } = chooseColumn(
    candidates.length === 0 ? addUnknownWords(start, words) : start,
    words,
    candidates,
  )
  return { reading, group: column && toGroup(column, period) }
}

/**
 * Creates a group. If the words name a period, a date column is grouped by that period. The words can also be the name
 * of the column, such as `month`.
 */
const toGroup = (column: Column, words: string): QueryGroup => ({
  column,
  ...(isDateColumn(column) && isPeriod(words) ? { period: words } : {}),
})

/**
 * Reads "over time" as a group by a period, unless the question names a period separately, as in "over time by month".
 */
function readOverTime(start: Reading, { text }: QuestionPart, index: number): Reading {
  const consumedReading = consume(start, index)
  const hasPeriod =
    findPartIndex(
      consumedReading,
      ({ kind }, partIndex) => isKindAt(consumedReading, partIndex - 1, 'group') && isPeriod(kind),
    ) >= 0
  if (hasPeriod) return consumedReading
  const { reading: chosenReading, option } = start.columns.some(isDateColumn)
    ? choose(consumedReading, 'period', text, ['day', 'week', 'month', 'quarter', 'year'])
    : { reading: consumedReading, option: 'year' }
  const { reading, column } = findTimeColumn(chosenReading, text)
  if (!column) return addUnknownWordsUnlessChoice(reading, text)
  return option ? addGroup(reading, toGroup(column, option)) : reading
}

/** Reads the columns and periods after "by" or "sorted by", such as "by city and month". */
function readGroupList(start: Reading, kind: 'group' | 'sort', position: number): Reading {
  const isCount = kind === 'group' && isColumnCount(start, position + 1)
  const reading = readListItems(isCount ? consume(start, position + 1) : start, kind, position, isCount ? 2 : 1)
  // In "top 5 by average price", a measure follows, which is read in a later step.
  const next = peek(reading, position + 1)
  const isCalculated = next && (isAggregate(next.kind) || next.kind === 'count' || next.kind === 'value')
  return isCalculated ? consume(reading, position) : reading
}

/** Returns whether "number of" refers to a numeric column, as in "by number of cylinders". */
function isColumnCount(reading: Reading, index: number): boolean {
  const precedesNumericColumn = isKindAt(reading, index, 'count') && canBeColumn(reading, index + 1, isNumeric)
  return precedesNumericColumn && reading.limit === undefined
}

function readListItems(start: Reading, kind: 'group' | 'sort', position: number, offset: number): Reading {
  let reading = start
  for (let index = position + offset; index < reading.parts.length; index++) {
    if (isKindAt(reading, index, 'and', 'group')) {
      if (!isKindAt(reading, index + 1, 'column') && !isPeriod(reading.parts[index + 1]?.kind)) break
      reading = consume(reading, index)
      continue
    }
    if (!isKindAt(reading, index, 'column') && !isPeriod(peek(reading, index)?.kind)) break
    reading = consume(reading, position)
    reading = kind === 'sort' || isRankColumn(reading, index) ? readOrder(reading, index) : readGroup(reading, index)
  }
  return reading
}

/** Returns whether a column is the sort key of a ranking, such as "revenue" in "top 5 cities by revenue". */
const isRankColumn = (reading: Reading, index: number): boolean =>
  reading.limit !== undefined &&
  reading.order !== undefined &&
  reading.groups.length > 0 &&
  canBeColumn(reading, index, isMeasurable)

function readOrder(start: Reading, index: number): Reading {
  const { reading, column } = consumeColumn(start, index)
  // A query has one sort column, so a second one cannot be used.
  if (column && start.order?.column) return addUnknownWords(reading, column.name)
  const order = { isDescending: hasKind(start, 'descending'), ...start.order, ...defined({ column }) }
  return { ...reading, order }
}
