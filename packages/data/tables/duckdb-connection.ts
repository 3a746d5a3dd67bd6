import { sql, type SourceFile, type Sql } from '@aw-flow/engine'

/** A cell in a small result. @internal */
export type PlainCell = null | boolean | number | bigint | string

/** @internal */
export interface StatementOptions {
  signal?: AbortSignal | undefined
}

/** @internal */
export interface TextRows {
  /** Text of each row: a VARCHAR expression that is never null. */
  text: Sql
  /** Quoted table name. */
  table: Sql
  /** 0-based index of the first row, and of the row after the last one. */
  startRow: number
  endRow: number
}

/** Bytes that DuckDB can read at `path` until they are released. @internal */
export interface Attachment {
  /** Path to pass to `read_csv`. */
  readonly path: string
  release(): Promise<void>
}

/** Rows that can be read through `relation` until they are released. */
export interface AttachedRows {
  readonly relation: Sql
  release(): Promise<void>
}

/**
 * Operations on a locked-down DuckDB (see `lock-down.ts`) that the platform-independent part of the tables port needs.
 * There is one implementation for the browser and one for Node.js. Methods reject with the signal's reason if it is
 * aborted, otherwise with the DuckDB error. Statements may run concurrently.
 *
 * @internal
 */
export interface DuckDbConnection {
  /** Runs a statement and ignores its result. */
  run(statement: string, options?: StatementOptions): Promise<void>
  /**
   * Returns a small result. Its columns must be BOOLEAN, integers up to BIGINT, DOUBLE, or text protected by
   * `protectText`; all others must be cast.
   */
  queryRows(select: string, options?: StatementOptions): Promise<PlainCell[][]>
  /**
   * Returns the relations that a statement names outside its WITH clause, if DuckDB reports them. Returns an empty
   * list if DuckDB cannot parse the statement.
   */
  findTableNames(statement: string): Promise<readonly string[]>
  /** Returns a small result as an Arrow IPC stream. Column types must be those that `toArrowExpressions` produces. */
  queryArrow(select: string, options?: StatementOptions): Promise<Uint8Array>
  /** Yields the UTF-8 text of a range of rows, in table order. */
  streamText(range: TextRows, options?: StatementOptions): AsyncIterable<Uint8Array>
  /** Makes the bytes of a file from `start` onward readable, without copying them if possible. */
  attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment>
  /** Makes streamed bytes readable. */
  attachBytes(chunks: AsyncIterable<Uint8Array>): Promise<Attachment>
  /**
   * Makes the rows of a complete Arrow IPC stream readable. The columns must have transfer types (see
   * `toTransferType`).
   */
  attachArrow(stream: Uint8Array): Promise<AttachedRows>
  /**
   * Appends a complete Arrow IPC stream to the table with the given quoted name or, with `shouldCreate`, creates the
   * table from it. DuckDB chooses the names and types of the columns. Implemented only where this is faster than
   * reading the relation that `attachArrow` returns.
   */
  insertArrow?(stream: Uint8Array, table: Sql, shouldCreate: boolean): Promise<void>
  /** Whether `read_parquet` is available. */
  readonly canReadParquet: boolean
  close(): Promise<void>
}

/**
 * Protects text that passes through `queryRows`. The bindings of both platforms drop a leading byte order mark, so this
 * adds a leading character, which `unprotectCell` removes.
 */
export const protectText = (text: Sql): Sql => sql`('.' || ${text})`

/** Restores a cell that `protectText` protected. */
export const unprotectCell = (cell: PlainCell): PlainCell => (typeof cell === 'string' ? cell.slice(1) : cell)
