import { name, sql, tableName, type RunArguments, type Scalar } from '@aw-flow/engine'
import type { Json, TableRef } from '@aw-flow/schema'

/** Number of rows read from a table per batch. */
const batchRows = 10_000

/** The rows of a table as JSON, in order. Integers beyond the exact range of JSON numbers become texts. */
export async function* rowBatches(
  { tables, signal }: Pick<RunArguments<unknown>, 'tables' | 'signal'>,
  table: TableRef,
): AsyncGenerator<{ rows: Json[]; first: number }> {
  const from = name(tableName(table.id))
  for (let first = 0; first < table.rows; first += batchRows) {
    const select = sql`SELECT * FROM ${from} WHERE rowid >= ${first} AND rowid < ${first + batchRows} ORDER BY rowid`
    const found = await tables.rows(select, { signal })
    yield { rows: found.map(plainRow), first }
  }
}

const plainRow = (row: Readonly<Record<string, Scalar>>): Json =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, plainCell(cell)]))

const plainCell = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
