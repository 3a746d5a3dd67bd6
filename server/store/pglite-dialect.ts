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
 * Kysely over PGlite. PGlite is one connection: whoever holds it (a transaction, say) holds it alone, the others wait
 * in the order of their calls. `script` executes several statements without parameters, as whoever holds it would; a
 * transaction that they leave broken is rolled back.
 */
export function createPgliteDriver(thread: DatabaseThread): {
  dialect: Dialect
  script(text: string): Promise<Record<string, unknown>[]>
} {
  const driver = createDriver(thread)
  return {
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    async script(text) {
      const connection = await driver.acquireConnection()
      try {
        return (await thread.script<Record<string, unknown>>(text)).rows
      } catch (cause) {
        await thread.script('rollback').catch(() => undefined)
        throw cause
      } finally {
        await driver.releaseConnection(connection)
      }
    },
  }
}

function createDriver(thread: DatabaseThread): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affectedRows } = await thread.query<R>(sql, parameters)
      return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) }
    },
    streamQuery() {
      throw new Error('PGlite has no cursors: page by limit and offset.')
    },
  }
  let free: Promise<void> = Promise.resolve()
  let release = (): void => {}
  const say = (text: string) => async (holder: DatabaseConnection) => {
    await holder.executeQuery(CompiledQuery.raw(text))
  }
  return {
    async init() {},
    async acquireConnection() {
      const before = free
      let done = (): void => {}
      free = new Promise((resolve) => (done = resolve))
      await before
      release = done
      return connection
    },
    async releaseConnection() {
      release()
    },
    beginTransaction: say('begin'),
    commitTransaction: say('commit'),
    rollbackTransaction: say('rollback'),
    destroy: () => thread.close(),
  }
}
