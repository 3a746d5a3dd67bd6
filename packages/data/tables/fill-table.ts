import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Dialect, LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { hiddenColumnName } from './column-list.ts'
import type { DuckDbConnection } from './duckdb-connection.ts'
import { isConversionError } from './duckdb-problem.ts'
import { toInvalidText, canReadTyped, isText, isUnchanged, prepareCell, toTypedCell } from './typed-cell.ts'

export interface FillArguments {
  connection: DuckDbConnection
  plan: LoadPlan
  /** The quoted name of the table. */
  table: Sql
  /**
   * The name of an additional last column. For a row with an invalid cell, it contains a list with one entry per typed
   * column: NULL or the original text.
   */
  badCells: string
  signal: AbortSignal | undefined
}

/** Delimited text that the DuckDB reader parses. */
export interface DelimitedSource {
  path: string
  dialect: Dialect
  skip: number
  /** The size of the longest record in bytes, if known; 0 otherwise. */
  maxRecordBytes: number
  /** The maximum number of records to load. Default: all. */
  limit?: number
}

/**
 * Fills a table from delimited text: in one pass if the DuckDB reader accepts every cell of the columns that it can
 * type itself, otherwise by casting every cell from text.
 */
export async function fillFromDelimited(args: FillArguments, source: DelimitedSource): Promise<void> {
  const { plan, signal } = args
  if (plan.columns.some(canReadTyped)) {
    try {
      return await fillTyped(args, source, canReadTyped)
    } catch (cause) {
      if (signal?.aborted || !isConversionError(cause)) throw cause
    }
  }
  await fillTyped(args, source, () => false)
}

/** A column during loading: the names of its text cell, its value and its prepared expression. */
interface FilledColumn {
  column: PlannedColumn
  cell: Sql
  value: Sql
  isCast: boolean
  prepared?: { text: Sql; name: Sql } | undefined
}

/**
 * Fills the table in one pass.
 *
 * @param isTyped Selects the columns that DuckDB's reader converts to their type.
 */
async function fillTyped(
  { connection, plan, table, badCells, signal }: FillArguments,
  source: DelimitedSource,
  isTyped: (column: PlannedColumn) => boolean,
): Promise<void> {
  const filledColumns = plan.columns.map((column, index): FilledColumn => {
    const cell = name(`c${index}`)
    if (isTyped(column) || isUnchanged(column)) return { column, cell, value: cell, isCast: false }
    const text = prepareCell(column, cell)
    const prepared = text && { text, name: name(`k${index}`) }
    return { column, cell, value: name(`v${index}`), isCast: true, prepared }
  })
  const typedColumns = filledColumns.filter(({ column }) => !isText(column))
  // The condition is minimal because DuckDB first evaluates common subexpressions for all rows.
  const badConditions = typedColumns
    .filter(({ isCast }) => isCast)
    .map(({ cell, value }) => sql`(${value} IS NULL AND ${cell} IS NOT NULL)`)
  const badTexts = typedColumns.map(({ column, cell, value, isCast }) =>
    isCast ? toInvalidText(column, cell, value) : sql`NULL`,
  )
  const badCellsList =
    badConditions.length === 0
      ? sql`CAST(NULL AS VARCHAR[])`
      : sql`CASE WHEN ${join(badConditions, ' OR ')} THEN CAST([${badTexts}] AS VARCHAR[]) END`
  const outputColumns = filledColumns.map(({ column, value }) => sql`${value} AS ${name(column.name)}`)
  const casts = filledColumns
    .filter(({ isCast }) => isCast)
    .map(({ column, cell, value, prepared }) => sql`${toTypedCell(column, cell, prepared?.name)} AS ${value}`)
  const cells = filledColumns.map(({ cell }) => cell)
  const preparedCells = filledColumns.flatMap(({ prepared }) =>
    prepared ? [sql`${prepared.text} AS ${prepared.name}`] : [],
  )
  const limit = source.limit === undefined ? sql`` : sql` LIMIT ${source.limit}`
  const types = plan.columns.map((column) => (isTyped(column) ? column.type : 'VARCHAR'))
  // Each subquery takes memory and time for every column, so those that compute nothing are omitted.
  const addCells = (from: Sql, added: readonly Sql[]): Sql =>
    added.length === 0 ? from : sql`(SELECT ${[...cells, ...added]} FROM ${from})`
  const records = addCells(addCells(readCsv(source, types), preparedCells), casts)
  await connection.run(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...outputColumns, sql`${badCellsList} AS ${name(badCells)}`]} FROM ${records}${limit}`
      .text,
    { signal },
  )
}

function readCsv({ path, dialect, skip, maxRecordBytes }: DelimitedSource, types: readonly string[]): Sql {
  const columns = types.map((type, index) => sql`${`c${index}`}: ${type}`)
  // With `new_line` set to CRLF, DuckDB loses the rows after a skipped line; without LF, it detects CRLF from a quoted
  // first cell.
  const lineEnd = dialect.newline === '\n' ? sql`new_line = '\\n', ` : sql``
  const lineSize = Math.max(2 << 20, maxRecordBytes + 1024)
  return sql`read_csv(${path}, auto_detect = false, header = false, skip = ${skip}, delim = ${dialect.delimiter}, quote = ${dialect.quote}, escape = ${dialect.quote}, ${lineEnd}allow_quoted_nulls = false, strict_mode = true, null_padding = false, max_line_size = ${lineSize}, columns = {${columns}})`
}

/** Creates an empty table with the plan's columns. */
export async function fillEmpty({ connection, plan, table, badCells, signal }: FillArguments): Promise<void> {
  const columns =
    plan.columns.length === 0
      ? [sql`CAST(NULL AS VARCHAR) AS ${name(hiddenColumnName)}`]
      : plan.columns.map((column) => sql`${toTypedCell(column, sql`CAST(NULL AS VARCHAR)`)} AS ${name(column.name)}`)
  const list = sql`CAST(NULL AS VARCHAR[]) AS ${name(badCells)}`
  await connection.run(sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...columns, list]} LIMIT 0`.text, { signal })
}
