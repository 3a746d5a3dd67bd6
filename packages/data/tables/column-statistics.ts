import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { protectText, type DuckDbConnection } from './duckdb-connection.ts'
import { queryWideRow } from './query-wide-row.ts'

/**
 * Column statistics that DuckDB provides without reading any rows. The values are conservative: `canBeNull` can be true
 * for a column without nulls.
 */
export interface ColumnStatistics {
  canBeNull: boolean
  canHaveValues: boolean
  /** Size of the longest string, in bytes. */
  maxBytes: number
  /** Whether a string can start with a blank or be empty. */
  canStartWithBlank: boolean
}

const unknownStatistics: ColumnStatistics = {
  canBeNull: true,
  canHaveValues: true,
  maxBytes: Infinity,
  canStartWithBlank: true,
}

/**
 * Returns column statistics in the order of `columns`, or `undefined` for a table without rows. DuckDB maintains them
 * while filling a table, so no rows are scanned.
 */
export async function readColumnStatistics(
  connection: DuckDbConnection,
  table: Sql,
  columns: readonly string[],
): Promise<ColumnStatistics[] | undefined> {
  const row = await queryWideRow(
    connection,
    columns.map((column) => protectText(sql`coalesce(stats(${quoteIdentifier(column)}), '')`)),
    sql`${table} LIMIT 1`,
  )
  return row?.map((text) => parseStatistics(String(text)))
}

/**
 * Parses the text that `stats` returns: `[Min: a, Max: b, Has Unicode: false, Max String Length: 1][Has Null: true, Has
 * No Null: true]`.
 */
function parseStatistics(text: string): ColumnStatistics {
  const [, hasNull, hasNonNull] = /^.*\[Has Null: (true|false), Has No Null: (true|false)\]/s.exec(text) ?? []
  if (hasNull === undefined) return unknownStatistics
  const [, maxBytes] = /, Max String Length: (\d+)\]/.exec(text) ?? []
  const [, firstCharacter = ' '] = /^\[Min: (.)/s.exec(text) ?? []
  return {
    canBeNull: hasNull === 'true',
    canHaveValues: hasNonNull === 'true',
    maxBytes: maxBytes === undefined ? Infinity : Number(maxBytes),
    // If the minimum is empty, it is followed by the comma before the maximum.
    canStartWithBlank: firstCharacter <= ' ' || firstCharacter === ',' || firstCharacter === '\\',
  }
}
