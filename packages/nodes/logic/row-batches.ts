import { name, sql, tableName, type RunArguments, type Scalar } from '@aw-flow/engine'
import type { Json, TableRef } from '@aw-flow/schema'

/** Number of rows read from a table per batch. */
const batchRows = 10_000

/** Yields the rows of a table as JSON, in order. Integers beyond the exact range of JSON numbers become text. */
export async function* readRowBatches(
  { tables, signal }: Pick<RunArguments<unknown>, 'tables' | 'signal'>,
  table: TableRef,
): AsyncGenerator<{ rows: Json[]; first: number }> {
  const from = name(tableName(table.id))
  for (let first = 0; first < table.rows; first += batchRows) {
    const select = sql`SELECT * FROM ${from} WHERE rowid >= ${first} AND rowid < ${first + batchRows} ORDER BY rowid`
    const records = await tables.rows(select, { signal })
    yield { rows: records.map(toJsonRow), first }
  }
}

const toJsonRow = (row: Readonly<Record<string, Scalar>>): Json =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, toJsonCell(cell)]))

const toJsonCell = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
