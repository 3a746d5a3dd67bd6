import {
  name,
  ownPrefix,
  sql,
  tableName,
  TablesError,
  type Formats,
  type Scalar,
  type Sql,
  type Tables,
} from '@aw-flow/engine'
import { canonicalJson, error, reservedNameProblem, type Column, type Problem, type TableRef } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { arrowCells, noColumns, plainCells, shownColumns } from './column-list.ts'
import { csvHeader, csvLine } from './csv-lines.ts'
import { deferTables } from './defer-tables.ts'
import { sentText, type DuckDbConnection, type PlainCell } from './duckdb-connection.ts'
import { toTablesError } from './duckdb-problem.ts'
import { writeTable } from '../writers/write-table.ts'
import { loadFile } from './load-file.ts'
import { checkStatement, findFault, toStatementError } from './query-inputs.ts'
import { scalar } from './plain-rows.ts'

const maxRows = 10_000
/** Rows read per batch: one DuckDB row group. */
const batchRows = 122_880

/** Dependencies of the tables port. */
export interface TablesDependencies {
  connection: DuckDbConnection
  formats: Formats
  /** Returns the compiled Parquet writer. */
  wasm(name: 'parquet'): Promise<WebAssembly.Module>
  /**
   * Called before a user's statement runs if nothing in this thread can interrupt it. The host ends the thread after
   * `timeoutMs` and reports `reason`, unless the returned function is called first.
   */
  watch?(timeoutMs: number, reason: Problem): () => void
}

/**
 * Creates the tables port over a connection; it behaves identically on every platform. Closing it closes the
 * connection.
 *
 * @internal
 */
