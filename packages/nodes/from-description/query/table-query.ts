import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findNumericColumn } from '../conditions/compared-columns.ts'
import { stemColumnName } from '../stem.ts'
import { quoteName, type StepDraft } from '../step.ts'
import { findAmountColumn, isAdditive, isMeasureName, toMeasure, type Measure } from './measures.ts'
import { isYearColumn, periods, type PeriodColumn } from './periods.ts'

/** The value to sort by: a column, or a measure of a column. If neither is set, it is the computed value. */
export interface RankedValue {
  readonly fn?: string
  readonly column?: string
  /** Whether the value is the time column, or the period by which rows are grouped. */
  readonly isPeriod?: boolean
  /** Words, one of which may be part of a measure's name: "biggest gross first". */
  readonly words?: readonly string[]
  /** Whether the text contains only part of the column's name: "cost" for `Cost Total $`. */
  readonly isPartial?: boolean
}

export interface OrderKey {
  readonly value: RankedValue
  readonly isDescending: boolean
  /** Whether the direction is a default because the text does not specify one. */
  readonly hasDefaultDirection?: boolean
  /** Whether the key is a tie-breaker for rows that are equal by the previous keys. */
  readonly isTieBreaker?: boolean
  /** The offset of the key's words in the text. */
  readonly offset?: number
}

/** A column computed for each row. */
export interface ComputedColumn {
  readonly name: string
  readonly type: string
  /** A JSONata expression, or a SQL expression if `isSql` is set. */
  readonly expression: string
  readonly isSql?: boolean
  /** Whether the values are classes by which rows can be grouped. */
  readonly isClass?: boolean
  /** Whether the definition also requests groups by this column. */
  readonly requestsGrouping?: boolean
}

/** A value computed from several rows: a running total, a change from the previous row, a moving average, or a rank. */
export interface RowWindow {
  readonly kind: 'running' | 'change' | 'percent-change' | 'moving' | 'rank'
  /** The columns that define the groups within which rows are ranked. */
  readonly partitionColumns?: readonly string[]
  /** Whether the lowest value has rank 1. */
  readonly isAscending?: boolean
  /** The period over which values are compared: "from month to month". */
  readonly period?: string
  readonly column?: string
  readonly rows?: number
}

/**
 * A query of a single table. It collects what the text specifies, in any order, and is extended while clauses are read.
 */
export interface TableQuery {
  /** The table's columns. */
  readonly columns: readonly Column[]
  readonly filters: StepDraft[]
  readonly computedColumns: ComputedColumn[]
  /** Columns computed from the measures. */
  readonly resultColumns: ComputedColumn[]
  readonly groups: PeriodColumn[]
  readonly measures: Measure[]
  /** Filters for groups, applied after aggregation. */
  readonly having: StepDraft[]
  readonly order: OrderKey[]
  /**
   * The measure whose percentage of the total is also computed, and the columns that define the groups for the total.
   */
  share?: { readonly measure: string; readonly within: readonly string[] }
  /** A value computed from preceding rows in chronological order. */
  window?: RowWindow
  /** The column whose values become result columns. */
  pivot?: string
  /** The group whose values the text requests as columns. */
  pivotGroup?: string
  /** Rounding of the named columns or, if none are named, of the computed ones. */
  rounding?: { readonly digits: number; readonly columns: readonly string[] }
  limit?: { readonly how: 'first' | 'last'; readonly rows: number; readonly partitionColumns?: readonly string[] }
  readonly selectedColumns: string[]
  readonly droppedColumns: string[]
  /** The measures to use for groups if the description does not name any. */
  impliedMeasures: readonly Measure[]
  /** The condition of a share. It does not filter rows. */
  numerator?: string
  /** A column converted to another unit. Later words refer to the converted column. */
  conversion?: { readonly from: string; readonly to: string }
  /** The column that a row ranking is about: "the five states with the highest rate". */
  subject?: string
  /** The group and value of a ranking that could also apply to rows: "the 10 most expensive trips". */
  groupRanking?: { readonly group: string; readonly column: string | undefined }
}

