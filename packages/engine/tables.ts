import type { Column, LoadPlan, Problem, TableRef } from '@aw-flow/schema'
import type { LoadedColumn, Regions, Reject, TableFormat } from '@aw-flow/schema/internal'
import type { SourceFile } from './files.ts'
import type { Formats } from './formats.ts'
import { internalPrefix } from './sql/check-statement.ts'
import type { Sql } from './sql/sql.ts'

/**
 * A cell of a small result. Integers are numbers if they can be represented exactly, otherwise bigints. Values of all
 * other types are strings, except booleans and null.
 *
 * @public
 */
export type Scalar = null | boolean | number | bigint | string

/** Options of the methods that create a table. @public */
export interface TableOptions {
  /** The id of the new table. Replaces an existing table with the same id. */
  id: string
  /** Aborts the statement. */
  signal?: AbortSignal
}

/** Options of `Tables.load`. @internal */
export interface LoadOptions extends TableOptions {
  /**
   * Whether the load plan was inferred from samples. If so, loading fails if the content deviates from the samples, for
   * example if it contains bytes in a different encoding (`load.other-encoding`) or JSON records with unknown keys
   * (`load.other-keys`). Otherwise, such bytes become U+FFFD, and such records are rejected.
   */
  isSampled?: boolean
  /** Called with the amount processed so far and the total amount. */
  onProgress?: (processed: number, total: number, unit: 'bytes' | 'rows') => void
}

/** Options of `Tables.query`. @internal */
export interface QueryOptions extends TableOptions {
  /** The tables that the statement may read, keyed by the name under which it reads them. */
  inputs: Readonly<Record<string, TableRef>>
  /** The values that the statement can read as columns of the one-row table `parameters`. */
  parameters?: Readonly<Record<string, Scalar>>
  /** The statement timeout in milliseconds. */
  timeoutMs: number
}

/** An error in a statement, with its position if known. @beta */
export interface StatementError {
  /** The problem to report. */
  problem: Problem
  /** The range of the invalid characters in the statement. `offset` is zero-based. */
  range?: { offset: number; length: number }
}

/** SQL to read a table. @internal */
export interface Relation {
  /** The expression to use after FROM. */
  from: Sql
  /** A hidden column that defines the row order. It is not one of the table's columns. */
  row: Sql
  /** The id of the table, if it is materialized. */
  table?: string
  /** The id of the table, if it is deferred and `from` contains its definition. */
  deferredTable?: string
}

/** A table that maps or filters the rows of another table without changing their order. @internal */
export interface DeferredTable {
  /** The columns of the new table. */
  columns: readonly Column[]
  /** One SQL expression with an alias for each column. The expressions must never fail. */
  cells: readonly Sql[]
  /** The table to read rows from. */
  from: Relation
  /** The row filter. Defaults to all rows. */
  where?: Sql | undefined
  /** The number of rows, if known. Otherwise, the rows are counted. */
  rows?: number | undefined
}

/** The outcome of loading a file, counted over all rows. `records = table.rows + rejects`. @internal */
export interface LoadedTable {
  /** The loaded table. */
  table: TableRef
  /** The columns, with their counts. */
  columns: LoadedColumn[]
  /** The number of rejected records. */
  rejects: number
  /** The first 100 rejected records. */
  rejectSample: Reject[]
  /**
   * The number of short rows that were padded with empty cells. Rows are padded only if more than 4% of all records are
   * short; otherwise, short rows are rejected.
   */
  padded: number
  /** The role of each line in a text file. Absent for formats without lines. */
  regions?: Regions
  /**
   * Present if memory was full before the end of the file. The table then contains only the first records, which take
   * up approximately `bytes` of the file.
   */
  truncation?: { bytes: number; size: number }
}

/**
 * Stores tables, which callers identify by `TableRef`. All implementations (DuckDB-WASM in a worker, DuckDB in Node.js)
 * pass the same conformance suite and return the same results. Rows keep the order in which they were created, in
 * every method that returns rows. Methods reject with the signal's reason when aborted, and with a `TablesError` if the
 * data or the statement is invalid.
 *
 * @public
 */
