import type { Column, LoadedColumn, LoadPlan, Problem, Regions, Reject, TableFormat, TableRef } from '@aw-flow/schema'
import type { SourceFile } from './files.ts'
import type { Formats } from './formats.ts'
import { ownPrefix } from './sql/check-statement.ts'
import type { Sql } from './sql/sql.ts'

/** A cell as small results carry it: integers as number where exact and as bigint beyond, everything else as text. */
export type Scalar = null | boolean | number | bigint | string

export interface TableOptions {
  /** The new table's identity; a table that exists under this id is replaced. */
  id: string
  signal?: AbortSignal
}

export interface LoadOptions extends TableOptions {
  /**
   * True: the plan was made of samples, and what they did not show is an error: bytes that are not of its encoding
   * (`load.other-encoding`), JSON records with something that no column takes (`load.other-keys`). Absent: such bytes
   * become U+FFFD, such records are rejects.
   */
  isSampled?: boolean
  onProgress?: (done: number, total: number, unit: 'bytes' | 'rows') => void
}

export interface QueryOptions extends TableOptions {
  /** What the statement may read, by the names that it has there. */
  inputs: Readonly<Record<string, TableRef>>
  /** Values that it reads as the columns of the one row of a table `parameters`. */
  parameters?: Readonly<Record<string, Scalar>>
  /** In milliseconds; a statement that takes longer is ended. */
  limitMs: number
}

/** How SQL reads a table. */
export interface Relation {
  /** What stands behind FROM. */
  from: Sql
  /** The column by which its rows are in order; no column of the table. */
  row: Sql
  /** The made table that it is. */
  table?: string
  /** The deferred table whose statement it is. */
  over?: string
}

/** A table whose rows are those of another one, in its order: each as it is, changed, or left out. */
export interface DeferredTable {
  columns: readonly Column[]
  /** A piece of SQL a column, named, that never fails. */
  cells: readonly Sql[]
  from: Relation
  /** Which rows; all, where it is not said. */
  where?: Sql | undefined
  /** How many there are, where that is known; else they are counted. */
  rows?: number | undefined
}

/** A load as it came out, counted over every row. `records = table.rows + rejects`. */
export interface LoadedTable {
  table: TableRef
  columns: LoadedColumn[]
  rejects: number
  /** The first 100. */
  rejectSample: Reject[]
  /**
   * Rows that were shorter than the table and were filled up with empty cells, because more than 4 % of the records are
   * short: the file's habit. Where fewer are, they are rejects.
   */
  padded: number
  /** What each line of a text is; absent for what has no lines. */
  regions?: Regions
  /**
   * Where memory ends before the file does: the table has the first records only, which take so many of the file's
   * bytes, about. Absent: it has all of them.
   */
  memoryEnd?: { bytes: number; size: number }
}

/**
 * Port: tables by reference. One implementation per place (DuckDB-WASM in a worker, DuckDB in Node); all pass one
 * conformance suite and give equal results. Rows have an order, the one in which they were made, and every answer that
 * shows rows keeps it. Methods reject with an `AbortError`-like reason when their signal is aborted, and with a
 * `TablesError` that holds a problem when the data or the statement is at fault.
 */
export interface Tables {
  /** What files hold that are no plain text; `load` reads them by it. Asking it opens no DuckDB. */
  readonly formats: Formats
  /** Reads a file by a plan into a table. */
  load(file: SourceFile, plan: LoadPlan, options: LoadOptions): Promise<LoadedTable>
  /** Makes a table of a SELECT; its rows' order is the statement's. Reads other tables by `tableName(ref.id)`. */
  create(select: Sql, options: TableOptions): Promise<TableRef>
  /**
   * Makes a table of a statement that a person has written. It is one SELECT, reads its inputs and `parameters` and nothing
   * else, calls functions that work out values only, and gives rows in a total order; what it asks for beyond that, or a time
   * beyond its limit, rejects with a `TablesError`. `problems` says what of the result may differ in another place.
   */
  query(statement: string, options: QueryOptions): Promise<{ table: TableRef; problems: Problem[] }>
  /** How SQL reads a table, deferred or made. What it answers holds for one statement. */
  relation(table: TableRef): Promise<Relation>
  /**
   * Answers for a table that nobody may come to look at, of which the next statement reads: it need not be made before
   * somebody asks for it otherwise than by `relation`, and is then what `create` had made of it.
   */
  defer(table: DeferredTable, options: TableOptions): Promise<TableRef>
  /** The columns that a SELECT would give, without running it. */
  describe(select: Sql): Promise<Column[]>
  /** The rows of a small result (at most 10,000), by column name. */
  rows(select: Sql, options?: { signal?: AbortSignal }): Promise<Record<string, Scalar>[]>
  /** Rows `offset` to `offset + limit` of a table in its order, as an Arrow IPC stream (schema, then batches). */
  page(table: TableRef, options: { offset: number; limit: number; signal?: AbortSignal }): Promise<Uint8Array>
  /**
   * The table as CSV in pieces: UTF-8, header first, comma, LF, double quotes where needed; an empty text is `""`, no
   * value is nothing. Equal tables give equal bytes in every place.
   */
  csv(table: TableRef, options?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
  /**
   * The table as a file of a format, in pieces; equal tables give equal content in every place. What a format has no
   * type for (lists, structs, nanoseconds) is text as DuckDB writes it. Rejects with a `TablesError` where the format
   * cannot hold the table (a sheet of more than 1,048,575 rows).
   */
  write(table: TableRef, format: TableFormat, options?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
  /** SHA-256 (hex) over names, types and rows in order; equal for equal tables in every place. Reads the whole table. */
  contentHash(table: TableRef, options?: { signal?: AbortSignal }): Promise<string>
  /** True while a table of this id exists. */
  has(id: string): boolean
  drop(id: string): Promise<void>
  close(): Promise<void>
}

/** The relation under which a table can be read in SQL, as a name to be quoted. No statement of a person’s may name it. */
export const tableName = (id: string): string => `${ownPrefix}${id}`
