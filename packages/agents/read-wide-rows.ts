import { sql, type Scalar, type Sql, type Tables } from '@aw-flow/engine'

/** Expressions per statement. DuckDB allocates up to a megabyte for each expression of a statement and each thread. */
const maxExpressions = 20

/**
 * Returns the rows of `SELECT cells FROM …`. Many cells are divided among several statements, because the memory of a
 * statement grows with the number of its expressions.
 *
 * @param cells Expressions with aliases, such as `count(a) AS n0`.
 * @param from The clauses after `FROM`. All statements must return the same rows in the same order.
 *
 * @example
 * const [{ n0 } = {}] = await readWideRows(tables, [sql`count(a) AS n0`], sql`t`)
 */
export async function readWideRows(
  tables: Tables,
  cells: readonly Sql[],
  from: Sql,
  options?: { signal?: AbortSignal },
): Promise<Record<string, Scalar>[]> {
  const rows: Record<string, Scalar>[] = []
  for (let start = 0; start < cells.length; start += maxExpressions) {
    const block = cells.slice(start, start + maxExpressions)
    const records = await tables.rows(sql`SELECT ${block} FROM ${from}`, options)
    for (const [index, record] of records.entries()) rows[index] = Object.assign(rows[index] ?? {}, record)
  }
  return rows
}
