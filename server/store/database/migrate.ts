import { NodeError } from '@aw-flow/engine'
import { error as getProblem } from '@aw-flow/schema'
import { CompiledQuery, Migrator, NO_MIGRATIONS } from 'kysely'
import { databaseMigrations } from '../migrations/index.ts'
import { advisoryLocks } from './advisory-locks.ts'
import type { OpenedDatabase } from './open-database.ts'
import { protectWorkspaces, removeRowSecurity } from './row-security.ts'

/**
 * Migrates the database to the newest version with row-level security, or to `target` without it (`none`: before the
 * first migration). Concurrent processes wait for each other; only the first one migrates. Throws `NodeError` if a
 * newer version of the server has changed the database in ways unknown to this version.
 */
export async function migrate(openedDatabase: OpenedDatabase, target?: string): Promise<void> {
  const applyMigrations = async (): Promise<void> => {
    const appliedNames = await readMigrations(openedDatabase)
    const knownNames = Object.keys(await databaseMigrations.getMigrations())
    rejectNewerDatabase(appliedNames, knownNames)
    if (target === undefined && isSame(appliedNames, knownNames)) {
      // The migrator reads the columns of all tables before it compares names, which takes longer than everything else.
      await protectWorkspaces(openedDatabase.database)
      return
    }
    if (target !== undefined) await removeRowSecurity(openedDatabase.database)
    const migrator = new Migrator({
      db: openedDatabase.database,
      provider: databaseMigrations,
      // Numbers are assigned before migrations are merged, so a migration can be added after one with a higher number.
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
    if (target === undefined) await protectWorkspaces(openedDatabase.database)
  }
  await withMigrationLock(openedDatabase, applyMigrations)
}

function rejectNewerDatabase(appliedNames: readonly string[], knownNames: readonly string[]): void {
  const newest = appliedNames.at(-1)
  if (newest === undefined || knownNames.includes(newest)) return
  throw new NodeError('permanent', getProblem('store.newer', { migration: newest, known: knownNames.at(-1) ?? '' }))
}

const isSame = (appliedNames: readonly string[], knownNames: readonly string[]): boolean =>
  appliedNames.length === knownNames.length && knownNames.every((name) => appliedNames.includes(name))

/** Returns the applied migrations, the newest last. */
async function readMigrations(openedDatabase: OpenedDatabase): Promise<string[]> {
  const [migrated] = await openedDatabase.execute(`select to_regclass('kysely_migration') is not null as exists`)
  if (!migrated?.['exists']) return []
  const rows = await openedDatabase.execute('select name from kysely_migration order by name')
  return rows.map(({ name }) => String(name))
}

/** Runs `work` while no other process migrates the database. PGlite is used by only one process and needs no lock. */
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

/** Returns the newest applied migration. */
export async function readMigration({ execute }: OpenedDatabase): Promise<string | undefined> {
  const rows = await execute('select name from kysely_migration order by name desc limit 1')
  return rows[0]?.name === undefined ? undefined : String(rows[0].name)
}
