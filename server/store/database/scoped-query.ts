import pg from 'pg'
import { scopeStatementName, toWorkspaceParameters } from './row-security.ts'

/** The methods of pg's connection that a query calls. The package has no types for them. */
interface Connection {
  bind(options: { statement: string; portal: string; values: readonly string[] }): void
  execute(options: { portal: string; rows: number }): void
}

/** The methods of pg's query that this module extends. The package has no types for them. */
interface QueryMethods {
  prepare(connection: Connection): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: Connection): void
}

const Query = pg.Query as unknown as new (
  config: pg.QueryConfig,
  callback: (error: Error | null, result: pg.QueryResult) => void,
) => pg.Submittable & QueryMethods

/**
 * Sets the role and workspace of a connection and executes a statement with parameters, in one message: most statements
 * are for another workspace than the previous one of their connection, and would need two round trips each.
 *
 * Both are one implicit transaction. If setting fails, the statement is not executed; if the statement fails, the
 * previous role and workspace return (https://www.postgresql.org/docs/current/protocol-flow.html, "Extended Query").
 */
class ScopedQuery extends Query {
  /** Whether the next result is the statement's. */
  #isScopeSet = false
  #workspace: string | undefined

  constructor(
    workspace: string | undefined,
    config: pg.QueryConfig,
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(config, callback)
    this.#workspace = workspace
  }

  override prepare(connection: Connection): void {
    connection.bind({ statement: scopeStatementName, portal: '', values: toWorkspaceParameters(this.#workspace) })
    connection.execute({ portal: '', rows: 0 })
    super.prepare(connection)
  }

  override handleDataRow(message: unknown): void {
    if (this.#isScopeSet) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#isScopeSet) super.handleCommandComplete(message, connection)
    this.#isScopeSet = true
  }
}

/**
 * Executes a statement with parameters in a workspace. The connection must have prepared the statement that sets the
 * workspace. After a failure, the connection's workspace is the previous one.
 */
export const queryInWorkspace = (
  client: pg.ClientBase,
  workspace: string | undefined,
  config: pg.QueryConfig,
): Promise<pg.QueryResult> =>
  new Promise((resolve, reject) => {
    client.query(new ScopedQuery(workspace, config, (error, result) => (error ? reject(error) : resolve(result))))
  })
