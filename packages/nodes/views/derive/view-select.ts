import { join, name, sql, type Relation, type Sql } from '@aw-flow/engine'
import { rowIndexColumn, typeFamily, type Column, type TableFilter, type TableQuery } from '@aw-flow/schema'
import { findColumns } from '../../tables/column-names.ts'
import { throwFirstProblem } from './throw-first-problem.ts'
import { compileFilter } from './filter-condition.ts'

type View = Extract<TableQuery, { kind: 'view' }>

/**
 * Selects the rows of a table that pass all filters, in the order of the sort keys and then of the table, optionally
 * with their row numbers. Empty cells come last in both directions.
 */
export function compileViewSelect(
  { filters, sort, columns: columnNames, places = true }: View,
  columns: readonly Column[],
  relation: Relation,
): Sql {
  const { columns: selected, problems } = findColumns(
    columnNames ?? columns.map((column) => column.name),
    columns,
    'columns',
  )
  throwFirstProblem(problems)
  const keys = sort.map(({ column, direction }) => {
    const { type } = findColumn(column, columns, 'sort')
    // Lists and structs have no order that people expect, so they are sorted by their text.
    const cell = typeFamily(type) === 'nested' ? sql`CAST(${name(column)} AS VARCHAR)` : name(column)
    return direction === 'ascending' ? sql`${cell} ASC NULLS LAST` : sql`${cell} DESC NULLS LAST`
  })
  const positionCells = places ? [sql`${relation.row} AS ${name(rowIndexColumn)}`] : []
  const cells = [...selected.map((column) => name(column.name)), ...positionCells]
  const where = compileWhere(filters, columns)
  return sql`SELECT ${cells} FROM ${relation.from}${where} ORDER BY ${[...keys, relation.row]}`
}

/** Compiles filters to ` WHERE …`, or to empty SQL without filters. */
export function compileWhere(filters: readonly TableFilter[], columns: readonly Column[]): Sql {
  const conditions = filters.map((filter) => compileFilter(filter, findColumn(filter.column, columns, 'filters')))
  return conditions.length === 0 ? sql`` : sql` WHERE ${join(conditions, ' AND ')}`
}

/** Returns the column with a name. @throws {TablesError} if the table does not have it. */
export function findColumn(columnName: string, columns: readonly Column[], setting: string): Column {
  const { columns: matches, problems } = findColumns([columnName], columns, setting)
  throwFirstProblem(problems)
  return matches[0]!
}
