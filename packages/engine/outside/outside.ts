import type { Column, Json } from '@aw-flow/schema'
import type { Egress } from './egress.ts'
import type { EventPublisher } from './events.ts'
import type { HostChecks } from './host-checks.ts'
import type { HostFunctions } from './host-functions.ts'
import type { McpTools } from './mcp-tools.ts'
import type { Models } from './models.ts'
import type { RemoteAgents } from './remote-agents.ts'
import type { WebTools } from './web-tools.ts'

/** A database query. @internal */
export interface DatabaseQuery {
  /** The name of the secret that contains the database URL, such as `postgres://user:password@host/database`. */
  secret: string
  /** A single SQL statement with the parameters `$1`, `$2`, …. */
  statement: string
  /** The parameter values, in order. */
  parameters: readonly Json[]
  /** Whether to run the query in a read-only transaction. */
  isReadOnly: boolean
  /** The maximum number of rows to return. If there are more, the result's `isTruncated` is true. */
  maxRows: number
  /** The timeout in milliseconds. */
  timeoutMs: number
  /** Aborts the query. */
  signal: AbortSignal
}

/** The result of a database query. @internal */
export interface DatabaseResult {
  /** The columns with DuckDB types. */
  columns: Column[]
  /** The values as text that can be cast to the column type; `null` for a missing value. */
  rows: (string | null)[][]
  /** Whether the query had more than `maxRows` rows. */
  isTruncated: boolean
  /** The SQL command, such as SELECT or UPDATE. */
  command: string
  /** The number of rows that the statement changed or returned. */
  count: number
}

/** Queries databases whose URLs are stored as secrets. Rejects with a `NodeError`. @internal */
export interface Databases {
  /** Runs a single statement. */
  query(query: DatabaseQuery): Promise<DatabaseResult>
}

/** An email. @internal */
export interface MailMessage {
  /** The name of the secret that contains the mail server's URL, such as `smtps://user:password@host`. */
  secret: string
  /** The sender's address. */
  from: string
  /** The recipients' addresses. */
  to: readonly string[]
  /** The addresses that receive a copy. */
  cc: readonly string[]
  /** The addresses that receive a blind copy, hidden from other recipients. */
  bcc: readonly string[]
  /** The subject line. */
  subject: string
  /** The body in plain text. */
  text: string
  /** The body in HTML, sent in addition to `text`. */
  html?: string
  /** The attached files. */
  attachments: readonly { name: string; content: Uint8Array }[]
  /** The message id. Messages with the same id are the same message. */
  messageId: string
  /** Aborts sending. */
  signal: AbortSignal
}

/** Sends email. Rejects with a `NodeError`. @internal */
export interface Mail {
  /** Sends an email and returns the recipients that the server accepted and rejected. */
  send(message: MailMessage): Promise<{ accepted: string[]; rejected: string[] }>
}

/**
 * Access to a folder that the host shares with workflows. Paths are relative and cannot lead out of the folder.
 *
 * @internal
 */
export interface Folder {
  /** Opens a file for reading. `size` is in bytes. `chunks` can be read only once. */
  read(path: string, signal: AbortSignal): Promise<{ name: string; size: number; chunks: AsyncIterable<Uint8Array> }>
  /** Atomically writes a file and returns its size in bytes. */
  write(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    options: { overwrite: boolean; signal: AbortSignal },
  ): Promise<number>
}

/** Shows notifications to the user watching the run. @internal */
export interface Notifications {
  /** Shows a notification. */
  show(notification: { title: string; text: string; level: 'info' | 'warning' | 'error' }): Promise<void>
}

/**
 * The external services that a host provides to a run. All of them are optional.
 *
 * @public
 */
export interface ExternalServices {
  /** Sends HTTP requests. */
  egress?: Egress
  /** Queries databases. */
  databases?: Databases
  /** Sends email. */
  mail?: Mail
  /** Reads and writes files in a shared folder. */
  folder?: Folder
  /** Shows notifications to the user watching the run. */
  notifications?: Notifications
  /** Runs table checks that the host has registered. */
  checks?: HostChecks
  /** The language models that a user has granted. */
  models?: Models
  /**
   * Calls registered agents that run outside the host.
   *
   * @beta
   */
  agents?: RemoteAgents
  /**
   * Publishes events in the workspace.
   *
   * @beta
   */
  events?: EventPublisher
  /**
   * Calls tools of MCP servers.
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
  /** Calls host functions on behalf of agents. */
  functions?: HostFunctions
}