export interface Tables {
  /** Detects and reads file formats. Also used by `load`. Does not start DuckDB. */
  readonly formats: Formats
  /** Loads a file into a table according to a load plan. */
  load(file: SourceFile, plan: LoadPlan, options: LoadOptions): Promise<LoadedTable>
  /**
   * Creates a table from a SELECT, in the order of the statement. The statement refers to other tables by
   * `tableName(ref.id)`.
   */
  create(select: Sql, options: TableOptions): Promise<TableRef>
  /**
   * Creates a table from a user's statement, which must be a single SELECT that reads only its inputs and `parameters`
   * and calls only functions that compute values. The rows are sorted in a total order. Rejects with a `TablesError` if
   * the statement is not allowed or times out. `problems` lists possible differences between browser and server.
   */
  query(statement: string, options: QueryOptions): Promise<{ table: TableRef; problems: Problem[] }>
  /**
   * Checks a user's statement in the same way as `query`, against inputs that have columns but no rows. Returns
   * `undefined` if `query` would accept the statement, or if the type of a column is not supported here.
   */
  check(
    statement: string,
    options: {
      inputs: Readonly<Record<string, readonly Column[]>>
      parameters?: Readonly<Record<string, Scalar>>
    },
  ): Promise<StatementError | undefined>
  /**
   * Returns the SQL to read a table, whether deferred or materialized. The SQL is valid for a single statement only.
   */
  relation(table: TableRef): Promise<Relation>
  /**
   * Defines a table that is materialized only if it is read by means other than `relation`. Intended for intermediate
   * tables that only the next statement reads. The result is the same as with `create`.
   */
  defer(table: DeferredTable, options: TableOptions): Promise<TableRef>
  /** Returns the columns of a SELECT without running it. */
  describe(select: Sql): Promise<Column[]>
  /** Returns the rows of a small result (at most 10,000), each keyed by column name. */
  rows(select: Sql, options?: { signal?: AbortSignal }): Promise<Record<string, Scalar>[]>
  /**
   * Returns rows `offset` to `offset + limit` of a table, in table order, as an Arrow IPC stream (schema, then
   * batches). If their text exceeds 64 MB, long cells are truncated and end with "…", and an additional last column,
   * `aw:lengths`, contains the original lengths of each row's cells in characters, as a JSON list.
   */
  page(table: TableRef, options: { offset: number; limit: number; signal?: AbortSignal }): Promise<Uint8Array>
  /**
   * Exports a table as CSV, in chunks: UTF-8, with a header, commas, LF line endings, and double quotes where needed.
   * An empty string is written as `""`, and null as an empty cell. Equal tables yield equal bytes everywhere.
   */
  csv(table: TableRef, options?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
  /**
   * Exports a table as a file of the given format, in chunks. Equal tables yield equal content everywhere. Values that
   * have no corresponding type in the format (lists, structs, nanoseconds) are written as text in DuckDB's notation.
   * Rejects with a `TablesError` if the format cannot hold the table, for example a sheet with more than 1,048,575
   * rows.
   */
  write(table: TableRef, format: TableFormat, options?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
  /**
   * Returns the SHA-256 hash of a table's column names, types and rows in order, as hex. Equal tables have equal hashes
   * everywhere. Reads the entire table.
   */
  contentHash(table: TableRef, options?: { signal?: AbortSignal }): Promise<string>
  /** Returns whether a table with this id exists. */
  has(id: string): boolean
  /** Deletes the table with this id, if it exists. */
  drop(id: string): Promise<void>
  /** Deletes all tables and closes the database. */
  close(): Promise<void>
}

/**
 * Returns the name of a table in SQL, unquoted. User statements cannot refer to it.
 *
 * @example
 * sql`SELECT count(*) AS rows FROM ${quoteIdentifier(tableName(table.id))}`
 * @public
 */
export const tableName = (id: string): string => `${internalPrefix}${id}`
