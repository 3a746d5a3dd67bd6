import { join, quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { cellLengthsColumn } from '@aw-flow/schema/internal'
import { hiddenColumnName, toArrowExpressions, toTextExpressions } from './column-list.ts'
import type { DuckDbConnection, StatementOptions } from './duckdb-connection.ts'

/** Maximum total size of the strings in a page, in bytes. */
const maxPageBytes = 64 * 1024 * 1024
/** Maximum size of a UTF-8 character, in bytes. */
const maxCharacterBytes = 4

/**
 * Reads rows from a table as an Arrow IPC stream. Truncates long strings if the page would otherwise be too large. See
 * `Tables.page`.
 */
export async function readPage(
  connection: DuckDbConnection,
  { id, columns, rows }: TableRef,
  { offset, limit }: { offset: number; limit: number },
  options: StatementOptions,
): Promise<Uint8Array> {
  const textExpressions = toTextExpressions(columns)
  const range = sql`FROM ${quoteIdentifier(tableName(id))} WHERE rowid >= ${offset} AND rowid < ${offset + limit}`
  const read = (cells: ReturnType<typeof toArrowExpressions>): Promise<Uint8Array> =>
    connection.queryArrow(sql`SELECT ${cells} ${range} ORDER BY rowid`.text, options)
  if (columns.length === 0) return read([quoteIdentifier(hiddenColumnName)])
  if (textExpressions.size === 0 || limit <= 0) return read(toArrowExpressions(columns))
  const sizes = [...textExpressions.values()].map((text) => sql`coalesce(strlen(${text}), 0)`)
  const [[totalBytes] = []] = await connection.queryRows(
    sql`SELECT CAST(coalesce(sum(${join(sizes, ' + ')}), 0) AS DOUBLE) ${range}`.text,
    options,
  )
  if (Number(totalBytes) <= maxPageBytes) return read(toArrowExpressions(columns))
  const cellCount = Math.max(1, Math.min(limit, rows - offset)) * textExpressions.size
  const maxCharacters = Math.max(1, Math.floor(maxPageBytes / maxCharacterBytes / cellCount))
  const cells = toArrowExpressions(columns).map((cell, index) => {
    const text = textExpressions.get(columns[index]!)
    if (!text) return cell
    const truncatedText = sql`CASE WHEN length(${text}) > ${maxCharacters} THEN left(${text}, ${maxCharacters}) || '…' ELSE ${text} END`
    return sql`${truncatedText} AS ${quoteIdentifier(columns[index]!.name)}`
  })
  const lengths = columns.map((column) => {
    const text = textExpressions.get(column)
    return text ? sql`coalesce(CAST(length(${text}) AS VARCHAR), 'null')` : sql`'null'`
  })
  return read([...cells, sql`'[' || concat_ws(',', ${lengths}) || ']' AS ${quoteIdentifier(cellLengthsColumn)}`])
}
