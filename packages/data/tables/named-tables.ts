import { quoteIdentifier, internalPrefix, sql, tableName, TablesError, type Sql } from '@aw-flow/engine'
import { error, type Column, type TableRef } from '@aw-flow/schema'
import { createReservedNameProblem } from '@aw-flow/schema/internal'
import { omitHiddenColumn } from './column-list.ts'
import { toCsvLine, type formatCsvHeader } from './csv-lines.ts'
import { protectText, type DuckDbConnection } from './duckdb-connection.ts'
import { toTablesError } from './duckdb-problem.ts'

/** Number of rows to read per batch: one DuckDB row group. */
const rowsPerBatch = 122_880

/** How a table is written as CSV. */
interface CsvForm {
  formatHeader: typeof formatCsvHeader
  formatLine: typeof toCsvLine
}

/** The tables of a connection, by id. */
export type NamedTables = ReturnType<typeof createNamedTables>

export function createNamedTables(connection: DuckDbConnection) {
  const ids = new Set<string>()

  const describeColumns = async (select: Sql): Promise<Column[]> => {
    const description = await connection.queryRows(
      sql`SELECT ${[protectText(sql`column_name`), protectText(sql`column_type`)]} FROM (DESCRIBE ${select})`.text,
    )
    return omitHiddenColumn(description.map(([column, type]) => ({ name: String(column), type: String(type) })))
  }

  const describeTable = async (id: string, table: Sql): Promise<TableRef> => {
    const rowCount = sql`(SELECT count(*) FROM ${table})`
    const description = await connection.queryRows(
      sql`SELECT ${[protectText(sql`column_name`), protectText(sql`column_type`), rowCount]} FROM (DESCRIBE ${table})`
        .text,
    )
    const columns = description.map(([column, type]) => ({ name: String(column), type: String(type) }))
    return { id, columns: omitHiddenColumn(columns), rows: Number(description[0]?.[2] ?? 0) }
  }

  const drop = async (id: string): Promise<void> => {
    ids.delete(id)
    await connection.run(sql`DROP TABLE IF EXISTS ${quoteIdentifier(tableName(id))}`.text)
  }

  const dropIfExists = async (id: string): Promise<boolean> => {
    if (!ids.has(id)) return false
    await drop(id)
    return true
  }

  let temporaryCount = 0
  const replaceTable = async <T>(
    id: string,
    fill: (table: Sql) => Promise<T>,
  ): Promise<{ table: TableRef; result: T }> => {
    const temporaryTable = quoteIdentifier(`${internalPrefix}temporary ${++temporaryCount}`)
    try {
      const result = await fill(temporaryTable)
      const table = await describeTable(id, temporaryTable)
      const reservedProblem = createReservedNameProblem(table.columns)
      if (reservedProblem) throw new TablesError(reservedProblem)
      await drop(id)
      await connection.run(sql`ALTER TABLE ${temporaryTable} RENAME TO ${quoteIdentifier(tableName(id))}`.text)
      ids.add(id)
      return { table, result }
    } finally {
      await connection.run(sql`DROP TABLE IF EXISTS ${temporaryTable}`.text)
    }
  }

  async function* streamCsvBody(
    { id, columns, rows }: TableRef,
    signal: AbortSignal | undefined,
    formatLine = toCsvLine,
  ): AsyncGenerator<Uint8Array> {
    if (columns.length === 0) return
    const [lineExpression, table] = [formatLine(columns), quoteIdentifier(tableName(id))]
    for (let startRow = 0; startRow < rows; startRow += rowsPerBatch) {
      yield* connection.streamText(
        { text: lineExpression, table, startRow, endRow: startRow + rowsPerBatch },
        { signal },
      )
    }
  }

  async function* streamCsv(
    table: TableRef,
    signal: AbortSignal | undefined,
    { formatHeader, formatLine }: CsvForm,
  ): AsyncGenerator<Uint8Array> {
    try {
      signal?.throwIfAborted()
      assertExists(table)
      const headerText = formatHeader(table.columns)
      if (headerText !== '') yield new TextEncoder().encode(headerText)
      yield* streamCsvBody(table, signal, formatLine)
    } catch (cause) {
      throw signal?.aborted ? signal.reason : toTablesError(cause)
    }
  }

  const assertExists = ({ id }: TableRef): void => {
    if (!ids.has(id)) {
      throw new TablesError(error('tables.missing', { table: id }))
    }
  }

  return {
    ids,
    describeColumns,
    /** Fills a temporary table, which then replaces the table with this id. */
    replaceTable,
    drop,
    /** Drops the table if it exists. Returns whether it did. */
    dropIfExists,
    /** @throws {TablesError} If the table does not exist. */
    assertExists,
    /** Reads the lines of a table without the header. */
    streamCsvBody,
    streamCsv,
  }
}
