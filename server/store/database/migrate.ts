import { NodeError } from '@aw-flow/engine'
import { error as getProblem } from '@aw-flow/schema'
import { CompiledQuery, Migrator, NO_MIGRATIONS, sql } from 'kysely'
import { databaseMigrations, formerMigrations, migrationNames } from '../migrations/index.ts'
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
    const appliedNames = await renameFormerMigrations(openedDatabase, await listAppliedMigrations(openedDatabase))
    rejectNewerDatabase(appliedNames)
    if (target === undefined && appliedNames.length === migrationNames.length) {
      // The migrator reads the columns of all tables before it compares the names, which takes longer than everything
      // else here.
      await enableRowSecurity(openedDatabase.database)
      return
    }
    if (target !== undefined) await removeRowSecurity(openedDatabase.database)
    const migrator = new Migrator({ db: openedDatabase.database, provider: databaseMigrations })
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

/**
 * Replaces the names of the migrations that were joined, in a database to which all of them were applied. Returns the
 * names of the applied migrations.
 */
async function renameFormerMigrations(
  { database }: OpenedDatabase,
  appliedNames: readonly string[],
): Promise<readonly string[]> {
  if (appliedNames.length !== formerMigrations.count || appliedNames.at(-1) !== formerMigrations.newest)
    return appliedNames
  const renamed = migrationNames.slice(0, migrationNames.indexOf(formerMigrations.current) + 1)
  await database.transaction().execute(async (transaction) => {
    await sql`delete from kysely_migration where not name = any(${renamed})`.execute(transaction)
    await sql`insert into kysely_migration (name, timestamp)
      select name, ${new Date().toISOString()} from unnest(${renamed}::text[]) as name
      on conflict do nothing`.execute(transaction)
  })
  return renamed
}

function rejectNewerDatabase(appliedNames: readonly string[]): void {
  const migration = appliedNames.findLast((name) => !migrationNames.includes(name))
  if (migration === undefined) return
  throw new NodeError('permanent', getProblem('store.newer', { migration, known: migrationNames.at(-1) ?? '' }))
}

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
export const readLatestMigration = async (openedDatabase: OpenedDatabase): Promise<string | undefined> =>
  (await listAppliedMigrations(openedDatabase)).at(-1)
