import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'

const maxValues = 1_000
const maxColumns = 40
const maxCharacters = 80

/**
 * Lists the distinct values of a table's text columns, so that a description such as "only Adelie penguins" can refer
 * to them. Each list contains up to 1,000 values, most frequent first. Long values are omitted.
 *
 * @returns The values, keyed by column name.
 *
 * @internal
 */
export async function listColumnValues(
  tables: Tables,
  table: TableRef,
  signal?: AbortSignal,
): Promise<Record<string, string[]>> {
  const values = new Map<string, string[]>()
  const textColumns = table.columns.filter(({ type }) => type === 'VARCHAR').slice(0, maxColumns)
  for (const column of textColumns) {
    const cell = quoteIdentifier(column.name)
    const rows = await tables.rows(
      sql`SELECT ${cell} AS value FROM ${quoteIdentifier(tableName(table.id))} WHERE ${cell} IS NOT NULL AND length(${cell}) <= ${maxCharacters} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${maxValues}`,
      defined({ signal }),
    )
    values.set(
      column.name,
      rows.map(({ value }) => String(value)),
    )
  }
  return Object.fromEntries(values)
}
