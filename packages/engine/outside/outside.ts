import type { Column, Json } from '@aw-flow/schema'
import type { Egress } from './egress.ts'
import type { EventPublisher } from './events.ts'
import type { HostChecks } from './host-checks.ts'
import type { HostFunctions } from './host-functions.ts'
import type { McpTools } from './mcp-tools.ts'
import type { Models } from './models.ts'
import type { RemoteAgents } from './remote-agents.ts'
import type { WebTools } from './web-tools.ts'

/** A query of a database. @internal */
export interface DatabaseQuery {
  /** The name of the secret with the URL of the database: `postgres://user:password@host/database`. */
  secret: string
  /** One statement; `$1`, `$2`, … are the parameters. */
  statement: string
  /** The values of the parameters, in order. */
  parameters: readonly Json[]
  /** Whether it runs in a read-only transaction. */
  isReadOnly: boolean
  /** The maximum number of rows; `isCut` in the result indicates whether there are more. */
  maxRows: number
  /** The timeout, in ms. */
  timeoutMs: number
  /** Aborts the query. */
  signal: AbortSignal
}

/** The result of a query. @internal */
export interface DatabaseResult {
  /** Columns with DuckDB types. */
  columns: Column[]
  /** Values as text that casts to the column's type; `null` if the value is missing. */
  rows: (string | null)[][]
  /** Whether there are more rows than `maxRows`. */
  isCut: boolean
  /** The command, such as SELECT or UPDATE. */
  command: string
  /** The number of rows that it changed or returned. */
  count: number
}

/** Queries databases, whose URLs are stored as secrets. Rejects with a `NodeError`. @internal */
export interface Databases {
  /** Runs one statement. */
  query(query: DatabaseQuery): Promise<DatabaseResult>
}

/** An email. @internal */
export interface MailMessage {
  /** The name of the secret with the URL of the server: `smtps://user:password@host`. */
  secret: string
  /** The address of the sender. */
  from: string
  /** The addresses of the recipients. */
  to: readonly string[]
  /** The addresses that receive a copy. */
  cc: readonly string[]
  /** The addresses that receive a copy that other recipients cannot see. */
  bcc: readonly string[]
  /** The subject line. */
  subject: string
  /** The body as plain text. */
  text: string
  /** The body as HTML, in addition to `text`. */
  html?: string
  /** The attached files. */
  attachments: readonly { name: string; content: Uint8Array }[]
  /** Messages with equal ids are the same message. */
  messageId: string
  /** Aborts the transmission. */
  signal: AbortSignal
}

/** Sends mail. Returns the accepted and rejected recipients. Rejects with a `NodeError`. @internal */
export interface Mail {
  /** Sends one email. */
  send(message: MailMessage): Promise<{ accepted: string[]; rejected: string[] }>
}

/**
 * Files in a folder that the host shares with workflows. Paths are relative and never leave the folder.
 *
 * @internal
 */
export interface Folder {
  /** Opens a file for reading. `size` is in bytes; `chunks` can be read once. */
  read(path: string, signal: AbortSignal): Promise<{ name: string; size: number; chunks: AsyncIterable<Uint8Array> }>
  /** Writes a file atomically; returns its size in bytes. */
  write(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    options: { overwrite: boolean; signal: AbortSignal },
  ): Promise<number>
}

/** Shows notifications to the user who is watching the run. @internal */
export interface Notifications {
  /** Shows a notification. */
  show(notice: { title: string; text: string; level: 'info' | 'warning' | 'error' }): Promise<void>
}

/**
 * The external services that a host provides to a run; those that are absent are not available.
 *
 * @public
 */
export interface ExternalServices {
  /** HTTP requests. */
  egress?: Egress
  /** Queries of databases. */
  databases?: Databases
  /** Email. */
  mail?: Mail
  /** Files of a shared folder. */
  folder?: Folder
  /** Notifications to the user who is watching the run. */
  notices?: Notifications
  /** Checks of tables that the host registers. */
  checks?: HostChecks
  /** Language models that a user has granted. */
  models?: Models
  /**
   * Registered agents outside the host.
   *
   * @beta
   */
  agents?: RemoteAgents
  /**
   * Events of the workspace.
   *
   * @beta
   */
  events?: EventPublisher
  /**
   * Tools of MCP servers.
   *
   * @beta
   */
  mcp?: McpTools
  /**
   * Searches the web, reads pages, and creates images.
   *
   * @beta
   */
  web?: WebTools
  /** Functions that agents can call. */
  functions?: HostFunctions
}
