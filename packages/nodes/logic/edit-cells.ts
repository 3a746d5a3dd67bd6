import { message, type Text } from '@aw-flow/messages'
import {
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  unsafeSql,
  type Sql,
  type TableOptions,
  type Tables,
} from '@aw-flow/engine'
import { error, type TableRef } from '@aw-flow/schema'
import { z } from 'zod'

/** New values for individual cells. Row numbers start at 1. Each value is cast to the type of its column. */
const editsSchema = z
  .array(
    z.strictObject({
      row: z.number().int().min(1),
      column: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
  )
  .max(1000)

/**
 * Creates a copy of a table with some cells changed.
 *
 * @throws {NodeError} If the edits are invalid or refer to a row or column that does not exist.
 * @throws {TablesError} If a value does not fit its column.
 */
export function editCells(tables: Tables, table: TableRef, edits: unknown, options: TableOptions): Promise<TableRef> {
  const parsed = editsSchema.safeParse(edits)
  if (!parsed.success) throw createEditError(message('approval.edits-shape', {}))
  const casesByColumn = new Map<string, Sql[]>()
  for (const { row, column, value } of parsed.data) {
    const target = table.columns.find((candidate) => candidate.name === column)
    if (!target) {
      throw createEditError(
        message('approval.no-column', { column, columns: table.columns.map((candidate) => candidate.name) }),
      )
    }
    if (row > table.rows) throw createEditError(message('approval.no-row', { row, rows: table.rows }))
    // The type name comes from the table, not from the user.
    const whenClause = sql`WHEN ${row - 1} THEN CAST(${value === null ? null : String(value)} AS ${unsafeSql(target.type)})`
    casesByColumn.set(column, [...(casesByColumn.get(column) ?? []), whenClause])
  }
  const columns = table.columns.map(({ name: column }) => {
    const cases = casesByColumn.get(column)
    const whenClauses = cases?.map(({ text }) => text).join(' ')
    return whenClauses
      ? sql`CASE rowid ${unsafeSql(whenClauses)} ELSE ${quoteIdentifier(column)} END AS ${quoteIdentifier(column)}`
      : quoteIdentifier(column)
  })
  return tables.create(sql`SELECT ${columns} FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`, options)
}

const createEditError = (reason: Text): NodeError =>
  new NodeError('validation', error('approval.edit-refused', { reason }))
