import { sql, type SourceFile, type Sql } from '@aw-flow/engine'

/** A cell as a connection hands it out: what a statement's columns were cast to. */
export type PlainCell = null | boolean | number | bigint | string

export interface StatementOptions {
  signal?: AbortSignal | undefined
}

export interface TextRows {
  /** What each row gives: a VARCHAR, never null. */
  text: Sql
  /** A table by its quoted name. */
  table: Sql
  from: number
  to: number
}

/** Bytes that DuckDB can read at `path` until they are released. */
export interface Attachment {
  /** What `read_csv` is told. */
  readonly path: string
  release(): Promise<void>
}

/** Rows that can be read as `relation` until they are released. */
export interface AttachedRows {
  readonly relation: Sql
  release(): Promise<void>
}

/**
 * What the shared half of the tables port needs of a DuckDB, locked down (see `lock-down.ts`). One implementation in
 * the page, one in Node. All reject with the signal's reason when it is aborted, and with DuckDB's own error otherwise.
 * Statements may be run side by side.
 */
export interface DuckDbConnection {
  /** Runs one statement for its effect. */
  run(statement: string, options?: StatementOptions): Promise<void>
  /**
   * A small result. Its columns are BOOLEAN, integers up to BIGINT, DOUBLE, or texts made by `sentText`: cast what is
   * not.
   */
  rows(select: string, options?: StatementOptions): Promise<PlainCell[][]>
  /** The relations that a statement names outside of its WITH, as far as DuckDB tells; none where it cannot be read. */
  tableNames(statement: string): Promise<readonly string[]>
  /** A small result as an Arrow IPC stream. Its columns are of the types that `arrowCells` gives. */
  arrow(select: string, options?: StatementOptions): Promise<Uint8Array>
  /** The UTF-8 of a text per row, one after another in the table's order, of the rows `from` to `to`; in pieces. */
  text(rows: TextRows, options?: StatementOptions): AsyncIterable<Uint8Array>
  /** Makes a file's bytes from `start` on readable, without a copy where the place allows. */
  attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment>
  /** Makes bytes readable that come in pieces. */
  attachBytes(pieces: AsyncIterable<Uint8Array>): Promise<Attachment>
  /** Makes rows readable that come as one whole Arrow IPC stream of carried types (see `carriedType`). */
  attachArrow(stream: Uint8Array): Promise<AttachedRows>
  /**
   * Appends such a stream to a table, by its quoted name, or makes the table of it; its columns are named and typed as
   * DuckDB takes them. Only there where it is faster than reading what `attachArrow` gives.
   */
  insertArrow?(stream: Uint8Array, table: Sql, create: boolean): Promise<void>
  /** True where `read_parquet` is there. */
  readonly readsParquet: boolean
  close(): Promise<void>
}

/**
 * A text on its way through `rows`, which takes the mark off again: the bindings of both places drop a byte order mark
 * that a text begins with.
 */
export const sentText = (text: Sql): Sql => sql`('.' || ${text})`

/** A cell as `rows` gives it, of what the bindings gave. */
export const receivedCell = (cell: PlainCell): PlainCell => (typeof cell === 'string' ? cell.slice(1) : cell)
