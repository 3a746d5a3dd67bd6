import { join, sql, unsafeSql, type Sql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

type Cell = null | boolean | number | string

/** A table of a test: columns as `name TYPE`, and rows. */
export async function makeTable(
  tables: Tables,
  id: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<TableRef> {
  const casts = columns.map((column, index) => {
    const [, name = '', type = ''] = /^(.*) (\S+)$/.exec(column) ?? []
    return unsafeSql(`CAST(c${index} AS ${type}) AS "${name.replaceAll('"', '""')}"`)
  })
  const names = columns.map((_, index) => unsafeSql(`c${index}`))
  const cell = (value: Cell): Sql =>
    typeof value === 'number' && !Number.isFinite(value)
      ? sql`${value}`
      : value === null
        ? sql`NULL`
        : sql`${String(value)}`
  if (rows.length === 0) {
    const nulls = columns.map((_, index) => unsafeSql(`NULL AS c${index}`))
    return tables.create(sql`SELECT ${casts} FROM (SELECT ${nulls}) WHERE FALSE`, { id })
  }
  const tuples = rows.map((row) => sql`(${row.map((value) => sql`CAST(${cell(value)} AS VARCHAR)`)})`)
  return tables.create(sql`SELECT ${casts} FROM (VALUES ${join(tuples, ', ')}) AS v(${names})`, { id })
}
