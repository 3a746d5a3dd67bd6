import { sql, TablesError, type Formats, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import { error, type Column, type Problem, type TableRef } from '@aw-flow/schema'
import { toCanonicalJson, type TableFormat } from '@aw-flow/schema/internal'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { toPlainExpressions } from './column-list.ts'
import { formatCsvHeader, toCsvLine, formatExcelHeader, toExcelLine } from './csv-lines.ts'
import { deferTables } from './defer-tables.ts'
import type { DuckDbConnection, PlainCell } from './duckdb-connection.ts'
import { toTablesError } from './duckdb-problem.ts'
import { writeTable } from '../writers/write-table.ts'
import { loadFile } from './load-file.ts'
import { checkStatement, findStatementError, toStatementError } from './check-statement.ts'
import { createNamedTables, type NamedTables } from './named-tables.ts'
import { readPage } from './read-page.ts'
import { toScalar } from './to-scalar.ts'

const maxRows = 10_000

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
  const named = createNamedTables(connection)
  const { ids, describeColumns, replaceTable, drop, dropIfExists, assertExists, streamCsvBody } = named
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

    csv: (table, options) => named.streamCsv(table, options?.signal, plainCsv),

    write: (table, format, options) => writeNamedTable({ connection, loadWasm, named }, table, format, options?.signal),

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

const plainCsv = { formatHeader: formatCsvHeader, formatLine: toCsvLine }
const excelCsv = { formatHeader: formatExcelHeader, formatLine: toExcelLine }

async function* writeNamedTable(
  { connection, loadWasm, named }: Pick<TablesDependencies, 'connection' | 'loadWasm'> & { named: NamedTables },
  table: TableRef,
  format: TableFormat,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (format === 'csv' || format === 'csv-excel') {
    yield* named.streamCsv(table, signal, format === 'csv' ? plainCsv : excelCsv)
    return
  }
  try {
    signal?.throwIfAborted()
    named.assertExists(table)
    yield* writeTable({ connection, table, format, loadWasm, signal })
  } catch (cause) {
    throw signal?.aborted ? signal.reason : toTablesError(cause)
  }
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
