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
 * in the order of their calls.
 */
export const pgliteDialect = (thread: DatabaseThread): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => createDriver(thread),
  createIntrospector: (database) => new PostgresIntrospector(database),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

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
