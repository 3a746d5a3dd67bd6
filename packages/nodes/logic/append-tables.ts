import { join, quoteIdentifier, sql, tableName, type TableOptions, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

/**
 * Concatenates tables in order. Columns that are missing from a table are null in its rows. If there are no tables, the
 * result has no rows.
 */
export function appendTables(tables: Tables, tableRefs: readonly TableRef[], options: TableOptions): Promise<TableRef> {
  if (tableRefs.length === 0) return tables.create(sql`SELECT 1 AS ${quoteIdentifier('empty')} WHERE FALSE`, options)
  const [part, row] = [quoteIdentifier('aw part'), quoteIdentifier('aw row')]
  const selects = tableRefs.map(
    ({ id }, index) => sql`SELECT ${index} AS ${part}, rowid AS ${row}, * FROM ${quoteIdentifier(tableName(id))}`,
  )
  const union = join(selects, ' UNION ALL BY NAME ')
  return tables.create(sql`SELECT * EXCLUDE (${part}, ${row}) FROM (${union}) ORDER BY ${part}, ${row}`, options)
}
