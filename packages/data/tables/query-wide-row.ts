import { sql, type Sql } from '@aw-flow/engine'
import type { DuckDbConnection, PlainCell, StatementOptions } from './duckdb-connection.ts'

/** Expressions per statement. DuckDB allocates vectors of 32 kB for each expression, several times. */
const maxExpressions = 100

/**
 * Returns the first row of `SELECT cells FROM …`, or `undefined` if there are no rows. Many cells are divided among
 * several statements, because the memory of a statement grows with the number of its expressions.
 */
export async function queryWideRow(
  connection: DuckDbConnection,
  cells: readonly Sql[],
  from: Sql,
  options?: StatementOptions,
): Promise<PlainCell[] | undefined> {
  const row: PlainCell[] = []
  for (let start = 0; start < cells.length; start += maxExpressions) {
    const block = cells.slice(start, start + maxExpressions)
    const [blockRow] = await connection.queryRows(sql`SELECT ${block} FROM ${from}`.text, options)
    if (!blockRow) return undefined
    row.push(...blockRow)
  }
  return row
}