export const createQuery = (columns: readonly Column[]): TableQuery => ({
  columns,
  filters: [],
  computedColumns: [],
  resultColumns: [],
  groups: [],
  measures: [],
  having: [],
  order: [],
  selectedColumns: [],
  droppedColumns: [],
  impliedMeasures: [],
})

/** Returns the columns that words can name: the table's columns and those that the query computes. */
export const listNamedColumns = ({
  columns,
  computedColumns,
  groups,
  measures,
  resultColumns,
  window,
  share,
}: TableQuery): readonly Column[] => {
  const columnsByName = new Map(columns.map((column) => [column.name, column]))
  for (const { name, type } of [...computedColumns, ...groups, ...resultColumns])
    columnsByName.set(name, { name, type })
  for (const { as, function: fn } of measures)
    columnsByName.set(as, { name: as, type: fn.startsWith('count') ? 'BIGINT' : 'DOUBLE' })
  for (const name of [...(window ? [windowNames[window.kind]] : []), ...(share ? ['share'] : [])])
    if (!columnsByName.has(name)) columnsByName.set(name, { name, type: 'DOUBLE' })
  return [...columnsByName.values()]
}

export const isAggregated = ({ measures }: TableQuery): boolean => measures.length > 0

/**
 * Returns the measures. If there are none, the implied measures are added first, because the text can refer to them.
 */
export function listMeasures(query: TableQuery): readonly Measure[] {
  if (query.measures.length === 0 && query.groups.length > 0) query.measures.push(...query.impliedMeasures)
  return query.measures
}

/** Adds a measure unless the query already has one with the same name. */
export function addMeasure({ measures }: TableQuery, measure: Measure | undefined): Measure | undefined {
  if (measure && !measures.some(({ as }) => as === measure.as)) measures.push(measure)
  return measure
}

/**
 * Compiles a query to nodes in the order of SQL clauses: filters, groups, filters for groups, order, limit, columns.
 */
