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
 * Kysely over PGlite. PGlite is one session, which executes one statement after the other. Those that stand alone are
 * handed over as they come, so that the next is there when one has been executed; a transaction has the session to itself
 * from its beginning to its end, and what is asked meanwhile waits, in the order of the calls. `script` executes several
 * statements without parameters, as a transaction would; one that they leave broken is rolled back.
 */
export function createPgliteDriver(thread: DatabaseThread): {
  dialect: Dialect
  script(text: string): Promise<Record<string, unknown>[]>
} {
  const session = createSession()
  const driver = createDriver(thread, session)
  return {
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    async script(text) {
      const leave = await session.enter()
      try {
        return (await thread.script<Record<string, unknown>>(text)).rows
      } catch (cause) {
        await thread.script('rollback').catch(() => undefined)
        throw cause
      } finally {
        leave()
      }
    },
  }
}

interface Session {
  /** Settled when nobody who asked before has the session to himself. */
  readonly shared: Promise<void>
  /** Waits for the session, and has it until the answer is called. */
  enter(): Promise<() => void>
}

function createSession(): Session {
  let last: Promise<void> = Promise.resolve()
  return {
    get shared() {
      return last
    },
    async enter() {
      const before = last
      let leave = (): void => {}
      last = new Promise((resolve) => (leave = resolve))
      await before
      return leave
    },
  }
}

/** Of one statement, or of a transaction. */
class SessionConnection implements DatabaseConnection {
  readonly #thread: DatabaseThread
  readonly #session: Session
  #leave: (() => void) | undefined

  constructor(thread: DatabaseThread, session: Session) {
    this.#thread = thread
    this.#session = session
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#leave) await this.#session.shared
    const { rows, affectedRows } = await this.#thread.query<R>(sql, parameters)
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) }
  }

  streamQuery(): never {
    throw new Error('PGlite has no cursors: page by limit and offset.')
  }

  async begin(): Promise<void> {
    this.#leave = await this.#session.enter()
    await this.executeQuery(CompiledQuery.raw('begin'))
  }

  release(): void {
    this.#leave?.()
    this.#leave = undefined
  }
}

function createDriver(thread: DatabaseThread, session: Session): Driver {
  const own = (connection: DatabaseConnection): SessionConnection => {
    if (connection instanceof SessionConnection) return connection
    throw new Error('A connection of another driver.')
  }
  const say = (text: string) => async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(text))
  }
  return {
    async init() {},
    acquireConnection: async () => new SessionConnection(thread, session),
    releaseConnection: async (connection) => own(connection).release(),
    beginTransaction: (connection) => own(connection).begin(),
    commitTransaction: say('commit'),
    rollbackTransaction: say('rollback'),
    destroy: () => thread.close(),
  }
}
