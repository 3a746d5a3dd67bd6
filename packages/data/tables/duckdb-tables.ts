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
import { checkStatement, toStatementError } from './query-inputs.ts'
import { scalar } from './plain-rows.ts'

const mostRows = 10_000
/** A row group of DuckDB: what is read of a table at once. */
const batchRows = 122_880

/** What the tables port is made over. */
export interface TablesPlace {
  connection: DuckDbConnection
  formats: Formats
  /** The compiled wasm that writes Parquet. */
  wasm(name: 'parquet'): Promise<WebAssembly.Module>
  /**
   * Told before a person's statement is run, where nothing in this thread could end it: whoever can ends the thread `ms` from
   * now, and says why, unless what is answered is called before.
   */
  watch?(ms: number, why: Problem): () => void
}

/** The tables port over a connection, equal in every place. Closing it closes the connection. */
export function createDuckDbTables({ connection, formats, wasm, watch }: TablesPlace): Tables {
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

  const free = async (id: string): Promise<boolean> => {
    if (!ids.has(id)) return false
    await drop(id)
    return true
  }

  let makings = 0
  /** Fills a table beside the one that is known by the id, and puts it in its place when it is whole. */
  const make = async <T>(id: string, fill: (table: Sql) => Promise<T>): Promise<{ table: TableRef; filled: T }> => {
    const making = name(`${ownPrefix}making ${++makings}`)
    try {
      const filled = await fill(making)
      const table = await refOf(id, making)
      const reserved = reservedNameProblem(table.columns)
      if (reserved) throw new TablesError(reserved)
      await drop(id)
      await connection.run(sql`ALTER TABLE ${making} RENAME TO ${name(tableName(id))}`.text)
      ids.add(id)
      return { table, filled }
    } finally {
      await connection.run(sql`DROP TABLE IF EXISTS ${making}`.text)
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
      mustHave(table)
      const header = csvHeader(table.columns)
      if (header !== '') yield new TextEncoder().encode(header)
      yield* csvBody(table, signal)
    } catch (cause) {
      throw signal?.aborted ? signal.reason : toTablesError(cause)
    }
  }

  const mustHave = ({ id }: TableRef): void => {
    if (!ids.has(id)) {
      throw new TablesError(error('tables.gone', { table: id }))
    }
  }

  return deferTables({
    formats,

    load: (file, plan, options) =>
      guarded(async () => {
        const { table, filled } = await make(options.id, (making) =>
          loadFile({ connection, formats, file, plan, table: making, options, free: () => free(options.id) }),
        )
        return { table, ...filled }
      }, options.signal),

    create: (select, { id, signal }) =>
      guarded(async () => {
        const { table } = await make(id, (making) =>
          connection.run(sql`CREATE TABLE ${making} AS SELECT * FROM ${query(select)}`.text, { signal }),
        )
        return table
      }, signal),

    async query(statement, { id, signal, limitMs, ...what }) {
      const limit = AbortSignal.timeout(limitMs)
      const either = signal ? AbortSignal.any([signal, limit]) : limit
      const release = watch?.(limitMs, outOfTime(limitMs))
      try {
        signal?.throwIfAborted()
        Object.values(what.inputs).forEach(mustHave)
        const { select, problems } = await checkStatement(connection, statement, { ...what, signal: either })
        either.throwIfAborted()
        const { table } = await make(id, (making) =>
          connection.run(sql`CREATE TABLE ${making} AS ${select}`.text, { signal: either }),
        )
        return { table, problems }
      } catch (cause) {
        if (signal?.aborted) throw signal.reason
        throw limit.aborted ? new TablesError(outOfTime(limitMs), cause) : toStatementError(cause)
      } finally {
        release?.()
      }
    },

    describe: (select) => guarded(() => columnsOf(sql`SELECT * FROM ${query(select)}`)),

    rows: (select, options) =>
      guarded(async () => {
        const columns = await columnsOf(sql`SELECT * FROM ${query(select)}`)
        if (columns.length === 0) return []
        const found = await connection.rows(
          sql`SELECT ${plainCells(columns)} FROM ${query(select)} LIMIT ${mostRows + 1}`.text,
          options,
        )
        if (found.length > mostRows) {
          throw new TablesError(error('tables.too-many-rows', { max: mostRows }))
        }
        return found.map((cells) => toRecord(columns, cells))
      }, options?.signal),

    page: (table, { offset, limit, signal }) =>
      guarded(async () => {
        mustHave(table)
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
        mustHave(table)
        yield* writeTable({ connection, table, format, wasm, signal })
      } catch (cause) {
        throw signal?.aborted ? signal.reason : toTablesError(cause)
      }
    },

    contentHash: (table, options) =>
      guarded(async () => {
        mustHave(table)
        const hash = sha256.create()
        hash.update(new TextEncoder().encode(`${canonicalJson(table.columns)}\n${table.rows}\n`))
        for await (const piece of csvBody(table, options?.signal)) hash.update(piece)
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

const outOfTime = (ms: number): Problem => error('sql.out-of-time', { limit: ms }, { where: { setting: 'statement' } })

/**
 * A statement from outside as a relation. DuckDB's own `query` takes it as text, and refuses what is not one SELECT: no
 * text can end it early or begin another statement.
 */
const query = (select: Sql): Sql => sql`query(${select.text})`

function toRecord(columns: readonly Column[], cells: readonly PlainCell[]): Record<string, Scalar> {
  return Object.fromEntries(
    columns.map(({ name: column, type }, index) => [column, scalar(type, cells[index] ?? null)]),
  )
}

/** Rejects with the signal's reason once it is aborted, and otherwise with a `TablesError`. */
async function guarded<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    signal?.throwIfAborted()
    return await work()
  } catch (cause) {
    throw signal?.aborted ? signal.reason : toTablesError(cause)
  }
}