export function compileQuery(incompleteQuery: TableQuery): StepDraft[] {
  const query = completeQuery(incompleteQuery)
  const { columns, filters, computedColumns, groups, measures, having, limit, share } = query
  const keys = query.order.map((key) => ({ ...key, column: resolveValueColumn(query, key.value, key.isDescending) }))
  const isComputed = ({ config }: StepDraft): boolean =>
    computedColumns.some(
      ({ name }) =>
        JSON.stringify(config).includes(JSON.stringify(name)) || String(config.expression ?? '').includes(name),
    )
  const derive = ({ name, expression, isSql }: Pick<ComputedColumn, 'name' | 'expression' | 'isSql'>): StepDraft =>
    isSql
      ? createSqlStep(`SELECT *, ${expression} AS ${quoteSqlName(name)} FROM input`)
      : { type: 'derive_column', config: { column: name, expression } }
  const mergedFilters = mergeEqualityFilters(filters)
  const steps: StepDraft[] = [
    ...mergedFilters.filter((filter) => !isComputed(filter)),
    ...computedColumns.map(derive),
    ...mergedFilters.filter(isComputed),
  ]
  let availableNames = [...columns.map(({ name }) => name), ...computedColumns.map(({ name }) => name)]
  if (measures.length > 0) {
    steps.push(
      ...groups.flatMap(({ name, expression, isSql = false }) =>
        expression === undefined ? [] : [derive({ name, expression, isSql })],
      ),
    )
    const [first] = measures
    if (query.pivot !== undefined) {
      steps.push({
        type: 'pivot',
        config: {
          rows: groups.map(({ name }) => name),
          column: query.pivot,
          function: first!.function,
          value: first!.column,
        },
      })
      const result = query.resultColumns.at(-1)?.name
      const order = result === undefined ? undefined : keys[0]
      const sortKey = { column: result ?? '', direction: order?.isDescending ? 'descending' : 'ascending' }
      return [
        ...steps,
        ...query.resultColumns.map(derive),
        ...(order ? [{ type: 'sort', config: { by: [sortKey] } }] : []),
        ...(order && limit ? [{ type: 'sample', config: { how: limit.how, rows: limit.rows } }] : []),
      ]
    }
    steps.push({
      type: 'aggregate',
      config: { groupBy: groups.map(({ name }) => name), measures: measures.map((measure) => ({ ...measure })) },
    })
    availableNames = [...groups.map(({ name }) => name), ...measures.map(({ as }) => as)]
  }
  if (measures.length > 0) {
    steps.push(...query.resultColumns.map(derive))
    availableNames.push(...query.resultColumns.map(({ name }) => name))
  }
  if (share) {
    const partition = share.within.length > 0 ? `PARTITION BY ${share.within.map(quoteSqlName).join(', ')}` : ''
    const cell = quoteSqlName(share.measure)
    steps.push(createSqlStep(`SELECT *, 100.0 * ${cell} / sum(${cell}) OVER (${partition}) AS share FROM input`))
    availableNames.push('share')
  }
  const windowStep = compileWindow(query)
  if (windowStep) {
    steps.push(windowStep.step)
    availableNames.push(windowStep.name)
  }
  steps.push(...having, ...roundColumns(query, availableNames))
  const sortKeys: { column: string; direction: string }[] = []
  for (const { column, isDescending } of keys)
    if (column !== undefined && availableNames.includes(column) && !sortKeys.some((each) => each.column === column))
      sortKeys.push({ column, direction: isDescending ? 'descending' : 'ascending' })
  if (
    limit?.partitionColumns !== undefined &&
    sortKeys.length > 0 &&
    limit.partitionColumns.every((name) => availableNames.includes(name))
  ) {
    const order = sortKeys.map(
      ({ column, direction }) => `${quoteSqlName(column)} ${direction === 'descending' ? 'DESC' : 'ASC'} NULLS LAST`,
    )
    steps.push(
      createSqlStep(
        `SELECT * FROM input QUALIFY row_number() OVER (PARTITION BY ${limit.partitionColumns.map(quoteSqlName).join(', ')} ORDER BY ${order.join(', ')}) <= ${limit.rows}`,
      ),
    )
  } else {
    if (sortKeys.length > 0) steps.push({ type: 'sort', config: { by: sortKeys } })
    if (limit) steps.push({ type: 'sample', config: { how: limit.how, rows: limit.rows } })
  }
  const selectedNames = [
    ...new Set(query.selectedColumns.map((name) => resolveValueColumn(query, { column: name }) ?? name)),
  ]
  if (selectedNames.length > 0 && selectedNames.every((name) => availableNames.includes(name))) {
    // Computed columns are kept even if the text does not list them.
    const addedNames = [
      ...(measures.length > 0 ? measures.map(({ as }) => as) : computedColumns.map(({ name }) => name)),
      // "rank the products, show only the first of each category (category, product)"
      ...(windowStep && !(windowStep.name === 'rank' && having.length > 0) ? [windowStep.name] : []),
    ]
    const outputColumns = [
      ...new Set([
        ...(measures.length > 0 ? groups.map(({ name }) => name) : []),
        ...selectedNames,
        ...addedNames.filter((name) => !columns.some((column) => column.name === name)),
      ]),
    ]
    if (outputColumns.length < availableNames.length)
      steps.push({ type: 'select', config: { columns: outputColumns, how: 'keep' } })
  }
  const droppedNames = query.droppedColumns.filter((name) => availableNames.includes(name))
  if (droppedNames.length > 0 && droppedNames.length < availableNames.length)
    steps.push({ type: 'select', config: { columns: droppedNames, how: 'drop' } })
  return steps
}

/** Returns whether a query has a sort key for which no column can be found. */
export const hasUnknownOrder = (incompleteQuery: TableQuery): boolean => {
  const query = completeQuery(structuredClone(incompleteQuery))
  return query.order.some(({ value, isDescending }) => resolveValueColumn(query, value, isDescending) === undefined)
}

const windowNames = {
  running: 'running_total',
  change: 'change',
  'percent-change': 'percent_change',
  moving: 'moving_average',
  rank: 'rank',
}

