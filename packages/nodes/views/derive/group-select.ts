import { isFloat, quoteIdentifier, sql, TablesError, type Relation, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type Column } from '@aw-flow/schema'
import { maxListedValues, getTypeFamily, type TableQuery } from '@aw-flow/schema/internal'
import { checkDuplicateNames, findColumns } from '../../tables/column-names.ts'
import { createMagnitudeQuery, readMagnitudes } from '../../tables/exact-sum.ts'
import { compileGroupCell, compileMeasure, type Measure, type MeasureFunction } from '../../tables/measures.ts'
import { throwFirstProblem } from './throw-first-problem.ts'
import { compileWhere, findColumn } from './view-select.ts'

type Query<Kind extends TableQuery['kind']> = Extract<TableQuery, { kind: Kind }>

interface QueriedTable {
  readonly tables: Tables
  readonly columns: readonly Column[]
  /** Number of rows in the table. */
  readonly rows: number
  readonly relation: Relation
  readonly signal?: AbortSignal | undefined
}

/** Name of the row number column in the filtered relation. Table columns cannot have this name. */
const rowNumberColumn = 'aw:row'

const compileFilteredRows = ({ filters }: Pick<Query<'values'>, 'filters'>, { columns, relation }: QueriedTable): Sql =>
  sql`(SELECT *, ${relation.row} AS ${quoteIdentifier(rowNumberColumn)} FROM ${relation.from}${compileWhere(filters, columns)})`

/** Selects the distinct values of a column with their row counts, most frequent first. */
export function compileValuesSelect(query: Query<'values'>, queriedTable: QueriedTable): Sql {
  const { name: columnName } = findColumn(query.column, queriedTable.columns, 'column')
  const text = sql`CAST(${quoteIdentifier(columnName)} AS VARCHAR)`
  const { text: searchText = '' } = query
  const whereClause = searchText === '' ? sql`` : sql` WHERE contains(lower(${text}), lower(${searchText}))`
  return sql`SELECT ${text} AS value, count(*) AS rows FROM ${compileFilteredRows(query, queriedTable)}${whereClause} GROUP BY 1 ORDER BY rows DESC, value ASC NULLS LAST LIMIT ${maxListedValues + 1}`
}

/** Selects a single row with the statistics of a column. The result does not depend on the number of threads. */
export async function compileStatisticsSelect(query: Query<'statistics'>, queriedTable: QueriedTable): Promise<Sql> {
  const column = findColumn(query.column, queriedTable.columns, 'column')
  const family = getTypeFamily(column.type)
  const cell = quoteIdentifier(column.name)
  const text = sql`CAST(${cell} AS VARCHAR)`
  const from = compileFilteredRows(query, queriedTable)
  const functions: readonly MeasureFunction[] =
    family === 'number'
      ? ['min', 'max', 'mean', 'median', 'stddev', 'sum']
      : family === 'time' || family === 'text'
        ? ['min', 'max']
        : []
  const measures = await compileMeasures(
    functions.map((fn) => ({ function: fn, column: column.name, as: fn, separator: '' })),
    [column],
    from,
    queriedTable,
  )
  const cells = [
    sql`count(*) AS rows`,
    sql`count(*) - count(${cell}) AS nulls`,
    sql`count(DISTINCT ${family === 'nested' ? text : isFloat(column.type) ? compileGroupCell(column) : cell}) AS "distinct"`,
    ...measures,
    ...(family === 'text' ? [sql`min(length(${cell})) AS "minLength"`, sql`max(length(${cell})) AS "maxLength"`] : []),
  ]
  return sql`SELECT ${cells} FROM ${from}`
}

/** Selects one row per group, with the measures of the group. The result does not depend on the number of threads. */
export async function compileGroupsSelect(query: Query<'groups'>, queriedTable: QueriedTable): Promise<Sql> {
  const { by, measures } = query.groups
  const { columns: groups, problems } = findColumns(by, queriedTable.columns, 'groups')
  throwFirstProblem(problems)
  const from = compileFilteredRows(query, queriedTable)
  const completeMeasures = measures.map((measure): Measure => ({ ...measure, as: '', separator: '' }))
  const values = await compileMeasures(completeMeasures, queriedTable.columns, from, queriedTable, groups)
  const cells = [...groups.map((group) => sql`${compileGroupCell(group)} AS ${quoteIdentifier(group.name)}`), ...values]
  const groupedRows = sql`SELECT ${cells}, min(${quoteIdentifier(rowNumberColumn)}) AS ${quoteIdentifier('aw:first')} FROM ${from} GROUP BY ${groups.map(compileGroupCell)}`
  return sql`SELECT * EXCLUDE (${quoteIdentifier('aw:first')}) FROM (${groupedRows}) ORDER BY ${quoteIdentifier('aw:first')}`
}

async function compileMeasures(
  measures: readonly Measure[],
  columns: readonly Column[],
  from: Sql,
  { tables, rows, signal }: QueriedTable,
  groups: readonly Column[] = [],
): Promise<Sql[]> {
  const summedColumns = columns.filter((column) =>
    measures.some(
      ({ column: measuredColumn, function: fn }) => measuredColumn === column.name && /^(sum|mean|stddev)$/.test(fn),
    ),
  )
  const magnitudeQuery = createMagnitudeQuery(summedColumns, from)
  const magnitudeRows = magnitudeQuery ? await tables.rows(magnitudeQuery, defined({ signal })) : []
  const measuredRows = {
    columns,
    row: quoteIdentifier(rowNumberColumn),
    rowCount: rows,
    magnitudes: readMagnitudes(magnitudeRows),
  }
  const compiledMeasures = measures.map((measure) => {
    const result = compileMeasure(measure, measuredRows, 'groups')
    if (!result.ok) throw new TablesError(result.problem)
    return result.value
  })
  throwFirstProblem(checkDuplicateNames([...groups, ...compiledMeasures], 'groups'))
  return compiledMeasures.map(({ name: measureName, value }) => sql`${value} AS ${quoteIdentifier(measureName)}`)
}