export function createDuckDbTables({ connection, formats, wasm, watch }: TablesDependencies): Tables {
  const ids = new Set<string>()

  const columnsOf = async (select: Sql): Promise<Column[]> => {
    const described = await connection.rows(
      sql`SELECT ${[sentText(sql`column_name`), sentText(sql`column_type`)]} FROM (DESCRIBE ${select})`.text,
    )
    return shownColumns(described.map(([column, type]) => ({ name: String(column), type: String(type) })))
  }

  const refOf = async (id: string, table: Sql): Promise<TableRef> => {
    const rows = sql`(SELECT count(*) FROM ${table})`
    const described = await connection.rows(
      sql`SELECT ${[sentText(sql`column_name`), sentText(sql`column_type`), rows]} FROM (DESCRIBE ${table})`.text,
    )
    const columns = described.map(([column, type]) => ({ name: String(column), type: String(type) }))
    return { id, columns: shownColumns(columns), rows: Number(described[0]?.[2] ?? 0) }
  }

  const drop = async (id: string): Promise<void> => {
    ids.delete(id)
    await connection.run(sql`DROP TABLE IF EXISTS ${name(tableName(id))}`.text)
  }

  const dropIfExists = async (id: string): Promise<boolean> => {
    if (!ids.has(id)) return false
    await drop(id)
    return true
  }

  let temporaryCount = 0
  /** Fills a temporary table and then replaces the table with this id. */
  const replaceTable = async <T>(
    id: string,
    fill: (table: Sql) => Promise<T>,
  ): Promise<{ table: TableRef; filled: T }> => {
    const temporary = name(`${ownPrefix}temporary ${++temporaryCount}`)
    try {
      const filled = await fill(temporary)
      const table = await refOf(id, temporary)
      const reserved = reservedNameProblem(table.columns)
      if (reserved) throw new TablesError(reserved)
      await drop(id)
      await connection.run(sql`ALTER TABLE ${temporary} RENAME TO ${name(tableName(id))}`.text)
      ids.add(id)
      return { table, filled }
    } finally {
      await connection.run(sql`DROP TABLE IF EXISTS ${temporary}`.text)
    }
  }

  async function* csvBody(
    { id, columns, rows }: TableRef,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    if (columns.length === 0) return
    const [text, table] = [csvLine(columns), name(tableName(id))]
    for (let from = 0; from < rows; from += batchRows) {
      yield* connection.text({ text, table, from, to: from + batchRows }, { signal })
    }
  }

  const csv: Tables['csv'] = async function* (table, options) {
    const signal = options?.signal
    try {
      signal?.throwIfAborted()
      assertExists(table)
      const header = csvHeader(table.columns)
      if (header !== '') yield new TextEncoder().encode(header)
      yield* csvBody(table, signal)
    } catch (cause) {
      throw signal?.aborted ? signal.reason : toTablesError(cause)
    }
  }

  const assertExists = ({ id }: TableRef): void => {
    if (!ids.has(id)) {
      throw new TablesError(error('tables.gone', { table: id }))
    }
  }

  return deferTables({
    formats,

    load: (file, plan, options) =>
      guarded(async () => {
        const { table, filled } = await replaceTable(options.id, (temporary) =>
          loadFile({
            connection,
            formats,
            file,
            plan,
            table: temporary,
            options,
            dropReplaced: () => dropIfExists(options.id),
          }),
        )
        return { table, ...filled }
      }, options.signal),

    create: (select, { id, signal }) =>
      guarded(async () => {
        const { table } = await replaceTable(id, (temporary) =>
          connection.run(sql`CREATE TABLE ${temporary} AS SELECT * FROM ${selectQuery(select)}`.text, { signal }),
        )
        return table
      }, signal),

    async query(statement, { id, signal, limitMs, ...options }) {
      const limit = AbortSignal.timeout(limitMs)
      const anySignal = signal ? AbortSignal.any([signal, limit]) : limit
      const release = watch?.(limitMs, timeoutProblem(limitMs))
      try {
        signal?.throwIfAborted()
        Object.values(options.inputs).forEach(assertExists)
        const { select, problems } = await checkStatement(connection, statement, { ...options, signal: anySignal })
        anySignal.throwIfAborted()
        const { table } = await replaceTable(id, (temporary) =>
          connection.run(sql`CREATE TABLE ${temporary} AS ${select}`.text, { signal: anySignal }),
        )
        return { table, problems }
      } catch (cause) {
        if (signal?.aborted) throw signal.reason
        throw limit.aborted ? new TablesError(timeoutProblem(limitMs), cause) : toStatementError(cause)
      } finally {
        release?.()
      }
    },

    check: (statement, options) => findFault(connection, statement, options),

    describe: (select) => guarded(() => columnsOf(sql`SELECT * FROM ${selectQuery(select)}`)),

    rows: (select, options) =>
      guarded(async () => {
        const columns = await columnsOf(sql`SELECT * FROM ${selectQuery(select)}`)
        if (columns.length === 0) return []
        const found = await connection.rows(
          sql`SELECT ${plainCells(columns)} FROM ${selectQuery(select)} LIMIT ${maxRows + 1}`.text,
          options,
        )
        if (found.length > maxRows) {
          throw new TablesError(error('tables.too-many-rows', { max: maxRows }))
        }
        return found.map((cells) => toRecord(columns, cells))
      }, options?.signal),

    page: (table, { offset, limit, signal }) =>
      guarded(async () => {
        assertExists(table)
        const cells = table.columns.length === 0 ? [name(noColumns)] : arrowCells(table.columns)
        const page = sql`SELECT ${cells} FROM ${name(tableName(table.id))} WHERE rowid >= ${offset} AND rowid < ${offset + limit} ORDER BY rowid`
        return connection.arrow(page.text, { signal })
      }, signal),

    csv,

    async *write(table, format, options) {
      if (format === 'csv') {
        yield* csv(table, options)
        return
      }
      const signal = options?.signal
      try {
        signal?.throwIfAborted()
        assertExists(table)
        yield* writeTable({ connection, table, format, wasm, signal })
      } catch (cause) {
        throw signal?.aborted ? signal.reason : toTablesError(cause)
      }
    },

    contentHash: (table, options) =>
      guarded(async () => {
        assertExists(table)
        const hash = sha256.create()
        hash.update(new TextEncoder().encode(`${canonicalJson(table.columns)}\n${table.rows}\n`))
        for await (const chunk of csvBody(table, options?.signal)) hash.update(chunk)
        return bytesToHex(hash.digest())
      }, options?.signal),

    has: (id) => ids.has(id),
    drop: (id) => guarded(() => drop(id)),
    close: async () => {
      ids.clear()
      await connection.close()
    },
  })
}

const timeoutProblem = (timeoutMs: number): Problem =>
  error('sql.out-of-time', { limit: timeoutMs }, { where: { setting: 'statement' } })

/**
 * A caller's statement as a relation. DuckDB's `query` takes it as text and accepts only a single SELECT, so no text
 * can end the statement early or start another one.
 */
const selectQuery = (select: Sql): Sql => sql`query(${select.text})`

function toRecord(columns: readonly Column[], cells: readonly PlainCell[]): Record<string, Scalar> {
  return Object.fromEntries(
    columns.map(({ name: column, type }, index) => [column, scalar(type, cells[index] ?? null)]),
  )
}

/** Rejects with the signal's reason if it is aborted, and otherwise with a `TablesError`. */
async function guarded<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    signal?.throwIfAborted()
    return await work()
  } catch (cause) {
    throw signal?.aborted ? signal.reason : toTablesError(cause)
  }
}