/** Compiles a window over rows in chronological order, partitioned by the other groups. */
function compileWindow(query: TableQuery): { readonly step: StepDraft; readonly name: string } | undefined {
  const { window, groups, columns, measures } = query
  if (!window) return undefined
  const isGrouped = measures.length > 0
  const timeColumnName = findTimeColumnName(isGrouped ? groups : columns)
  const column = window.column === undefined ? undefined : { column: window.column }
  const value = resolveValueColumn(query, column ?? {})
  if (window.kind === 'rank' && value !== undefined) {
    const partitionClause = window.partitionColumns?.length
      ? `PARTITION BY ${window.partitionColumns.map(quoteSqlName).join(', ')} `
      : ''
    const direction = window.isAscending ? 'ASC' : 'DESC'
    const rank = `rank() OVER (${partitionClause}ORDER BY ${quoteSqlName(value)} ${direction} NULLS LAST)`
    return { step: createSqlStep(`SELECT *, ${rank} AS rank FROM input`), name: 'rank' }
  }
  if (timeColumnName === undefined || value === undefined) return undefined
  const otherGroupNames = groups.map(({ name }) => name).filter((name) => name !== timeColumnName)
  const partition = otherGroupNames.length > 0 ? `PARTITION BY ${otherGroupNames.map(quoteSqlName).join(', ')} ` : ''
  const overClause = `OVER (${partition}ORDER BY ${quoteSqlName(timeColumnName)}`
  const cell = quoteSqlName(value)
  const expression = {
    rank: '',
    running: `sum(${cell}) ${overClause})`,
    change: `${cell} - lag(${cell}) ${overClause})`,
    'percent-change': `100.0 * (${cell} - lag(${cell}) ${overClause})) / lag(${cell}) ${overClause})`,
    moving: `avg(${cell}) ${overClause} ROWS BETWEEN ${(window.rows ?? 7) - 1} PRECEDING AND CURRENT ROW)`,
  }[window.kind]
  const name = windowNames[window.kind]
  return {
    step: createSqlStep(`SELECT *, ${expression} AS ${name} FROM input ORDER BY ${quoteSqlName(timeColumnName)}`),
    name,
  }
}

/** Creates the step that rounds the named columns or, if none are named, the computed ones. */
function roundColumns(query: TableQuery, availableNames: readonly string[]): StepDraft[] {
  const { rounding, measures, computedColumns, columns, share } = query
  if (!rounding) return []
  const namedColumns = rounding.columns.map((column) => resolveValueColumn(query, { column }) ?? column)
  const results = [
    ...measures.filter(({ function: fn }) => !fn.startsWith('count')).map(({ as }) => as),
    ...(share ? ['share'] : []),
  ]
  const measureColumns = columns
    .filter(({ name, type }) => isMeasureName(name) && isNumber(type))
    .map(({ name }) => name)
  const targets = [
    namedColumns,
    results,
    measures.length > 0 ? [] : computedColumns.map(({ name }) => name),
    measures.length > 0 ? [] : measureColumns,
    columns
      .filter(({ type }) => isNumber(type))
      .slice(-1)
      .map(({ name }) => name),
  ].find((list) => list.length > 0)
  const roundedExpressions = (targets ?? [])
    .filter((column) => availableNames.includes(column))
    .map((column) => `round(${quoteSqlName(column)}, ${rounding.digits}) AS ${quoteSqlName(column)}`)
  // Rounding uses SQL because JSONata rounds halves to even, which users do not expect.
  return roundedExpressions.length > 0
    ? [createSqlStep(`SELECT * REPLACE (${roundedExpressions.join(', ')}) FROM input`)]
    : []
}

/** Merges equality filters on the same column, because no row could match several values. */
function mergeEqualityFilters(filters: readonly StepDraft[]): readonly StepDraft[] {
  type Equality = { readonly column: string; readonly is: string; readonly value: unknown }
  const mergedFilters: StepDraft[] = []
  const toEquality = ({ config }: StepDraft): Equality | undefined => {
    const [first, second] = Array.isArray(config.conditions) ? (config.conditions as unknown as Equality[]) : []
    return first && !second && (first.is === 'equals' || first.is === 'is-one-of') ? first : undefined
  }
  for (const filter of filters) {
    const equality = toEquality(filter)
    const index = equality ? mergedFilters.findIndex((other) => toEquality(other)?.column === equality.column) : -1
    if (!equality || index < 0) {
      mergedFilters.push(filter)
      continue
    }
    const [currentValues, previousValues] = [[equality.value].flat(), [toEquality(mergedFilters[index]!)!.value].flat()]
    const commonValues = currentValues.filter((value) => previousValues.includes(value))
    const values = commonValues.length > 0 ? commonValues : [...previousValues, ...currentValues]
    const condition =
      values.length === 1
        ? { ...equality, is: 'equals', value: values[0] }
        : { ...equality, is: 'is-one-of', value: values }
    mergedFilters[index] = { type: 'filter', config: { conditions: [condition as never], match: 'all' } }
  }
  return mergedFilters
}

