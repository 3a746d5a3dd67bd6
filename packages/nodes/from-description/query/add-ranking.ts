import { countMeasure, findCountColumn, isAdditive, isMeasurable, toMeasure } from './measures.ts'
import type { Token } from '../words.ts'
import { periods } from './periods.ts'
import { addGroup, toPeriod } from './read-groups.ts'
import type { Ranking } from './read-rankings.ts'
import { findClause, markUsed, type Segment } from './segment.ts'
import { addMeasure, isAggregated, type TableQuery } from './table-query.ts'

/** Adds a ranking to a query: its groups and their measure, the order, and the number of rows. */
export function addRanking(
  segment: Segment,
  query: TableQuery,
  { keys, limit, subject, value }: Ranking,
  hasOriginalRows: boolean,
): void {
  if (limit !== undefined && addGroupRanking(segment, query, { keys, limit, subject, value })) return
  // "sales per customer, top 15" ranks the groups, not the rows within each group.
  const ranksGroups = Object.keys(value).length === 0 && !/\b(?:each|every|jede[nrsm]?)\b/.test(segment.folded)
  const partitionColumns =
    query.groups.length > 0 && !isAggregated(query) && !ranksGroups
      ? findPartitionColumns(segment, query, subject?.name)
      : undefined
  if (partitionColumns !== undefined && limit !== undefined) {
    for (const { name, type, expression, isSql = false } of query.groups)
      if (expression !== undefined) query.computedColumns.push({ name, type, expression, isSql })
    query.groups.splice(0)
    query.order.push(...keys)
    query.limit = { how: 'first', rows: limit, partitionColumns }
    if (subject) markUsed(segment, ...segment.tokens.filter(({ column }) => column?.name === subject.name))
    return
  }
  if (subject && subject.type !== 'PERIOD') query.subject = subject.name
  const column =
    value.column === undefined
      ? undefined
      : [...query.columns, ...query.computedColumns].find(({ name }) => name === value.column)
  // "which 5 directors made the most profit in total" ranks sums of a computed amount.
  const summedColumn = query.computedColumns.find(
    ({ name, type, expression }) => name === value.column && type === 'DOUBLE' && !expression.includes('/'),
  )
  const isTotal = /\b(?:in total|overall|altogether|total|insgesamt|summed|zusammen)\b/.test(segment.folded)
  if (
    summedColumn &&
    subject &&
    isTotal &&
    !isAggregated(query) &&
    query.groups.length === 0 &&
    subject.type !== 'PERIOD'
  ) {
    addGroup(query, { name: subject.name, type: subject.type })
    addMeasure(query, { function: 'sum', column: summedColumn.name, as: `sum_${summedColumn.name}` })
    markUsed(segment, ...segment.tokens.filter((token) => (token.column ?? token.entity)?.name === subject.name))
    query.order.push(...keys)
    if (limit !== undefined) query.limit = { how: 'first', rows: limit }
    return
  }
  const ranksComputedColumn =
    query.computedColumns.some(({ name }) => name === value.column) ||
    (value.column === undefined && value.fn === undefined && query.computedColumns.length > 0)
  const countColumn = hasOriginalRows ? findCountColumn(query.columns) : undefined
  const ranksByCount = value.fn === 'count' || (value.fn === undefined && column === undefined)
  if (subject && !isAggregated(query) && !ranksComputedColumn && query.groups.length === 0 && hasOriginalRows) {
    const requestsTotals = /\b(?:most|fewest|meisten|wenigsten|in total|overall|altogether|insgesamt)\b/.test(
      segment.folded,
    )
    const ranksRows =
      subject.type !== 'PERIOD' &&
      query.columns[0]?.name === subject.name &&
      column !== undefined &&
      value.fn === undefined &&
      !requestsTotals
    const group = subject.type === 'PERIOD' ? toPeriod(segment, query, subject.name) : subject
    const isDateColumn =
      group !== undefined &&
      subject.type === 'PERIOD' &&
      query.columns.some(({ name, type }) => name === group.name && type === 'DATE')
    if (group && !ranksRows && !isDateColumn) {
      const countedColumn = ranksByCount ? countColumn : undefined
      addGroup(query, group)
      if (value.fn === undefined && column) query.groupRanking = { group: group.name, column: column.name }
      const fn =
        value.fn ??
        (column && isAdditive(column)
          ? 'sum'
          : segment.folded.includes('top') || /\bmost\b|meisten/.test(segment.folded)
            ? 'sum'
            : keys[0]?.isDescending === false
              ? 'min'
              : 'max')
      addMeasure(
        query,
        countedColumn
          ? toMeasure('sum', [countedColumn], query.columns)
          : ranksByCount
            ? countMeasure
            : toMeasure(fn, column ? [column] : [], query.columns),
      )
    }
    const { start } = findClause(segment, keys[0]?.offset ?? 0)
    // The subject can also occur in conditions of other clauses: "leave out species that start with X, and show the 10
    // species with …".
    const isInCondition = (token: Token): boolean =>
      token.start < start &&
      /^ (?:that|which|whose|where|with|starting|die|deren)\b/.test(segment.folded.slice(token.end))
    markUsed(
      segment,
      ...segment.tokens.filter(
        (token) =>
          (token.column?.name === subject.name && !isInCondition(token)) ||
          (subject.type === 'PERIOD' &&
            periods.some(({ name, words }) => name === subject.name && words.test(token.folded))),
      ),
    )
  }
  // "How many airports are there? Which city has the most?"
  if (subject && isAggregated(query) && query.groups.length === 0 && !ranksComputedColumn && hasOriginalRows) {
    const group = subject.type === 'PERIOD' ? toPeriod(segment, query, subject.name) : subject
    if (group) addGroup(query, group)
    markUsed(segment, ...segment.tokens.filter((token) => token.column?.name === subject.name))
  }
  if (
    !subject &&
    ranksByCount &&
    !isAggregated(query) &&
    !ranksComputedColumn &&
    countColumn &&
    query.groups.length === 0 &&
    hasOriginalRows
  ) {
    // "our busiest route" means the row with the highest count.
    query.order.push(...keys.map((key) => ({ ...key, value: { column: countColumn.name } })))
  } else
    query.order.push(
      ...keys.map((key) =>
        ranksByCount && value.fn === 'count' && !query.measures.some(({ as }) => as === 'count')
          ? { ...key, value: {} }
          : key,
      ),
    )
  // "most frequent names, first 10"
  if (limit !== undefined && !(limit === 1 && query.limit)) query.limit = { how: 'first', rows: limit }
}

