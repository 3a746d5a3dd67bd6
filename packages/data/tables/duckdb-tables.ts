import {
  quoteIdentifier,
  internalPrefix,
  sql,
  tableName,
  TablesError,
  type Formats,
  type Scalar,
  type Sql,
  type Tables,
} from '@aw-flow/engine'
import { error, type Column, type Problem, type TableRef } from '@aw-flow/schema'
import { toCanonicalJson, createReservedNameProblem } from '@aw-flow/schema/internal'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { toPlainExpressions, omitHiddenColumn } from './column-list.ts'
import { formatCsvHeader, toCsvLine, formatExcelHeader, toExcelLine } from './csv-lines.ts'
import { deferTables } from './defer-tables.ts'
import { protectText, type DuckDbConnection, type PlainCell } from './duckdb-connection.ts'
import { toTablesError } from './duckdb-problem.ts'
import { writeTable } from '../writers/write-table.ts'
import { loadFile } from './load-file.ts'
import { checkStatement, findStatementError, toStatementError } from './check-statement.ts'
import { readPage } from './read-page.ts'
import { toScalar } from './to-scalar.ts'

const maxRows = 10_000
/** Number of rows to read per batch: one DuckDB row group. */
const rowsPerBatch = 122_880

/** Dependencies of the tables port. */
export interface TablesDependencies {
  connection: DuckDbConnection
  formats: Formats
  /** Loads the compiled Parquet writer. */
  loadWasm(name: 'parquet'): Promise<WebAssembly.Module>
  /**
   * Called before a user statement is run or checked, if nothing in this thread can interrupt it. The host must
   * terminate the thread after `timeoutMs` and report `reason`, unless the returned function is called first.
   */
  startWatchdog?(timeoutMs: number, reason: Problem, statement: string): () => void
}

/**
 * Maximum duration of a check, in ms. DuckDB evaluates constants, such as the format passed to `strftime`, while
 * binding a statement, so a check can take as long as running the statement.
 */
const checkTimeoutMs = 5_000

/**
 * Creates the tables port on a connection. It behaves identically on every platform. Closing the port also closes the
 * connection.
 *
 * @internal
 */
