import type { Column, Json } from '@aw-flow/schema'
import type { Egress } from './egress.ts'
import type { HostChecks } from './host-checks.ts'

/** @internal */
export interface DatabaseQuery {
  /** The name of the secret with the URL of the database: `postgres://user:password@host/database`. */
  secret: string
  /** One statement; `$1`, `$2`, … are the parameters. */
  statement: string
  parameters: readonly Json[]
  /** Whether it runs in a read-only transaction. */
  isReadOnly: boolean
  /** The maximum number of rows; `isCut` in the result indicates whether there are more. */
  maxRows: number
  /** In ms. */
  timeoutMs: number
  signal: AbortSignal
}

/** @internal */
export interface DatabaseAnswer {
  /** Columns with DuckDB types. */
  columns: Column[]
  /** Values as text that casts to the column's type; `null` if the value is missing. */
  rows: (string | null)[][]
  isCut: boolean
  /** The command, such as SELECT or UPDATE. */
  command: string
  /** The number of rows that it changed or returned. */
  count: number
}

/** Port: queries databases, whose URLs are stored as secrets. Rejects with a `NodeError`. @internal */
export interface Databases {
  query(query: DatabaseQuery): Promise<DatabaseAnswer>
}

/** @internal */
export interface MailMessage {
  /** The name of the secret with the URL of the server: `smtps://user:password@host`. */
  secret: string
  from: string
  to: readonly string[]
  cc: readonly string[]
  bcc: readonly string[]
  subject: string
  text: string
  html?: string
  attachments: readonly { name: string; content: Uint8Array }[]
  /** Messages with equal ids are the same message. */
  messageId: string
  signal: AbortSignal
}

/** Port: sends mail. Returns the accepted and rejected recipients. Rejects with a `NodeError`. @internal */
export interface Mail {
  send(message: MailMessage): Promise<{ accepted: string[]; rejected: string[] }>
}

/**
 * Port: files in a folder that the host shares with workflows. Paths are relative and never leave the folder.
 *
 * @internal
 */
export interface Folder {
  read(path: string, signal: AbortSignal): Promise<{ name: string; size: number; pieces: AsyncIterable<Uint8Array> }>
  /** Writes a file, completely or not at all; returns its size in bytes. */
  write(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    options: { overwrite: boolean; signal: AbortSignal },
  ): Promise<number>
}

/** Port: shows notifications to the person watching the run. @internal */
export interface Notices {
  show(notice: { title: string; text: string; level: 'info' | 'warning' | 'error' }): Promise<void>
}

/**
 * The outside world that a host provides to a run; absent ports are not available.
 *
 * @public
 */
export interface Outside {
  egress?: Egress
  databases?: Databases
  mail?: Mail
  folder?: Folder
  notices?: Notices
  checks?: HostChecks
}
