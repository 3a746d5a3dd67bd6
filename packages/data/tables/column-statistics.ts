import { name, sql, type Sql } from '@aw-flow/engine'
import { sentText, type DuckDbConnection } from './duckdb-connection.ts'

/** What DuckDB knows of a column without reading it. Bounds that are safe: `mayBeNull` may be true where none is null. */
export interface ColumnStatistics {
  mayBeNull: boolean
  mayHaveValues: boolean
  /** Of a text: the most bytes that one has. */
  longest: number
  /** Of a text: true where one may begin with a blank (or is empty). */
  mayBeginWithBlank: boolean
}

const unknown: ColumnStatistics = {
  mayBeNull: true,
  mayHaveValues: true,
  longest: Infinity,
  mayBeginWithBlank: true,
}

/**
 * Statistics of a table's columns, in the order of their names; `undefined` for a table without rows. They are kept by
 * DuckDB while a table is filled, so asking costs no look at the rows.
 */
export async function columnStatistics(
  connection: DuckDbConnection,
  table: Sql,
  columns: readonly string[],
): Promise<ColumnStatistics[] | undefined> {
  const [row] = await connection.rows(
    sql`SELECT ${columns.map((column) => sentText(sql`coalesce(stats(${name(column)}), '')`))} FROM ${table} LIMIT 1`
      .text,
  )
  return row?.map((text) => parse(String(text)))
}

/** As `stats` writes it: `[Min: a, Max: b, Has Unicode: false, Max String Length: 1][Has Null: true, Has No Null: true]`. */
function parse(text: string): ColumnStatistics {
  const [, nulls, values] = /^.*\[Has Null: (true|false), Has No Null: (true|false)\]/s.exec(text) ?? []
  if (nulls === undefined) return unknown
  const [, longest] = /, Max String Length: (\d+)\]/.exec(text) ?? []
  const [, first = ' '] = /^\[Min: (.)/s.exec(text) ?? []
  return {
    mayBeNull: nulls === 'true',
    mayHaveValues: values === 'true',
    longest: longest === undefined ? Infinity : Number(longest),
    // An empty minimum is followed by the comma before the maximum.
    mayBeginWithBlank: first <= ' ' || first === ',' || first === '\\',
  }
}
