import { join, quoteIdentifier, NodeError, sql, tableName, type RunArguments, type Scalar } from '@aw-flow/engine'
import { error, type Json, type TableRef } from '@aw-flow/schema'

/** Number of table rows to read per batch. */
const batchRows = 10_000
/** Maximum total size of the strings in a batch, in bytes. A batch of a single row can be larger. */
const maxBatchBytes = 64_000_000
/** Maximum total size of the strings in a row, or in rows that are read as one value, in bytes. */
const maxValueBytes = 256_000_000

type ReadContext = Pick<RunArguments<unknown>, 'tables' | 'signal' | 'label'>

/** Types whose values are always short, so they are not measured. */
const shortTypes =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DATE|TIME.*|INTERVAL|UUID|DECIMAL\(\d+,\d+\))$/

/** Returns the total size of the strings in a range of rows, in bytes. */
async function measureRows(
  { tables, signal }: Pick<ReadContext, 'tables' | 'signal'>,
  { id, columns }: TableRef,
  firstRow: number,
  count: number,
): Promise<number> {
  const sizes = columns
    .filter(({ type }) => !shortTypes.test(type))
    .map((column) => sql`coalesce(strlen(CAST(${quoteIdentifier(column.name)} AS VARCHAR)), 0)`)
  if (sizes.length === 0) return 0
  const total = sql`CAST(coalesce(sum(${join(sizes, ' + ')}), 0) AS DOUBLE) AS bytes`
  const select = sql`SELECT ${total} FROM ${quoteIdentifier(tableName(id))} WHERE rowid >= ${firstRow} AND rowid < ${firstRow + count}`
  const [row] = await tables.rows(select, { signal })
  return Number(row?.['bytes'])
}

const createTooLargeError = ({ label }: ReadContext, bytes: number): NodeError =>
  new NodeError('permanent', error('rows.value-too-large', { node: label, bytes, max: maxValueBytes }))

/**
 * Checks that a table is small enough to be read as one value.
 *
 * @throws NodeError If the rows are too large.
 */
export async function checkTableSize(context: ReadContext, table: TableRef): Promise<void> {
  const bytes = await measureRows(context, table, 0, table.rows)
  if (bytes > maxValueBytes) throw createTooLargeError(context, bytes)
}

/**
 * Yields the rows of a table as JSON, in order. Integers that JSON numbers cannot represent exactly become strings.
 *
 * @throws NodeError If a row is too large.
 */
export async function* readRowBatches(
  context: ReadContext,
  table: TableRef,
): AsyncGenerator<{ rows: Record<string, Json>[]; firstRow: number }> {
  const { tables, signal } = context
  const relation = quoteIdentifier(tableName(table.id))
  let count = batchRows
  for (let firstRow = 0; firstRow < table.rows; firstRow += count) {
    count = batchRows
    let bytes = await measureRows(context, table, firstRow, count)
    while (bytes > maxBatchBytes && count > 1) {
      count = Math.ceil(count / 8)
      bytes = await measureRows(context, table, firstRow, count)
    }
    if (bytes > maxValueBytes) throw createTooLargeError(context, bytes)
    const select = sql`SELECT * FROM ${relation} WHERE rowid >= ${firstRow} AND rowid < ${firstRow + count} ORDER BY rowid`
    const records = await tables.rows(select, { signal })
    yield { rows: records.map(toJsonRow), firstRow }
  }
}

/** Reads the first rows of a table as JSON, in order. @internal */
export async function readTableRows(
  context: ReadContext,
  table: TableRef,
  maxRows: number,
): Promise<Readonly<Record<string, Json>>[]> {
  const firstRows: Readonly<Record<string, Json>>[] = []
  for await (const { rows } of readRowBatches(context, table)) {
    firstRows.push(...rows.slice(0, maxRows - firstRows.length))
    if (firstRows.length === maxRows) break
  }
  return firstRows
}

const toJsonRow = (row: Readonly<Record<string, Scalar>>): Record<string, Json> =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, toJsonCell(cell)]))

const toJsonCell = (cell: Scalar): Json =>
  typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell
