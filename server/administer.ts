import { NodeError, systemClock } from '@aw-flow/engine'
import { error, failed, ok, type Result } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupSummary } from './backup/write-backup.ts'
import { openBlobs } from './blobs/open-blobs.ts'
import type { ServerSettings } from './environment/read-environment.ts'
import { openSecretBox } from './secrets/open-secret-box.ts'
import { lockFolder } from './store/folder/folder-lock.ts'
import { migrate, readLatestMigration } from './store/database/migrate.ts'
import { migrationNames } from './store/migrations/index.ts'
import type { Database } from './store/database/database.ts'
import { openDatabase } from './store/database/open-database.ts'
import { explainOpenFailure } from './open-failure.ts'
import type { Store } from './store/open-store.ts'
import { createTemporaryFolder } from './store/folder/temporary-folder.ts'
import type { PurgeCounts } from './store/purge.ts'
import type { PurgePolicy } from './store/purge-policy.ts'

// Servers also import this file, so modules used only for administration are loaded lazily.

/** Data location settings, read from environment variables. @internal */
export type DataSettings = Pick<ServerSettings, 'dataFolder' | 'databaseUrl' | 'storageUrl' | 'secretKey'>

/**
 * Runs `work` on the data. If the database is in the data folder, the folder is locked first, so that no server can use
 * it at the same time.
 */
async function withLock<T>({ dataFolder, databaseUrl }: DataSettings, work: () => Promise<T>): Promise<Result<T>> {
  const lock = databaseUrl === undefined ? await lockFolder(dataFolder) : undefined
  if (lock?.ok === false) return lock
  try {
    return ok(await work())
  } catch (cause) {
    if (cause instanceof NodeError) return failed(cause.problem)
    throw cause
  } finally {
    await lock?.value.release()
  }
}

const withStore = <T>(settings: DataSettings, work: (store: Store) => Promise<T>): Promise<Result<T>> =>
  withLock(settings, async () => {
    const { openStore } = await import('./store/open-store.ts')
    const store = await explainOpenFailure(settings, () => openStore(settings.dataFolder, systemClock, settings))
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  })

/** Writes a backup of all data to a file. A PostgreSQL database can remain in use during the backup. @internal */
export const backUp = (settings: DataSettings, path: string): Promise<Result<BackupSummary>> =>
  withStore(settings, async (store) => {
    const { writeBackup } = await import('./backup/write-backup.ts')
    return writeBackup(store, path, systemClock.now)
  })

/**
 * Restores a backup into an empty database and storage.
 *
 * @returns The contents of the backup. `canDecrypt` is true if the current key can decrypt the secrets. Otherwise,
 *   servers cannot start until the correct key is set.
 * @internal
 */
export const restore = (
  settings: DataSettings,
  path: string,
  options: { shouldRestoreSecrets: boolean },
): Promise<Result<BackupSummary & { canDecrypt: boolean }>> =>
  withLock(settings, async () => {
    const { dataFolder, databaseUrl, storageUrl, secretKey } = settings
    const { restoreBackup } = await import('./backup/restore-backup.ts')
    const openedDatabase = await explainOpenFailure(settings, async () => {
      await mkdir(dataFolder, { recursive: true })
      return openDatabase({ folder: join(dataFolder, 'database'), connectionString: databaseUrl })
    })
    const isShared = databaseUrl !== undefined
    const temporaryFolder = await createTemporaryFolder(join(dataFolder, 'temporary'), { isShared })
    try {
      const blobs = await openBlobs(dataFolder, storageUrl)
      const canDecryptWithKey = (database: Kysely<Database>): Promise<boolean> =>
        openSecretBox(database, dataFolder, secretKey).then(
          () => true,
          () => false,
        )
      const target = { openedDatabase, blobs, temporaryFolder, canDecrypt: canDecryptWithKey }
      const summary = await restoreBackup(path, target, options)
      // The ends of the audit logs that the backup replaces.
      await rm(join(dataFolder, 'audit'), { recursive: true, force: true })
      return { ...summary, canDecrypt: await canDecryptWithKey(openedDatabase.database) }
    } finally {
      await rm(temporaryFolder, { recursive: true, force: true })
      await openedDatabase.close()
    }
  })

/**
 * Re-encrypts all secrets with `newKey`. If it is `undefined`, uses a key from a new key file. Returns the number of
 * secrets.
 *
 * @internal
 */
export const rotateSecretKey = (settings: DataSettings, newKey: string | undefined): Promise<Result<number>> =>
  withStore(settings, async (store) => {
    const { rotateKey } = await import('./secrets/rotate-key.ts')
    return rotateKey(store, { folder: settings.dataFolder, key: settings.secretKey, newKey })
  })

/** Permanently deletes data that the policy does not retain. @internal */
export const purgeData = (settings: DataSettings, policy: PurgePolicy): Promise<Result<PurgeCounts>> =>
  withStore(settings, async (store) => {
    const { purge } = await import('./store/purge.ts')
    return purge(store, policy, systemClock.now)
  })

/**
 * Migrates the database to the given migration. `none` reverts all migrations. Default: the latest migration. Returns
 * the name of the current migration.
 *
 * @internal
 */
export async function migrateData(settings: DataSettings, target: string | undefined): Promise<Result<string>> {
  const { dataFolder, databaseUrl } = settings
  const names = ['none', ...migrationNames]
  if (target !== undefined && !names.includes(target)) return failed(error('migrate.unknown', { target, names }))
  return withLock(settings, async () => {
    const openedDatabase = await explainOpenFailure(settings, () =>
      openDatabase({ folder: join(dataFolder, 'database'), connectionString: databaseUrl }),
    )
    try {
      await migrate(openedDatabase, target)
      return (await readLatestMigration(openedDatabase)) ?? 'none'
    } finally {
      await openedDatabase.close()
    }
  })
}
