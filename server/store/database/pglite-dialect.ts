import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { DatabaseThread } from './database-thread.ts'

/**
 * Creates the Kysely dialect for PGlite, whose single session executes one statement at a time. Single statements are
 * sent without waiting for the previous one. A transaction has exclusive use of the session until it ends; meanwhile,
 * other statements wait in call order. `runScript` executes several statements without parameters as a transaction and
 * rolls back on failure. Statements sent through a workspace's dialect can access only that workspace.
 */
export function createPgliteDriver(thread: DatabaseThread): {
  dialect: Dialect
  createWorkspaceDialect(workspace: string): Dialect
  runScript(text: string): Promise<Record<string, unknown>[]>
} {
  const session = createSession()
  return {
    dialect: createDialect(createDriver(thread, session)),
    createWorkspaceDialect: (workspace) => createDialect(createDriver(thread, session, workspace)),
    async runScript(text) {
      const unlock = await session.lock()
      try {
        return (await thread.runScript<Record<string, unknown>>(text)).rows
      } catch (cause) {
        await thread.runScript('rollback').catch(() => undefined)
        throw cause
      } finally {
        unlock()
      }
    },
  }
}

const createDialect = (driver: Driver): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driver,
  createIntrospector: (database) => new PostgresIntrospector(database),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

type Session = ReturnType<typeof createSession>

function createSession() {
  let lastUse: Promise<void> = Promise.resolve()
  return {
    /** Resolves when all exclusive uses requested so far have ended. */
    get whenUnlocked(): Promise<void> {
      return lastUse
    },
    /** Waits for exclusive use of the session. Resolves with a function that releases the session. */
    async lock(): Promise<() => void> {
      const previous = lastUse
      let unlock = (): void => {}
      lastUse = new Promise((resolve) => (unlock = resolve))
      await previous
      return unlock
    },
  }
}

/** A Kysely connection, used for one statement or one transaction. */
class SessionConnection implements DatabaseConnection {
  readonly #thread: DatabaseThread
  readonly #session: Session
  readonly #workspace: string | undefined
  #unlock: (() => void) | undefined
  /** Number of ends of the database when the transaction began. */
  #endCount = 0

  constructor(thread: DatabaseThread, session: Session, workspace: string | undefined) {
    this.#thread = thread
    this.#session = session
    this.#workspace = workspace
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#unlock) await this.#session.whenUnlocked
    // The database, opened again, would execute the statement without its transaction.
    else if (this.#endCount !== this.#thread.endCount) throw createLostTransactionError()
    const { rows, affectedRows } = await this.#thread.query<R>(sql, parameters, this.#workspace)
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) }
  }

  streamQuery(): never {
    throw new Error('PGlite does not support cursors. Use limit and offset instead.')
  }

  async begin(): Promise<void> {
    this.#unlock = await this.#session.lock()
    this.#endCount = this.#thread.endCount
    await this.executeQuery(CompiledQuery.raw('begin'))
  }

  release(): void {
    this.#unlock?.()
    this.#unlock = undefined
  }
}

/** Has the code of a lost connection, so that callers try the whole transaction again. */
const createLostTransactionError = (): Error =>
  Object.assign(new Error('The database ended during the transaction.'), { code: '57P02' })

function createDriver(thread: DatabaseThread, session: Session, workspace?: string): Driver {
  const toSessionConnection = (connection: DatabaseConnection): SessionConnection => {
    if (connection instanceof SessionConnection) return connection
    throw new Error('The connection belongs to a different driver.')
  }
  const execute = (text: string) => async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(text))
  }
  return {
    async init() {},
    acquireConnection: async () => new SessionConnection(thread, session, workspace),
    releaseConnection: async (connection) => toSessionConnection(connection).release(),
    beginTransaction: (connection) => toSessionConnection(connection).begin(),
    commitTransaction: execute('commit'),
    rollbackTransaction: execute('rollback'),
    destroy: () => (workspace === undefined ? thread.close() : Promise.resolve()),
  }
}
