import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Dialect, LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { noColumns } from './column-list.ts'
import type { DuckDbConnection } from './duckdb-connection.ts'
import { badText, isReadTyped, isText, prepareCell, typedCell } from './typed-cell.ts'

export interface FillArguments {
  connection: DuckDbConnection
  plan: LoadPlan
  /** By its quoted name. */
  table: Sql
  /**
   * The name of a last column: for a row with a cell that did not become a value, a list with an entry a typed column,
   * NULL or the text.
   */
  badCells: string
  signal: AbortSignal | undefined
}

/** Text in which DuckDB's own reader finds the records. */
export interface DelimitedSource {
  path: string
  dialect: Dialect
  skip: number
  /** The longest record in bytes, where it is known. */
  longest: number
  /** No more than so many records are taken; absent: all. */
  limit?: number
}

/**
 * Fills a table from delimited text, in one pass where DuckDB's reader takes every cell that it can type itself, and
 * otherwise with every cell looked at as text.
 */
export async function fillFrom(args: FillArguments, source: DelimitedSource): Promise<void> {
  const { plan, signal } = args
  if (plan.columns.some(isReadTyped)) {
    try {
      return await fillTyped(args, source, isReadTyped)
    } catch (cause) {
      if (signal?.aborted || !isConversion(cause)) throw cause
    }
  }
  await fillTyped(args, source, () => false)
}

const isConversion = (cause: unknown): boolean =>
  cause instanceof Error && cause.message.includes('Error when converting column')

/** A column on its way: the names of its cell as text, of its value, and of what is made once of its cell. */
interface FilledColumn {
  column: PlannedColumn
  cell: Sql
  value: Sql
  isCast: boolean
  prepared?: { text: Sql; name: Sql } | undefined
}

/** @param isTyped True for columns that are given their type while they are read. */
async function fillTyped(
  { connection, plan, table, badCells, signal }: FillArguments,
  source: DelimitedSource,
  isTyped: (column: PlannedColumn) => boolean,
): Promise<void> {
  const parts = plan.columns.map((column, index): FilledColumn => {
    const cell = name(`c${index}`)
    if (isTyped(column)) return { column, cell, value: cell, isCast: false }
    const text = prepareCell(column, cell)
    const prepared = text && { text, name: name(`k${index}`) }
    return { column, cell, value: name(`v${index}`), isCast: true, prepared }
  })
  const typed = parts.filter(({ column }) => !isText(column))
  // No more is asked of each row: what is asked twice, DuckDB works out for all rows first.
  const mayBeBad = typed
    .filter(({ isCast }) => isCast)
    .map(({ cell, value }) => sql`(${value} IS NULL AND ${cell} IS NOT NULL)`)
  const texts = typed.map(({ column, cell, value, isCast }) => (isCast ? badText(column, cell, value) : sql`NULL`))
  const list =
    mayBeBad.length === 0
      ? sql`CAST(NULL AS VARCHAR[])`
      : sql`CASE WHEN ${join(mayBeBad, ' OR ')} THEN CAST([${texts}] AS VARCHAR[]) END`
  const named = parts.map(({ column, value }) => sql`${value} AS ${name(column.name)}`)
  const cast = parts
    .filter(({ isCast }) => isCast)
    .map(({ column, cell, value, prepared }) => sql`${typedCell(column, cell, prepared?.name)} AS ${value}`)
  const cells = parts.map(({ cell }) => cell)
  const prepared = parts.flatMap(({ prepared: one }) => (one ? [sql`${one.text} AS ${one.name}`] : []))
  const limit = source.limit === undefined ? sql`` : sql` LIMIT ${source.limit}`
  const types = plan.columns.map((column) => (isTyped(column) ? column.type : 'VARCHAR'))
  await connection.run(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...named, sql`${list} AS ${name(badCells)}`]} FROM (SELECT ${[...cells, ...cast]} FROM (SELECT ${[...cells, ...prepared]} FROM ${readCsv(source, types)}))${limit}`
      .text,
    { signal },
  )
}

function readCsv({ path, dialect, skip, longest }: DelimitedSource, types: readonly string[]): Sql {
  const columns = types.map((type, index) => sql`${`c${index}`}: ${type}`)
  // Told CRLF, DuckDB loses the rows behind a skipped line; not told LF, it takes CRLF in a first quoted cell for the file's.
  const lineEnd = dialect.newline === '\n' ? sql`new_line = '\\n', ` : sql``
  const lineSize = Math.max(2 << 20, longest + 1024)
  return sql`read_csv(${path}, auto_detect = false, header = false, skip = ${skip}, delim = ${dialect.delimiter}, quote = ${dialect.quote}, escape = ${dialect.quote}, ${lineEnd}allow_quoted_nulls = false, strict_mode = true, null_padding = false, max_line_size = ${lineSize}, columns = {${columns}})`
}

/** A table of the plan's columns and no rows. */
export async function fillEmpty({ connection, plan, table, badCells, signal }: FillArguments): Promise<void> {
  const columns =
    plan.columns.length === 0
      ? [sql`CAST(NULL AS VARCHAR) AS ${name(noColumns)}`]
      : plan.columns.map((column) => sql`${typedCell(column, sql`CAST(NULL AS VARCHAR)`)} AS ${name(column.name)}`)
  const list = sql`CAST(NULL AS VARCHAR[]) AS ${name(badCells)}`
  await connection.run(sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...columns, list]} LIMIT 0`.text, { signal })
}
