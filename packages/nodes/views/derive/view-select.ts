import { join, quoteIdentifier, sql, type Relation, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { rowIndexColumn, getTypeFamily, type TableFilter, type TableQuery } from '@aw-flow/schema/internal'
import { findColumns } from '../../tables/column-names.ts'
import { throwFirstProblem } from './throw-first-problem.ts'
import { compileFilter } from './filter-condition.ts'

type View = Extract<TableQuery, { kind: 'view' }>

/**
 * Selects the rows of a table that pass all filters, optionally with their row numbers. The rows are sorted by the sort
 * keys, and rows with equal keys keep the order of the table. Empty cells come last in both directions.
 */
export function compileViewSelect(
  { filters, sort, columns: columnNames, places = true }: View,
  columns: readonly Column[],
  relation: Relation,
): Sql {
  const { columns: selectedColumns, problems } = findColumns(
    columnNames ?? columns.map((column) => column.name),
    columns,
    'columns',
  )
  throwFirstProblem(problems)
  const keys = sort.map(({ column, direction }) => {
    const { type } = findColumn(column, columns, 'sort')
    // Lists and structs have no natural order, so they are sorted by their text.
    const cell =
      getTypeFamily(type) === 'nested' ? sql`CAST(${quoteIdentifier(column)} AS VARCHAR)` : quoteIdentifier(column)
    return direction === 'ascending' ? sql`${cell} ASC NULLS LAST` : sql`${cell} DESC NULLS LAST`
  })
  const positionCells = places ? [sql`${relation.row} AS ${quoteIdentifier(rowIndexColumn)}`] : []
  const cells = [...selectedColumns.map((column) => quoteIdentifier(column.name)), ...positionCells]
  const whereClause = compileWhere(filters, columns)
  return sql`SELECT ${cells} FROM ${relation.from}${whereClause} ORDER BY ${[...keys, relation.row]}`
}

/** Compiles filters to ` WHERE …`, or to empty SQL if there are no filters. */
export function compileWhere(filters: readonly TableFilter[], columns: readonly Column[]): Sql {
  const conditions = filters.map((filter) => compileFilter(filter, findColumn(filter.column, columns, 'filters')))
  return conditions.length === 0 ? sql`` : sql` WHERE ${join(conditions, ' AND ')}`
}

/** Returns the column with the given name. @throws {TablesError} If the table does not contain it. */
export function findColumn(columnName: string, columns: readonly Column[], setting: string): Column {
  const { columns: matchingColumns, problems } = findColumns([columnName], columns, setting)
  throwFirstProblem(problems)
  return matchingColumns[0]!
}
