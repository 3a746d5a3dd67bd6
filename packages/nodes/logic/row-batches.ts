import { name, sql, tableName, type RunArguments, type Scalar } from '@aw-flow/engine'
import type { Json, TableRef } from '@aw-flow/schema'

/** Number of rows read from a table per batch. */
const batchRows = 10_000

/** Yields the rows of a table as JSON, in order. Integers beyond the exact range of JSON numbers become text. */
export async function* readRowBatches(
  { tables, signal }: Pick<RunArguments<unknown>, 'tables' | 'signal'>,
  table: TableRef,
): AsyncGenerator<{ rows: Record<string, Json>[]; first: number }> {
  const from = name(tableName(table.id))
  for (let first = 0; first < table.rows; first += batchRows) {
    const select = sql`SELECT * FROM ${from} WHERE rowid >= ${first} AND rowid < ${first + batchRows} ORDER BY rowid`
    const records = await tables.rows(select, { signal })
    yield { rows: records.map(toJsonRow), first }
  }
}

/** Reads the first rows of a table as JSON, in order. @internal */
export async function readTableRows(
  context: Pick<RunArguments<unknown>, 'tables' | 'signal'>,
  table: TableRef,
  maxRows: number,
): Promise<Readonly<Record<string, Json>>[]> {
  const read: Readonly<Record<string, Json>>[] = []
  for await (const { rows } of readRowBatches(context, table)) {
    read.push(...rows.slice(0, maxRows - read.length))
    if (read.length === maxRows) break
  }
  return read
}

const toJsonRow = (row: Readonly<Record<string, Scalar>>): Record<string, Json> =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, toJsonCell(cell)]))

const toJsonCell = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
