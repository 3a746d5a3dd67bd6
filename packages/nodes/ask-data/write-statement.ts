import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { DataAnswer } from '@aw-flow/schema/internal'
import type { DataQuery, QueryFilter, QueryMeasure } from './data-query.ts'

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A query as a SQL statement, with the SQL text of each part and a chart of the result. */
export type WrittenQuery = Pick<DataAnswer, 'parts'> & {
  readonly statement: string
  readonly chart?: NonNullable<DataAnswer['chart']>
}

/** Writes a query as a SELECT statement for a SQL node, in which the table is named `input`. */
export function writeStatement(query: DataQuery): WrittenQuery {
  const { measures, groups, filters, order, limit } = query
  const isShareOfFilter =
    measures.some(({ fn, column }) => fn === 'share' && !column) && filters.some(isNumeratorFilter)
  const whereFilters = isShareOfFilter ? filters.filter((filter) => !isNumeratorFilter(filter)) : filters
  const usedAliases = new Set<string>()
  const createAlias = (base: string): string => {
    let alias = base
    for (let count = 2; usedAliases.has(alias.toLowerCase()); count++) alias = `${base}_${count}`
    usedAliases.add(alias.toLowerCase())
    return alias
  }
  const groupParts = groups.map(({ column, period }) => {
    const cell = quoteName(column.name)
    return period
      ? { expression: `date_trunc('${period}', ${cell})`, alias: createAlias(period) }
      : { expression: cell, alias: createAlias(column.name) }
  })
  const measureParts = measures.map((measure) => ({
    expression: createExpression(measure, { filters, isGrouped: groups.length > 0, isShareOfFilter }),
    alias: createAlias(nameMeasure(measure)),
  }))
  const isAggregated = measures.length > 0
  const selectedExpressions = isAggregated
    ? [...groupParts, ...measureParts].map(({ expression, alias }) =>
        expression === quoteName(alias) ? expression : `${expression} AS ${quoteName(alias)}`,
      )
    : query.columns.length > 0
      ? query.columns.map(({ name }) => quoteName(name))
      : ['*']
  const conditions = whereFilters.map(createCondition)
  const orderBy = writeOrder(query, groupParts, measureParts)
  const clauses = [
    `SELECT ${selectedExpressions.join(', ')}`,
    'FROM input',
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    ...(isAggregated && groups.length > 0
      ? [`GROUP BY ${groupParts.map(({ expression }) => expression).join(', ')}`]
      : []),
    ...(orderBy.length > 0 ? [`ORDER BY ${orderBy.join(', ')}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ]
  const [firstGroup] = groups
  const isOverTime = firstGroup?.period !== undefined || (firstGroup !== undefined && isNumber(firstGroup.column.type))
  return {
    statement: clauses.join('\n'),
    parts: [
      ...measureParts.map(({ expression }) => ({ kind: 'compute' as const, text: expression })),
      ...groupParts.map(({ expression }) => ({ kind: 'group' as const, text: expression })),
      ...conditions.map((text) => ({ kind: 'filter' as const, text })),
      ...(order || orderBy.length > 0 ? [{ kind: 'order' as const, text: orderBy.join(', ') }] : []),
      ...(limit === undefined ? [] : [{ kind: 'limit' as const, text: String(limit) }]),
    ],
    ...(isAggregated && groupParts.length > 0 && groupParts.length < 3
      ? {
          chart: {
            mark: isOverTime ? ('line' as const) : ('bar' as const),
            x: groupParts[0]!.alias,
            y: measureParts[0]!.alias,
            color: groupParts[1]?.alias ?? '',
          },
        }
      : {}),
  }
}

/** Returns whether a filter restricts only the numerator of a share. Periods also restrict the total. */
const isNumeratorFilter = ({ isPeriod }: QueryFilter): boolean => isPeriod !== true

const nameMeasure = ({ fn, column }: QueryMeasure): string =>
  [fn.replace('-', '_'), ...(column ? [column.name] : [])].join('_')

const functions = { sum: 'sum', mean: 'avg', median: 'median', min: 'min', max: 'max' } as const

function createExpression(
  { fn, column }: QueryMeasure,
  {
    filters,
    isGrouped,
    isShareOfFilter,
  }: { filters: readonly QueryFilter[]; isGrouped: boolean; isShareOfFilter: boolean },
): string {
  const cell = column ? quoteName(column.name) : ''
  if (fn === 'count') return 'count(*)'
  if (fn === 'count-distinct') return `count(DISTINCT ${cell})`
  if (fn !== 'share') return `${functions[fn]}(${cell})`
  if (isShareOfFilter) {
    const conditions = filters.filter(isNumeratorFilter).map(createCondition).join(' AND ')
    return `100.0 * count(*) FILTER (WHERE ${conditions}) / count(*)`
  }
  const aggregate = column ? `sum(${cell})` : 'count(*)'
  return isGrouped ? `100.0 * ${aggregate} / sum(${aggregate}) OVER ()` : `100.0 * ${aggregate} / ${aggregate}`
}

const formatLiteral = (value: string | number | boolean, { type }: Column): string =>
  typeof value !== 'string'
    ? String(value)
    : isTemporal(type) && /^\d{4}-\d\d-\d\d$/.test(value)
      ? `DATE ${quoteText(value)}`
      : quoteText(value)

function createCondition({ column, operator, values }: QueryFilter): string {
  const cell = quoteName(column.name)
  const literals = values.map((value) => formatLiteral(value, column))
  switch (operator) {
    case 'contains':
      return `contains(lower(${cell}), lower(${literals[0]}))`
    case 'starts-with':
      return `starts_with(lower(${cell}), lower(${literals[0]}))`
    case 'ends-with':
      return `ends_with(lower(${cell}), lower(${literals[0]}))`
    case 'empty':
      return `${cell} IS NULL`
    case 'filled':
      return `${cell} IS NOT NULL`
    case 'one-of':
      return literals.length === 1 ? `${cell} = ${literals[0]}` : `${cell} IN (${literals.join(', ')})`
    case 'none-of':
      return literals.length === 1 ? `${cell} <> ${literals[0]}` : `${cell} NOT IN (${literals.join(', ')})`
    default:
      return `${cell} ${operator} ${literals[0]}`
  }
}

interface NamedExpression {
  readonly expression: string
  readonly alias: string
}

function writeOrder(
  { order, groups, measures }: DataQuery,
  groupParts: readonly NamedExpression[],
  measureParts: readonly NamedExpression[],
): string[] {
  const direction = order && !order.isDescending ? 'ASC' : 'DESC'
  const groupOrder = groupParts.map(({ expression }) => expression)
  if (measures.length === 0) return order?.column ? [`${quoteName(order.column.name)} ${direction} NULLS LAST`] : []
  if (groups.length === 0) return []
  const [first] = measureParts
  if (order) return [`${quoteName(first!.alias)} ${direction} NULLS LAST`, ...groupOrder]
  const isOrdinal = groups.some(
    ({ column, period }) => period !== undefined || isNumber(column.type) || isTemporal(column.type),
  )
  return isOrdinal ? groupOrder : [`${quoteName(first!.alias)} DESC NULLS LAST`, ...groupOrder]
}
