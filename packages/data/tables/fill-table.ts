import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import type { Dialect, PlannedColumn } from '@aw-flow/schema/internal'
import { hiddenColumnName } from './column-list.ts'
import type { DuckDbConnection } from './duckdb-connection.ts'
import { isConversionError } from './duckdb-problem.ts'
import {
  toInvalidText,
  canReaderConvert,
  isTextColumn,
  isUnchangedTextColumn,
  prepareCell,
  toTypedCell,
} from './typed-cell.ts'

export interface FillArguments {
  connection: DuckDbConnection
  plan: LoadPlan
  /** Quoted table name. */
  table: Sql
  /**
   * Name of an additional last column. For a row with an invalid cell, it contains a list with one entry per typed
   * column: the original text if the cell is invalid, otherwise NULL.
   */
  badCellsName: string
  signal: AbortSignal | undefined
}

/** Delimited text for the DuckDB reader to parse. */
export interface DelimitedSource {
  path: string
  dialect: Dialect
  /** Number of lines before the first record. */
  skippedLines: number
  /** Size of the longest record in bytes, or 0 if unknown. */
  maxRecordBytes: number
  /** Maximum number of records to load. If absent, all are loaded. */
  limit?: number
}

/**
 * Fills a table from delimited text. Uses a single pass if the DuckDB reader accepts every cell in the columns that it
 * can convert itself; otherwise, casts every cell from text.
 */
export async function fillFromDelimited(args: FillArguments, source: DelimitedSource): Promise<void> {
  const { plan, signal } = args
  if (plan.columns.some(canReaderConvert)) {
    try {
      return await fillInOnePass(args, source, canReaderConvert)
    } catch (cause) {
      if (signal?.aborted || !isConversionError(cause)) throw cause
    }
  }
  await fillInOnePass(args, source, () => false)
}

/**
 * SQL expressions for one column while its table is filled: the text cell, the typed value and, if needed, the result
 * of `prepareCell`.
 */
interface ColumnExpressions {
  column: PlannedColumn
  cell: Sql
  value: Sql
  isCast: boolean
  preparedExpression?: { text: Sql; name: Sql } | undefined
}

/**
 * Fills the table in one pass.
 *
 * @param isConvertedByReader Selects the columns whose cells DuckDB's reader converts.
 */
async function fillInOnePass(
  { connection, plan, table, badCellsName, signal }: FillArguments,
  source: DelimitedSource,
  isConvertedByReader: (column: PlannedColumn) => boolean,
): Promise<void> {
  const columnExpressions = plan.columns.map((column, index): ColumnExpressions => {
    const cell = quoteIdentifier(`c${index}`)
    if (isConvertedByReader(column) || isUnchangedTextColumn(column))
      return { column, cell, value: cell, isCast: false }
    const text = prepareCell(column, cell)
    const preparedExpression = text && { text, name: quoteIdentifier(`k${index}`) }
    return { column, cell, value: quoteIdentifier(`v${index}`), isCast: true, preparedExpression }
  })
  const typedColumns = columnExpressions.filter(({ column }) => !isTextColumn(column))
  // Keep the condition minimal, because DuckDB first evaluates common subexpressions for all rows.
  const badConditions = typedColumns
    .filter(({ isCast }) => isCast)
    .map(({ cell, value }) => sql`(${value} IS NULL AND ${cell} IS NOT NULL)`)
  const invalidTextExpressions = typedColumns.map(({ column, cell, value, isCast }) =>
    isCast ? toInvalidText(column, cell, value) : sql`NULL`,
  )
  const badCellsList =
    badConditions.length === 0
      ? sql`CAST(NULL AS VARCHAR[])`
      : sql`CASE WHEN ${join(badConditions, ' OR ')} THEN CAST([${invalidTextExpressions}] AS VARCHAR[]) END`
  const outputColumns = columnExpressions.map(({ column, value }) => sql`${value} AS ${quoteIdentifier(column.name)}`)
  const casts = columnExpressions
    .filter(({ isCast }) => isCast)
    .map(
      ({ column, cell, value, preparedExpression: prepared }) =>
        sql`${toTypedCell(column, cell, prepared?.name)} AS ${value}`,
    )
  const cells = columnExpressions.map(({ cell }) => cell)
  const preparedCells = columnExpressions.flatMap(({ preparedExpression: prepared }) =>
    prepared ? [sql`${prepared.text} AS ${prepared.name}`] : [],
  )
  const limit = source.limit === undefined ? sql`` : sql` LIMIT ${source.limit}`
  const types = plan.columns.map((column) => (isConvertedByReader(column) ? column.type : 'VARCHAR'))
  // Each subquery needs memory and time for every column, so omit subqueries that compute nothing.
  const addColumns = (source: Sql, expressions: readonly Sql[]): Sql =>
    expressions.length === 0 ? source : sql`(SELECT ${[...cells, ...expressions]} FROM ${source})`
  const records = addColumns(addColumns(buildReadCsv(source, types), preparedCells), casts)
  await connection.run(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...outputColumns, sql`${badCellsList} AS ${quoteIdentifier(badCellsName)}`]} FROM ${records}${limit}`
      .text,
    { signal },
  )
}

function buildReadCsv({ path, dialect, skippedLines, maxRecordBytes }: DelimitedSource, types: readonly string[]): Sql {
  const columns = types.map((type, index) => sql`${`c${index}`}: ${type}`)
  // If `new_line` is set to CRLF, DuckDB loses the rows after a skipped line. If it is not set to LF, DuckDB detects
  // CRLF inside a quoted first cell.
  const lineEnd = dialect.newline === '\n' ? sql`new_line = '\\n', ` : sql``
  const lineSize = Math.max(2 << 20, maxRecordBytes + 1024)
  return sql`read_csv(${path}, auto_detect = false, header = false, skip = ${skippedLines}, delim = ${dialect.delimiter}, quote = ${dialect.quote}, escape = ${dialect.quote}, ${lineEnd}allow_quoted_nulls = false, strict_mode = true, null_padding = false, max_line_size = ${lineSize}, columns = {${columns}})`
}

/** Creates an empty table with the plan's columns. */
export async function fillEmpty({ connection, plan, table, badCellsName, signal }: FillArguments): Promise<void> {
  const columns =
    plan.columns.length === 0
      ? [sql`CAST(NULL AS VARCHAR) AS ${quoteIdentifier(hiddenColumnName)}`]
      : plan.columns.map(
          (column) => sql`${toTypedCell(column, sql`CAST(NULL AS VARCHAR)`)} AS ${quoteIdentifier(column.name)}`,
        )
  const list = sql`CAST(NULL AS VARCHAR[]) AS ${quoteIdentifier(badCellsName)}`
  await connection.run(sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...columns, list]} LIMIT 0`.text, { signal })
}
