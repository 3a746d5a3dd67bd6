import type { SourceFile } from '@aw-flow/engine'

/** A cell as a connection hands it out: what a statement's columns were cast to. */
export type PlainCell = null | boolean | number | bigint | string

export interface StatementOptions {
  signal?: AbortSignal | undefined
}

/** Bytes that DuckDB can read at `path` until they are released. */
export interface Attachment {
  /** What `read_csv` is told. */
  readonly path: string
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
  /** A small result. Its columns are BOOLEAN, integers up to BIGINT, DOUBLE or VARCHAR: cast what is not. */
  rows(select: string, options?: StatementOptions): Promise<PlainCell[][]>
  /** A small result as an Arrow IPC stream. Its columns are of the types that `arrowCell` gives. */
  arrow(select: string, options?: StatementOptions): Promise<Uint8Array>
  /** A result of one VARCHAR column without nulls: the UTF-8 of all its rows, one after another, in pieces. */
  text(select: string, options?: StatementOptions): AsyncIterable<Uint8Array>
  /** Makes a file's bytes from `start` on readable, without a copy where the place allows. */
  attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment>
  /** Makes bytes readable that come in pieces. */
  attachBytes(pieces: AsyncIterable<Uint8Array>): Promise<Attachment>
  close(): Promise<void>
}