export function createDuckDbTables({ connection, formats, loadWasm, startWatchdog }: TablesDependencies): Tables {
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
  /** Fills a temporary table, which then replaces the table with this id. */
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
    { formatHeader, formatLine }: { formatHeader: typeof formatCsvHeader; formatLine: typeof toCsvLine },
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

  const csv: Tables['csv'] = (table, options) =>
    streamCsv(table, options?.signal, { formatHeader: formatCsvHeader, formatLine: toCsvLine })

  const assertExists = ({ id }: TableRef): void => {
    if (!ids.has(id)) {
      throw new TablesError(error('tables.missing', { table: id }))
    }
  }

  return deferTables({
    formats,

    load: (file, plan, options) =>
      runGuarded(async () => {
        const { table, result } = await replaceTable(options.id, (temporaryTable) =>
          loadFile({
            connection,
            formats,
            file,
            plan,
            table: temporaryTable,
            options,
            dropReplacedTable: () => dropIfExists(options.id),
          }),
        )
        return { table, ...result }
      }, options.signal),

    create: (select, { id, signal }) =>
      runGuarded(async () => {
        const { table } = await replaceTable(id, (temporaryTable) =>
          connection.run(sql`CREATE TABLE ${temporaryTable} AS SELECT * FROM ${selectQuery(select)}`.text, { signal }),
        )
        return table
      }, signal),

    async query(statement, { id, signal, timeoutMs, ...options }) {
      const timeoutSignal = AbortSignal.timeout(timeoutMs)
      const combinedSignal = signal ? AbortSignal.any([signal, timeoutSignal]) : timeoutSignal
      const stopWatchdog = startWatchdog?.(timeoutMs, createTimeoutProblem(timeoutMs), statement)
      try {
        signal?.throwIfAborted()
        Object.values(options.inputs).forEach(assertExists)
        const { select, problems } = await checkStatement(connection, statement, { ...options, signal: combinedSignal })
        combinedSignal.throwIfAborted()
        const { table } = await replaceTable(id, (temporaryTable) =>
          connection.run(sql`CREATE TABLE ${temporaryTable} AS ${select}`.text, { signal: combinedSignal }),
        )
        return { table, problems }
      } catch (cause) {
        if (signal?.aborted) throw signal.reason
        throw timeoutSignal.aborted ? new TablesError(createTimeoutProblem(timeoutMs), cause) : toStatementError(cause)
      } finally {
        stopWatchdog?.()
      }
    },

    async check(statement, options) {
      const stopWatchdog = startWatchdog?.(checkTimeoutMs, createCheckTimeoutProblem(), statement)
      try {
        return await findStatementError(connection, statement, {
          ...options,
          signal: AbortSignal.timeout(checkTimeoutMs),
        })
      } finally {
        stopWatchdog?.()
      }
    },

    describe: (select) => runGuarded(() => describeColumns(sql`SELECT * FROM ${selectQuery(select)}`)),

    rows: (select, options) =>
      runGuarded(async () => {
        const columns = await describeColumns(sql`SELECT * FROM ${selectQuery(select)}`)
        if (columns.length === 0) return []
        const resultRows = await connection.queryRows(
          sql`SELECT ${toPlainExpressions(columns)} FROM ${selectQuery(select)} LIMIT ${maxRows + 1}`.text,
          options,
        )
        if (resultRows.length > maxRows) {
          throw new TablesError(error('tables.too-many-rows', { max: maxRows }))
        }
        return resultRows.map((cells) => toRecord(columns, cells))
      }, options?.signal),

    page: (table, { offset, limit, signal }) =>
      runGuarded(async () => {
        assertExists(table)
        return readPage(connection, table, { offset, limit }, { signal })
      }, signal),

    csv,

    async *write(table, format, options) {
      if (format === 'csv') {
        yield* csv(table, options)
        return
      }
      if (format === 'csv-excel') {
        yield* streamCsv(table, options?.signal, { formatHeader: formatExcelHeader, formatLine: toExcelLine })
        return
      }
      const signal = options?.signal
      try {
        signal?.throwIfAborted()
        assertExists(table)
        yield* writeTable({ connection, table, format, loadWasm, signal })
      } catch (cause) {
        throw signal?.aborted ? signal.reason : toTablesError(cause)
      }
    },

    contentHash: (table, options) =>
      runGuarded(async () => {
        assertExists(table)
        const hash = sha256.create()
        hash.update(new TextEncoder().encode(`${toCanonicalJson(table.columns)}\n${table.rows}\n`))
        for await (const chunk of streamCsvBody(table, options?.signal)) hash.update(chunk)
        return bytesToHex(hash.digest())
      }, options?.signal),

    has: (id) => ids.has(id),
    drop: (id) => runGuarded(() => drop(id)),
    close: async () => {
      ids.clear()
      await connection.close()
    },
  })
}

const createTimeoutProblem = (timeoutMs: number): Problem =>
  error('sql.out-of-time', { limit: timeoutMs }, { where: { setting: 'statement' } })

const createCheckTimeoutProblem = (): Problem =>
  error('sql.out-of-time.check', { limit: checkTimeoutMs }, { where: { setting: 'statement' } })

/**
 * Returns a caller's statement as a relation. DuckDB's `query` takes the statement as text and accepts only a single
 * SELECT, so the text cannot end the statement early or start a second one.
 */
const selectQuery = (select: Sql): Sql => sql`query(${select.text})`

function toRecord(columns: readonly Column[], cells: readonly PlainCell[]): Record<string, Scalar> {
  return Object.fromEntries(
    columns.map(({ name: column, type }, index) => [column, toScalar(type, cells[index] ?? null)]),
  )
}

/** Calls `work`. If it fails, rejects with the signal's reason if aborted, and with a `TablesError` otherwise. */
async function runGuarded<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    signal?.throwIfAborted()
    return await work()
  } catch (cause) {
    throw signal?.aborted ? signal.reason : toTablesError(cause)
  }
}
