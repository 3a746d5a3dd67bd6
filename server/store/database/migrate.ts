import { NodeError } from '@aw-flow/engine'
import { error as getProblem } from '@aw-flow/schema'
import { CompiledQuery, Migrator, NO_MIGRATIONS } from 'kysely'
import { databaseMigrations } from '../migrations/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { OpenedDatabase } from './open-database.ts'
import { enableRowSecurity, removeRowSecurity } from './row-security.ts'

/**
 * Migrates the database to the latest version and enables row-level security. With `target`, migrates to that version
 * instead (`none`: before the first migration) and removes row-level security. If several processes start at once, one
 * migrates while the others wait. Throws `NodeError` if a newer version of the server has applied migrations that this
 * version does not know.
 */
export async function migrate(openedDatabase: OpenedDatabase, target?: string): Promise<void> {
  const applyMigrations = async (): Promise<void> => {
    const appliedNames = await listAppliedMigrations(openedDatabase)
    const knownNames = Object.keys(await databaseMigrations.getMigrations())
    rejectNewerDatabase(appliedNames, knownNames)
    if (target === undefined && hasSameMigrations(appliedNames, knownNames)) {
      // The migrator reads the columns of all tables before it compares the names, which takes longer than everything
      // else here.
      await enableRowSecurity(openedDatabase.database)
      return
    }
    if (target !== undefined) await removeRowSecurity(openedDatabase.database)
    const migrator = new Migrator({
      db: openedDatabase.database,
      provider: databaseMigrations,
      // Migrations get their numbers before they are merged, so a migration may be added after one with a higher
      // number.
      allowUnorderedMigrations: true,
    })
    const { error } =
      target === undefined
        ? await migrator.migrateToLatest()
        : await migrator.migrateTo(target === 'none' ? NO_MIGRATIONS : target)
    if (error !== undefined) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`The database could not be migrated to ${target ?? 'the newest version'}: ${reason}`, {
        cause: error,
      })
    }
    if (target === undefined) await enableRowSecurity(openedDatabase.database)
  }
  await withMigrationLock(openedDatabase, applyMigrations)
}

function rejectNewerDatabase(appliedNames: readonly string[], knownNames: readonly string[]): void {
  const newestMigration = appliedNames.at(-1)
  if (newestMigration === undefined || knownNames.includes(newestMigration)) return
  throw new NodeError(
    'permanent',
    getProblem('store.newer', { migration: newestMigration, known: knownNames.at(-1) ?? '' }),
  )
}

const hasSameMigrations = (appliedNames: readonly string[], knownNames: readonly string[]): boolean =>
  appliedNames.length === knownNames.length && knownNames.every((name) => appliedNames.includes(name))

/** Returns the names of the applied migrations in ascending order. */
async function listAppliedMigrations(openedDatabase: OpenedDatabase): Promise<string[]> {
  const [tableRow] = await openedDatabase.execute(`select to_regclass('kysely_migration') is not null as exists`)
  if (!tableRow?.['exists']) return []
  const rows = await openedDatabase.execute('select name from kysely_migration order by name')
  return rows.map(({ name }) => String(name))
}

/** Runs `work` while holding the migration lock. PGlite needs no lock, because only one process uses it. */
async function withMigrationLock<T>(openedDatabase: OpenedDatabase, work: () => Promise<T>): Promise<T> {
  if (openedDatabase.kind === 'pglite') return work()
  return openedDatabase.database.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_lock(${advisoryLocks.migrate})`))
    try {
      return await work()
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_unlock(${advisoryLocks.migrate})`))
    }
  })
}

/** Returns the name of the latest applied migration, if any. */
export async function readLatestMigration({ execute }: OpenedDatabase): Promise<string | undefined> {
  const rows = await execute('select name from kysely_migration order by name desc limit 1')
  return rows[0]?.name === undefined ? undefined : String(rows[0].name)
}