/** Adds implied measures, and removes measures that contradict the listed result columns. */
export function completeQuery(incompleteQuery: TableQuery): TableQuery {
  const query = addRankingSubject(addListedGroups(incompleteQuery))
  const isSource = (name: string): boolean => query.columns.some((column) => column.name === name)
  if (query.measures.length === 0 && query.groups.length > 0) {
    if (query.selectedColumns.length === 0 || query.impliedMeasures.length > 0)
      return { ...query, measures: [...query.impliedMeasures] }
    return {
      ...query,
      selectedColumns: [...query.groups.map(({ name }) => name).filter(isSource), ...query.selectedColumns],
    }
  }
  const measuredNames = query.measures.map(({ column }) => column)
  // "The 10 most expensive trips with date and driver" ranks rows, not groups.
  const { groupRanking } = query
  const ranksRows =
    groupRanking &&
    query.selectedColumns.some(
      (name) =>
        isSource(name) && name !== groupRanking.group && name !== groupRanking.column && !measuredNames.includes(name),
    )
  // In "month and total nonfarm of the last 12 rows", "total" is part of a column name, not a sum.
  const isColumnName =
    query.groups.length === 0 &&
    query.measures.length > 0 &&
    query.measures.every(({ function: fn, column }) => fn === 'sum' && column !== '') &&
    (query.limit !== undefined || query.selectedColumns.some((name) => isSource(name) && !measuredNames.includes(name)))
  if (!ranksRows && !isColumnName) return query
  const order = query.order.map((key) => {
    const column = key.value.column ?? (ranksRows ? groupRanking.column : undefined)
    return { ...key, value: column === undefined ? {} : { column } }
  })
  const selectedColumns = [
    ...(ranksRows && isSource(groupRanking.group) ? [groupRanking.group] : []),
    ...query.selectedColumns,
    ...measuredNames.filter((name) => name !== ''),
  ]
  return { ...query, groups: [], measures: [], order, selectedColumns }
}

/**
 * Adds the subject of a ranking to the listed columns: "the five states with the highest rate and their population".
 */
const addRankingSubject = (query: TableQuery): TableQuery =>
  query.subject !== undefined &&
  query.groups.length + query.measures.length === 0 &&
  query.selectedColumns.length > 0 &&
  !query.selectedColumns.includes(query.subject)
    ? { ...query, selectedColumns: [query.subject, ...query.selectedColumns] }
    : query

/** Adds listed text columns to the groups of an aggregation: "origin, name, city and the number of flights". */
function addListedGroups(query: TableQuery): TableQuery {
  const { groups, selectedColumns, columns, pivot, groupRanking } = query
  const measures = query.measures.length > 0 ? query.measures : query.impliedMeasures
  if (groups.length === 0 || measures.length === 0 || pivot !== undefined || groupRanking) return query
  const listedColumns = columns.filter(
    ({ name, type }) =>
      type === 'VARCHAR' &&
      selectedColumns.includes(name) &&
      measures.every(({ column }) => column !== name) &&
      groups.every((group) => group.name !== name),
  )
  return listedColumns.length > 0 ? { ...query, groups: [...groups, ...listedColumns] } : query
}

const sharesWord = (name: string, other: string): boolean => {
  const words = stemColumnName(other)
  return stemColumnName(name).some((word) => words.includes(word))
}

const quoteSqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const createSqlStep = (statement: string): StepDraft => ({ type: 'sql', config: { statement } })

/** Returns the name of the first time column or, if there is none, the first period or year column. */
export const findTimeColumnName = (
  columns: readonly { readonly name: string; readonly type: string }[],
): string | undefined =>
  (
    columns.find(({ type }) => isTemporal(type)) ??
    columns.find(({ name }) => periods.some((each) => each.name === name)) ??
    columns.find(({ name }) => isYearColumn({ name }))
  )?.name

