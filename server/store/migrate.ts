import { NodeError } from '@aw-flow/engine'
import { error as problemOf } from '@aw-flow/schema'
import { CompiledQuery, Migrator, NO_MIGRATIONS } from 'kysely'
import { databaseMigrations } from './migrations/index.ts'
import type { OpenedDatabase } from './open-database.ts'

/** Of the lock that is held while a PostgreSQL database is changed; any number that nobody else uses. */
const migrationLock = '6022140761'

/**
 * Brings the database to the newest migration, or to the one that is named (`none`: to before the first). Several
 * processes that do so at once take turns; all but the first find it done. Throws `NodeError` where a newer version has
 * been there: what it has changed is not known here.
 */
export async function migrate(opened: OpenedDatabase, target?: string): Promise<void> {
  const work = async (): Promise<void> => {
    await refuseNewer(opened)
    const migrator = new Migrator({ db: opened.database, provider: databaseMigrations })
    const { error } =
      target === undefined
        ? await migrator.migrateToLatest()
        : await migrator.migrateTo(target === 'none' ? NO_MIGRATIONS : target)
    if (error !== undefined) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`The database could not be brought to ${target ?? 'the newest version'}: ${reason}`, {
        cause: error,
      })
    }
  }
  await alone(opened, work)
}

async function refuseNewer(opened: OpenedDatabase): Promise<void> {
  const [kept] = await opened.execute(`select to_regclass('kysely_migration') is not null as is_there`)
  if (!kept?.['is_there']) return
  const known = Object.keys(await databaseMigrations.getMigrations())
  const newest = await migrationOf(opened)
  if (newest === undefined || known.includes(newest)) return
  throw new NodeError('permanent', problemOf('store.newer', { migration: newest, known: known.at(-1) ?? '' }))
}

/**
 * Does what only one process at a time may do to the database, by the number of a lock. PGlite has but one process
 * anyway.
 */
export async function alone<T>(opened: OpenedDatabase, work: () => Promise<T>, lock = migrationLock): Promise<T> {
  if (opened.kind === 'pglite') return work()
  return opened.database.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_lock(${lock})`))
    try {
      return await work()
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_unlock(${lock})`))
    }
  })
}

/** The newest migration that the database has. */
export async function migrationOf({ execute }: OpenedDatabase): Promise<string | undefined> {
  const rows = await execute('select name from kysely_migration order by name desc limit 1')
  return rows[0]?.name === undefined ? undefined : String(rows[0].name)
}
