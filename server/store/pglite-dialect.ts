import type { PGlite } from '@electric-sql/pglite'
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

/**
 * Kysely over PGlite. PGlite is one connection: whoever holds it (a transaction, say) holds it alone, the others wait
 * in the order of their calls.
 */
export const pgliteDialect = (pglite: PGlite): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => createDriver(pglite),
  createIntrospector: (database) => new PostgresIntrospector(database),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

function createDriver(pglite: PGlite): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affectedRows } = await pglite.query<R>(sql, [...parameters])
      return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) }
    },
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('PGlite has no cursors: page by limit and offset.')
    },
  }
  let free: Promise<void> = Promise.resolve()
  let release = (): void => {}
  const say = (text: string) => async (holder: DatabaseConnection) => {
    await holder.executeQuery(CompiledQuery.raw(text))
  }
  return {
    async init() {
      await pglite.waitReady
    },
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
    destroy: () => pglite.close(),
  }
}