/** Returns the numeric column that a filter compares. It is the default sort key. */
function findFilteredColumn({ filters, columns }: TableQuery): string | undefined {
  const comparedConditions = filters.flatMap(({ config }) =>
    Array.isArray(config.conditions) ? (config.conditions as { column: string; is: string }[]) : [],
  )
  return comparedConditions.find(
    ({ column, is }) =>
      /^(?:less|more|at-)/.test(is) &&
      columns.some(({ name, type }) => name === column && isNumber(type) && !isYearColumn({ name })),
  )?.column
}

/**
 * Returns the name of the column that contains a value to sort by. For groups, it is a measure, which is added if it is
 * missing.
 */
function resolveValueColumn(
  query: TableQuery,
  { fn, column, isPeriod: period, isPartial, words = [] }: RankedValue,
  isDescending = true,
): string | undefined {
  for (const word of column === undefined && fn === undefined ? words : []) {
    const namedMeasures = query.measures.filter(({ column: measureColumn, as }) =>
      [measureColumn, as].some((name) => stemColumnName(name).includes(word)),
    )
    if (namedMeasures.length === 1) return namedMeasures[0]!.as
  }
  if (period) return findTimeColumnName(query.measures.length > 0 ? query.groups : query.columns)
  const { columns, groups, measures, computedColumns, share } = query
  const isPeriod =
    column !== undefined &&
    periods.some(({ name }) => name === column) &&
    ![...columns, ...groups, ...computedColumns].some(({ name }) => name === column)
  if (isPeriod)
    return measures.length > 0
      ? groups.find(({ expression }) => expression !== undefined)?.name
      : columns.find(({ type }) => isTemporal(type))?.name
  if (share && column === undefined && (fn === undefined || fn === 'share')) return 'share'
  if (measures.length === 0) {
    if (column !== undefined && fn === undefined) return column
    const measuredColumn = columns.findLast(
      ({ name }) =>
        isMeasureName(name) &&
        (fn === undefined || name === fn || name.startsWith(`${fn}_`) || name === `${fn}_${column}`),
    )
    return (
      computedColumns.findLast(({ type }) => type !== 'VARCHAR')?.name ??
      measuredColumn?.name ??
      column ??
      findFilteredColumn(query) ??
      findNumericColumn(columns.filter(({ name }) => !isYearColumn({ name })))?.name ??
      findAmountColumn(columns)?.name
    )
  }
  if (column !== undefined && query.resultColumns.some(({ name }) => name === column)) return column
  // "oldest year first" sorts groups by their period, not by their first date.
  const timeColumn = columns.find(({ name, type }) => name === column && isTemporal(type))
  const group =
    timeColumn && fn === undefined
      ? groups.find(({ name, expression }) => name !== column && expression?.includes(quoteName(timeColumn.name)))
      : undefined
  if (group && !groups.some(({ name }) => name === column)) return group.name
  if (column !== undefined && (groups.some(({ name }) => name === column) || measures.some(({ as }) => as === column)))
    return column
  if (fn === undefined && column === undefined) return measures[0]?.as
  const sameMeasure = measures.find(
    (each) => each.column === (column ?? '') && (fn === undefined || each.function === fn),
  )
  if (sameMeasure) return sameMeasure.as
  const columnMeasures = column === undefined ? undefined : measures.filter((each) => each.column === column)
  if (fn === undefined && columnMeasures?.[0]) return columnMeasures[0].as
  // "the average cost" after "the average repair cost" refers to that measure, not to another cost column.
  const similarMeasures = isPartial
    ? measures.filter((each) => (fn === undefined || each.function === fn) && sharesWord(each.column, column!))
    : []
  if (similarMeasures.length === 1) return similarMeasures[0]!.as
  const functionMeasures = column === undefined ? measures.filter((each) => each.function === fn) : []
  if (functionMeasures.length === 1) return functionMeasures[0]!.as
  const namedColumn = columns.find(({ name }) => name === column)
  const defaultFn = namedColumn && isAdditive(namedColumn) ? 'sum' : isDescending ? 'max' : 'min'
  return addMeasure(query, toMeasure(fn ?? defaultFn, namedColumn ? [namedColumn] : [], columns))?.as
}
