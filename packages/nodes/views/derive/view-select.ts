import { join, name, sql, type Relation, type Sql } from '@aw-flow/engine'
import { placeColumn, typeFamily, type Column, type TableFilter, type TableQuery } from '@aw-flow/schema'
import { chosenColumns } from '../../tables/column-names.ts'
import { throwFirst } from './throw-first.ts'
import { filterCondition } from './filter-condition.ts'

type View = Extract<TableQuery, { kind: 'view' }>

/**
 * The rows of a table that pass all filters, in the order of the sort keys and then of the table, optionally with their
 * row numbers. Empty cells come last in both directions.
 */
export function viewSelect(
  { filters, sort, columns: kept, places = true }: View,
  columns: readonly Column[],
  of: Relation,
): Sql {
  const { columns: shown, problems } = chosenColumns(kept ?? columns.map((column) => column.name), columns, 'columns')
  throwFirst(problems)
  const keys = sort.map(({ column, direction }) => {
    const { type } = columnOf(column, columns, 'sort')
    // Lists and structs have no natural order for people: they are sorted by their text.
    const cell = typeFamily(type) === 'nested' ? sql`CAST(${name(column)} AS VARCHAR)` : name(column)
    return direction === 'ascending' ? sql`${cell} ASC NULLS LAST` : sql`${cell} DESC NULLS LAST`
  })
  const place = places ? [sql`${of.row} AS ${name(placeColumn)}`] : []
  const cells = [...shown.map((column) => name(column.name)), ...place]
  const where = whereOf(filters, columns)
  return sql`SELECT ${cells} FROM ${of.from}${where} ORDER BY ${[...keys, of.row]}`
}

/** ` WHERE …` of filters, or empty SQL. */
export function whereOf(filters: readonly TableFilter[], columns: readonly Column[]): Sql {
  const conditions = filters.map((filter) => filterCondition(filter, columnOf(filter.column, columns, 'filters')))
  return conditions.length === 0 ? sql`` : sql` WHERE ${join(conditions, ' AND ')}`
}

function columnOf(wanted: string, columns: readonly Column[], setting: string): Column {
  const { columns: found, problems } = chosenColumns([wanted], columns, setting)
  throwFirst(problems)
  return found[0]!
}
