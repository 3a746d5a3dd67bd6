import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Dialect, LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { noColumns } from './column-list.ts'
import type { DuckDbConnection } from './duckdb-connection.ts'
import { badText, isText, typedCell } from './typed-cell.ts'

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
}

/** Fills a table from delimited text in one pass. */
export async function fillFrom(
  { connection, plan, table, badCells, signal }: FillArguments,
  source: DelimitedSource,
): Promise<void> {
  const cells = plan.columns.map((_, index) => name(`c${index}`))
  const values = plan.columns.map((_, index) => name(`v${index}`))
  const at = (list: readonly Sql[], index: number): Sql => list[index] as Sql
  const typed = plan.columns.map((column, index) => ({ column, index })).filter(({ column }) => !isText(column))
  const mayBeBad = typed.map(({ index }) => sql`(${at(values, index)} IS NULL AND ${at(cells, index)} IS NOT NULL)`)
  const texts = typed.map(({ column, index }) => badText(column, at(cells, index), at(values, index)))
  const list =
    typed.length === 0
      ? sql`CAST(NULL AS VARCHAR[])`
      : sql`CASE WHEN ${join(mayBeBad, ' OR ')} THEN CAST([${texts}] AS VARCHAR[]) END`
  const named = plan.columns.map((column, index) => sql`${at(values, index)} AS ${name(column.name)}`)
  const inner = plan.columns.map((column, index) => sql`${typedCell(column, at(cells, index))} AS ${at(values, index)}`)
  await connection.run(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...named, sql`${list} AS ${name(badCells)}`]} FROM (SELECT ${[...cells, ...inner]} FROM ${readCsv(source, plan.columns)})`
      .text,
    { signal },
  )
}

function readCsv({ path, dialect, skip, longest }: DelimitedSource, columns: readonly PlannedColumn[]): Sql {
  const types = columns.map((_, index) => sql`${`c${index}`}: 'VARCHAR'`)
  // Told CRLF, DuckDB loses the rows behind a skipped line; not told LF, it takes CRLF in a first quoted cell for the file's.
  const lineEnd = dialect.newline === '\n' ? sql`new_line = '\\n', ` : sql``
  const lineSize = Math.max(2 << 20, longest + 1024)
  return sql`read_csv(${path}, auto_detect = false, header = false, skip = ${skip}, delim = ${dialect.delimiter}, quote = ${dialect.quote}, escape = ${dialect.quote}, ${lineEnd}allow_quoted_nulls = false, strict_mode = true, null_padding = false, max_line_size = ${lineSize}, columns = {${types}})`
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
