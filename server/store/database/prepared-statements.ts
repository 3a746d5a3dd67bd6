import type pg from 'pg'
import { scopeStatementName, setWorkspaceStatement, toWorkspaceParameters } from './row-security.ts'
import { queryInWorkspace } from './scoped-query.ts'

/** Number of uses after which a statement is prepared. */
const minUses = 3
/** Maximum number of prepared statements. */
const maxPreparedStatements = 200
/** Maximum length of a prepared statement, in characters. */
const maxStatementLength = 8_000
/** Number of uses after which a prepared statement is planned again for the first time. */
const firstReplanUses = 100

interface NamedStatement {
  name: string
  useCount: number
  /** Number of uses at which the statement gets its next name. */
  replanAtUses: number
}

/**
 * Creates the cache of prepared statements. A named statement is parsed and planned once per connection instead of on
 * every execution. For short statements, parsing and planning account for most of the cost.
 *
 * PostgreSQL keeps a named statement's plan until the statistics of its tables change, which takes a minute or more.
 * For a table with few rows, the plan reads all of them, so it must not remain in use while the table grows.
 */
export function createPreparedStatements() {
  const useCounts = new Map<string, number>()
  const namedStatements = new Map<string, NamedStatement>()
  const excludedStatements = new Set<string>()
  let lastNameNumber = 0
  return {
    /**
     * Returns the query for a statement. Once the statement has been used often enough to be prepared, the query has a
     * name. The name changes whenever the number of uses reaches the next power of ten, so that the statement is planned
     * again.
     */
    toQuery(text: string, values: readonly unknown[]): pg.QueryConfig {
      const statement = namedStatements.get(text)
      if (statement) {
        if (++statement.useCount >= statement.replanAtUses) {
          statement.name = `aw_${++lastNameNumber}`
          statement.replanAtUses *= 10
        }
        return { name: statement.name, text, values: [...values] }
      }
      if (
        values.length > 0 &&
        text.length <= maxStatementLength &&
        namedStatements.size < maxPreparedStatements &&
        !excludedStatements.has(text)
      ) {
        const count = (useCounts.get(text) ?? 0) + 1
        if (count >= minUses) {
          namedStatements.set(text, { name: `aw_${++lastNameNumber}`, useCount: count, replanAtUses: firstReplanUses })
          useCounts.delete(text)
        } else {
          useCounts.set(text, count)
          if (useCounts.size > 1000) useCounts.delete(useCounts.keys().next().value!)
        }
      }
      return { text, values: [...values] }
    },
    /** Stops preparing a statement. */
    exclude(text: string): void {
      namedStatements.delete(text)
      excludedStatements.add(text)
    },
  }
}

/** The methods of a connection that Kysely and this module use. */
interface PreparedClient {
  query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  release(failure?: Error): void
}

/** A connection that can be limited to a workspace. */
interface ScopedClient extends PreparedClient {
  /** Limits subsequent statements to a workspace; `undefined` gives access to all workspaces. */
  setWorkspace(workspace: string | undefined): void
}

/** Wraps a pool so that its connections use prepared statements and can be limited to a workspace. */
export function createPreparedPool(pool: pg.Pool): {
  /** Returns a connection with access to one workspace or, by default, all of them. */
  connect(workspace?: string): Promise<PreparedClient>
  /** Executes a statement, or several statements without values, with access to all workspaces. */
  query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  end(): Promise<void>
} {
  const statements = createPreparedStatements()
  const scopedClients = new WeakMap<pg.PoolClient, ScopedClient>()
  const wrap = (client: pg.PoolClient): ScopedClient => {
    let isInTransaction = false
    let isScopePrepared = false
    let wantedWorkspace: string | undefined
    /** The workspace that is set on the connection; `null` if a failure has left it open. */
    let currentWorkspace: string | undefined | null
    const setWorkspace = async (): Promise<void> => {
      const values = toWorkspaceParameters(wantedWorkspace)
      currentWorkspace = null
      await client.query({ name: scopeStatementName, text: setWorkspaceStatement, values })
      isScopePrepared = true
      currentWorkspace = wantedWorkspace
    }
    const execute = async (config: pg.QueryConfig): Promise<pg.QueryResult> => {
      if (wantedWorkspace === currentWorkspace) return client.query(config)
      if (isScopePrepared && config.values?.length) {
        currentWorkspace = null
        const result = await queryInWorkspace(client, wantedWorkspace, config)
        currentWorkspace = wantedWorkspace
        return result
      }
      await setWorkspace()
      return client.query(config)
    }
    return {
      async query(text, values) {
        if (!values?.length) {
          if (/^\s*(begin|start transaction)\b/i.test(text)) isInTransaction = true
          else if (/^\s*(commit|rollback)\s*;?$/i.test(text)) isInTransaction = false
          return execute({ text })
        }
        try {
          return await execute(statements.toQuery(text, values))
        } catch (cause) {
          // A stale plan means that another process has altered a table since the statement was prepared.
          if (!isStalePlanError(cause)) throw cause
          statements.exclude(text)
          if (isInTransaction) throw cause
          return execute({ text, values: [...values] })
        }
      },
      release: (failure) => client.release(failure),
      setWorkspace: (workspace) => void (wantedWorkspace = workspace),
    }
  }
  const connect = async (workspace?: string): Promise<PreparedClient> => {
    const client = await pool.connect()
    const scopedClient = scopedClients.get(client) ?? wrap(client)
    scopedClients.set(client, scopedClient)
    scopedClient.setWorkspace(workspace)
    return scopedClient
  }
  return {
    connect,
    async query(text, values) {
      const client = await connect()
      try {
        return await client.query(text, values)
      } finally {
        client.release()
      }
    },
    end: () => pool.end(),
  }
}

const isStalePlanError = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '0A000' && /cached plan/.test(cause.message)
