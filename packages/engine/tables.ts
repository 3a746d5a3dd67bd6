import type { Column, LoadedColumn, LoadPlan, Problem, Regions, Reject, TableFormat, TableRef } from '@aw-flow/schema'
import type { SourceFile } from './files.ts'
import type { Formats } from './formats.ts'
import { internalPrefix } from './sql/check-statement.ts'
import type { Sql } from './sql/sql.ts'

/**
 * A cell of a small result: integers are numbers if exact, otherwise bigints; other types are strings.
 *
 * @public
 */
export type Scalar = null | boolean | number | bigint | string

/** Options of methods that create a table. @public */
export interface TableOptions {
  /** The id of the new table; an existing table with this id is replaced. */
  id: string
  /** Aborts the statement. */
  signal?: AbortSignal
}

/** Options of `Tables.load`. @internal */
export interface LoadOptions extends TableOptions {
  /**
   * True if the plan was made from samples: content that differs from them is then an error, such as bytes in a
   * different encoding (`load.other-encoding`) or JSON records with unknown keys (`load.other-keys`). Otherwise such
   * bytes become U+FFFD, and such records are rejected.
   */
  isSampled?: boolean
  /** Receives the completed and the total amount. */
  onProgress?: (done: number, total: number, unit: 'bytes' | 'rows') => void
}

/** Options of `Tables.query`. @internal */
export interface QueryOptions extends TableOptions {
  /** The tables that the statement may read, by name. */
  inputs: Readonly<Record<string, TableRef>>
  /** Values that it reads as columns of the one-row table `parameters`. */
  parameters?: Readonly<Record<string, Scalar>>
  /** The timeout of the statement, in ms. */
  limitMs: number
}

/** An error in a statement, with the position of the faulty characters if it is known. @beta */
export interface StatementError {
  /** The problem. */
  problem: Problem
  /** The faulty characters of the statement: the first one, from 0, and their number. */
  place?: { offset: number; length: number }
}

/** The SQL that reads a table. @internal */
export interface Relation {
  /** The expression after FROM. */
  from: Sql
  /** The hidden column that orders the rows; not a column of the table. */
  row: Sql
  /** The materialized table. */
  table?: string
  /** The deferred table that the statement defines. */
  deferredTable?: string
}

/** A table that maps or filters the rows of another table, in the same order. @internal */
export interface DeferredTable {
  /** The columns of the new table. */
  columns: readonly Column[]
  /** One SQL expression with an alias per column. The expressions must never fail. */
  cells: readonly Sql[]
  /** The table whose rows are read. */
  from: Relation
  /** The filter of the rows. Default: all. */
  where?: Sql | undefined
  /** The number of rows, if known; otherwise they are counted. */
  rows?: number | undefined
}

/** The outcome of a load, counted over all rows. `records = table.rows + rejects`. @internal */
export interface LoadedTable {
  /** The loaded table. */
  table: TableRef
  /** The columns with their counts. */
  columns: LoadedColumn[]
  /** The number of rejected records. */
  rejects: number
  /** The first 100 rejects. */
  rejectSample: Reject[]
  /**
   * The number of rows that were shorter than the table and were padded with empty cells, because more than 4% of the
   * records are short. If fewer are, they are rejects.
   */
  padded: number
  /** The role of every line in a text file. Absent for formats without lines. */
  regions?: Regions
  /**
   * Set if memory was full before the end of the file: the table has the first records only, which take approximately
   * `bytes` of the file.
   */
  memoryEnd?: { bytes: number; size: number }
}

/**
 * Tables by reference. The implementations (DuckDB-WASM in a worker, DuckDB in Node) pass one conformance suite and
 * return the same results. Rows are ordered by creation, and every method that returns rows keeps this order. Methods
 * reject with the reason of their signal when aborted, and with a `TablesError` if the data or the statement is
 * invalid.
 *
 * @public
 */
export interface Tables {
  /** Detects and reads file formats, also for `load`. Using it does not start DuckDB. */
  readonly formats: Formats
  /** Loads a file into a table according to a load plan. */
  load(file: SourceFile, plan: LoadPlan, options: LoadOptions): Promise<LoadedTable>
  /** Creates a table from a SELECT in the order of the statement. It reads other tables by `tableName(ref.id)`. */
  create(select: Sql, options: TableOptions): Promise<TableRef>
  /**
   * Creates a table from a user statement: one SELECT that reads only its inputs and `parameters` and calls only
   * functions that compute values. The rows get a total order. Anything else, or a timeout, rejects with a
   * `TablesError`. `problems` lists possible differences between page and server.
   */
  query(statement: string, options: QueryOptions): Promise<{ table: TableRef; problems: Problem[] }>
  /**
   * Checks a user statement as `query` does, against inputs that have these columns but no rows. Returns
   * `undefined` if `query` would accept it, or if the type of a column is not supported here.
   */
  check(
    statement: string,
    options: {
      inputs: Readonly<Record<string, readonly Column[]>>
      parameters?: Readonly<Record<string, Scalar>>
    },
  ): Promise<StatementError | undefined>
  /** Returns the SQL that reads a table, deferred or materialized. The result is valid for one statement. */
  relation(table: TableRef): Promise<Relation>
  /**
   * Defines a table that is materialized only when it is read other than through `relation`, for intermediate tables
   * that only the next statement reads. The result is the same as with `create`.
   */
  defer(table: DeferredTable, options: TableOptions): Promise<TableRef>
  /** Returns the columns of a SELECT without running it. */
  describe(select: Sql): Promise<Column[]>
  /** Returns the rows of a small result (at most 10,000), by column name. */
  rows(select: Sql, options?: { signal?: AbortSignal }): Promise<Record<string, Scalar>[]>
  /**
   * Returns rows `offset` to `offset + limit` of a table in its order, as an Arrow IPC stream (schema, then batches).
   * If their text has more than 64 MB, long cells are truncated and end with "…", and a last column `aw:lengths`
   * contains the lengths of the cells of each row in characters, as a JSON list.
   */
  page(table: TableRef, options: { offset: number; limit: number; signal?: AbortSignal }): Promise<Uint8Array>
  /**
   * Returns the table as CSV in chunks: UTF-8, header, commas, LF, double quotes where needed; an empty string is `""`,
   * null is empty. Equal tables result in equal bytes everywhere.
   */
  csv(table: TableRef, options?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
  /**
   * Returns the table as a file of a format, in chunks; equal tables result in equal content everywhere. Values without
   * a type in the format (lists, structs, nanoseconds) become text as DuckDB formats it. Rejects with a `TablesError`
   * if the format cannot contain the table, such as a sheet with more than 1,048,575 rows.
   */
  write(table: TableRef, format: TableFormat, options?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
  /**
   * Returns the SHA-256 of names, types and rows in order, in hex; equal for equal tables everywhere. Reads the
   * entire table.
   */
  contentHash(table: TableRef, options?: { signal?: AbortSignal }): Promise<string>
  /** Returns whether a table with this id exists. */
  has(id: string): boolean
  /** Deletes a table. Has no effect if no table has this id. */
  drop(id: string): Promise<void>
  /** Deletes all tables and closes the database. */
  close(): Promise<void>
}

/**
 * Returns the name of a table in SQL, unquoted. User statements cannot use it.
 *
 * @example
 * sql`SELECT count(*) AS rows FROM ${name(tableName(table.id))}`
 * @public
 */
export const tableName = (id: string): string => `${internalPrefix}${id}`
