import { sql, type SourceFile, type Sql } from '@aw-flow/engine'

/** A cell of a small result. @internal */
export type PlainCell = null | boolean | number | bigint | string

/** @internal */
export interface StatementOptions {
  signal?: AbortSignal | undefined
}

/** @internal */
export interface TextRows {
  /** The text of each row: a VARCHAR expression, never null. */
  text: Sql
  /** The quoted name of the table. */
  table: Sql
  from: number
  to: number
}

/** Bytes that DuckDB can read at `path` until they are released. @internal */
export interface Attachment {
  /** The path for `read_csv`. */
  readonly path: string
  release(): Promise<void>
}

/** Rows that can be read as `relation` until they are released. */
export interface AttachedRows {
  readonly relation: Sql
  release(): Promise<void>
}

/**
 * The operations of a locked-down DuckDB (see `lock-down.ts`) that the shared part of the tables port needs. There is
 * one implementation for the browser and one for Node. All methods reject with the reason of the signal when it is
 * aborted, and with the DuckDB error otherwise. Statements may run concurrently.
 *
 * @internal
 */
export interface DuckDbConnection {
  /** Runs a statement and ignores its result. */
  run(statement: string, options?: StatementOptions): Promise<void>
  /**
   * Returns a small result. Its columns must be BOOLEAN, integers up to BIGINT, DOUBLE, or text protected by
   * `protectText`; cast all others.
   */
  queryRows(select: string, options?: StatementOptions): Promise<PlainCell[][]>
  /**
   * Returns the relations that a statement names outside its WITH clause, if DuckDB reports them; none if it
   * cannot parse the statement.
   */
  findTableNames(statement: string): Promise<readonly string[]>
  /** Returns a small result as an Arrow IPC stream. Its columns must have the types that `toArrowCells` produces. */
  queryArrow(select: string, options?: StatementOptions): Promise<Uint8Array>
  /** Yields the UTF-8 text of the rows from `from` to `to` in the order of the table. */
  streamText(range: TextRows, options?: StatementOptions): AsyncIterable<Uint8Array>
  /** Makes the bytes of a file from `start` readable, without a copy if possible. */
  attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment>
  /** Makes streamed bytes readable. */
  attachBytes(chunks: AsyncIterable<Uint8Array>): Promise<Attachment>
  /** Makes the rows of a complete Arrow IPC stream of transfer types (see `toTransferType`) readable. */
  attachArrow(stream: Uint8Array): Promise<AttachedRows>
  /**
   * Appends a complete Arrow IPC stream to a table, identified by its quoted name; with `shouldCreate`, creates the table
   * from it. DuckDB chooses names and types of the columns. Implemented only where it is faster than reading the relation
   * of `attachArrow`.
   */
  insertArrow?(stream: Uint8Array, table: Sql, shouldCreate: boolean): Promise<void>
  /** True if `read_parquet` is available. */
  readonly readsParquet: boolean
  close(): Promise<void>
}

/**
 * Protects text that passes through `queryRows`: the bindings of both platforms drop a leading byte order mark, so a
 * leading character is added here and removed by `unprotectCell`.
 */
export const protectText = (text: Sql): Sql => sql`('.' || ${text})`

/** Restores a cell that was protected by `protectText`. */
export const unprotectCell = (cell: PlainCell): PlainCell => (typeof cell === 'string' ? cell.slice(1) : cell)
