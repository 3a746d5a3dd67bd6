import type { Column, Json } from '@aw-flow/schema'
import type { Egress } from './egress.ts'
import type { HostChecks } from './host-checks.ts'

export interface DatabaseQuery {
  /** The secret that holds the connection, as an address: `postgres://user:password@host/database`. */
  secret: string
  /** One statement; `$1`, `$2`, … stand for the parameters. */
  statement: string
  parameters: readonly Json[]
  /** In a transaction that may only read. */
  isReadOnly: boolean
  /** No more rows are taken; the rest is told by `isCut`. */
  mostRows: number
  /** In ms. */
  timeoutMs: number
  signal: AbortSignal
}

export interface DatabaseAnswer {
  /** With DuckDB's types. */
  columns: Column[]
  /** Values as text that casts to the column's type; `null` for no value. */
  rows: (string | null)[][]
  isCut: boolean
  /** What the statement did: SELECT, UPDATE. */
  command: string
  /** Rows that it changed or answered. */
  count: number
}

/** Port: databases by the name of the secret that opens them. Rejects with a `NodeError`. */
export interface Databases {
  query(query: DatabaseQuery): Promise<DatabaseAnswer>
}

export interface MailMessage {
  /** The secret that holds the server, as an address: `smtps://user:password@host`. */
  secret: string
  from: string
  to: readonly string[]
  cc: readonly string[]
  bcc: readonly string[]
  subject: string
  text: string
  html?: string
  attachments: readonly { name: string; content: Uint8Array }[]
  /** Equal ones are the same message. */
  messageId: string
  signal: AbortSignal
}

/** Port: sends mail. Answers who was accepted and who was not. Rejects with a `NodeError`. */
export interface Mail {
  send(message: MailMessage): Promise<{ accepted: string[]; rejected: string[] }>
}

/** Port: files in a folder that the host opens to workflows. Paths are relative and never leave it. */
export interface Folder {
  read(path: string, signal: AbortSignal): Promise<{ name: string; size: number; pieces: AsyncIterable<Uint8Array> }>
  /** Writes a file whole or not at all; answers its size in bytes. */
  write(
    path: string,
    pieces: AsyncIterable<Uint8Array>,
    options: { overwrite: boolean; signal: AbortSignal },
  ): Promise<number>
}

/** Port: tells the person who watches. */
export interface Notices {
  show(notice: { title: string; text: string; level: 'info' | 'warning' | 'error' }): Promise<void>
}

/** The world outside as a host opens it to a run; what is absent cannot be done here. */
export interface Outside {
  egress?: Egress
  databases?: Databases
  mail?: Mail
  folder?: Folder
  notices?: Notices
  checks?: HostChecks
}