/**
 * Adds a ranking of groups within other groups: "the 2 products with the highest quantity in each region" ranks the
 * sums per region and product. Returns whether the ranking applies and was added.
 */
function addGroupRanking(
  segment: Segment,
  query: TableQuery,
  { keys, limit, subject, value }: Ranking & { readonly limit: number },
): boolean {
  // A count can mean a sum that the description requests: "the 3 most common jobs of each year (sum both sexes)".
  const ranksByCount =
    value.fn === 'count' && query.measures.every(({ function: fn }) => fn === 'sum' || fn === 'count')
  const partitionColumns =
    isAggregated(query) && !ranksByCount ? undefined : findPartitionColumns(segment, query, subject?.name)
  const column = query.columns.find(({ name }) => name === value.column)
  const hasMeasure = value.fn !== undefined || (column !== undefined && isAdditive(column))
  const ranksRows = subject !== undefined && query.columns[0]?.name === subject.name && value.fn === undefined
  if (
    partitionColumns === undefined ||
    !subject ||
    subject.type === 'PERIOD' ||
    isMeasurable(subject) ||
    !hasMeasure ||
    ranksRows
  )
    return false
  addGroup(query, { name: subject.name, type: subject.type })
  if (!isAggregated(query)) {
    const countColumn = value.fn === 'count' ? findCountColumn(query.columns) : undefined
    const fn = value.fn === 'count' && !countColumn ? 'count' : (value.fn ?? 'sum').replace('count', 'sum')
    addMeasure(query, toMeasure(fn, countColumn ? [countColumn] : column ? [column] : [], query.columns))
  }
  query.order.push(...(ranksByCount ? keys.map((key) => ({ ...key, value: {} })) : keys))
  query.limit = { how: 'first', rows: limit, partitionColumns }
  markUsed(segment, ...segment.tokens.filter((token) => (token.column ?? token.entity)?.name === subject.name))
  return true
}

/** Returns the groups within which rows are ranked: the origin in "the 3 heaviest cars of each origin". */
function findPartitionColumns(
  segment: Segment,
  { groups }: TableQuery,
  subjectName: string | undefined,
): readonly string[] | undefined {
  const hasGroupWord = /\b(?:each|every|per|within (?:an?|its|their|the)|jede[nrsm]?|je|pro)\b/.test(segment.folded)
  const isSubjectUngrouped = groups.every(({ name }) => name !== subjectName)
  return hasGroupWord && groups.length > 0 && isSubjectUngrouped ? groups.map(({ name }) => name) : undefined
}
