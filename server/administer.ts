import { NodeError, systemClock } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { restoreBackup } from './backup/restore-backup.ts'
import { writeBackup, type BackupEnd } from './backup/write-backup.ts'
import { openBlobs } from './blobs/open-blobs.ts'
import type { ServerSettings } from './read-environment.ts'
import { openSecretBox } from './secrets/open-secret-box.ts'
import { rotateKey } from './secrets/rotate-key.ts'
import { lockFolder } from './store/folder-lock.ts'
import { migrate, migrationOf } from './store/migrate.ts'
import { databaseMigrations } from './store/migrations/index.ts'
import { openDatabase } from './store/open-database.ts'
import { openStore, type Store } from './store/open-store.ts'
import { openTemporaryFolder } from './store/temporary-folder.ts'
import { purge, type Purged, type PurgePolicy } from './store/purge.ts'

/** Where data is: what the environment says of it. */
export type DataSettings = Pick<ServerSettings, 'data' | 'databaseUrl' | 'storageUrl' | 'secretKey'>

/** What is done to the data beside a server. Where the database is in the folder, no server may have it meanwhile. */
async function alone<T>({ data, databaseUrl }: DataSettings, work: () => Promise<T>): Promise<T | Problem> {
  const lock = databaseUrl === undefined ? await lockFolder(data) : undefined
  if (lock && 'code' in lock) return lock
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof NodeError) return cause.problem
    throw cause
  } finally {
    await lock?.release()
  }
}

const withStore = <T>(settings: DataSettings, work: (store: Store) => Promise<T>): Promise<T | Problem> =>
  alone(settings, async () => {
    const store = await openStore(settings.data, systemClock, settings)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  })

/** Writes everything into a file. PostgreSQL may be in use meanwhile. */
export const backUp = (settings: DataSettings, path: string): Promise<BackupEnd | Problem> =>
  withStore(settings, (store) => writeBackup(store, path, systemClock.now))

/**
 * Puts a backup into a database and a storage that hold nothing. `opens`: whether the key that is here opens its secrets;
 * where it does not, no server starts on it until the right one is.
 */
export const restore = (
  settings: DataSettings,
  path: string,
  options: { withSecrets: boolean },
): Promise<(BackupEnd & { opens: boolean }) | Problem> =>
  alone(settings, async () => {
    const { data, databaseUrl, storageUrl, secretKey } = settings
    await mkdir(data, { recursive: true })
    const opened = await openDatabase({ folder: join(data, 'database'), address: databaseUrl })
    const isShared = databaseUrl !== undefined
    const temporary = await openTemporaryFolder(join(data, 'temporary'), { isShared })
    try {
      const blobs = await openBlobs(data, storageUrl)
      const end = await restoreBackup(path, { opened, blobs, temporary }, options)
      const opens = await openSecretBox(opened.database, data, secretKey).then(
        () => true,
        () => false,
      )
      return { ...end, opens }
    } finally {
      await rm(temporary, { recursive: true, force: true })
      await opened.close()
    }
  })

/** Seals all secrets under another key: `next`, or a new key file. Answers how many there are. */
export const rotateSecretKey = (settings: DataSettings, next: string | undefined): Promise<number | Problem> =>
  withStore(settings, (store) => rotateKey(store, { folder: settings.data, key: settings.secretKey, next }))

/** Removes for good what the policy no longer keeps. */
export const purgeData = (settings: DataSettings, policy: PurgePolicy): Promise<Purged | Problem> =>
  withStore(settings, (store) => purge(store, policy, systemClock.now))

/** Brings the database to a migration, `none` for before the first; the newest where it is not said. Answers which it has. */
export const migrateData = (
  { data, databaseUrl, ...settings }: DataSettings,
  target: string | undefined,
): Promise<string | Problem> =>
  alone({ data, databaseUrl, ...settings }, async () => {
    const names = ['none', ...Object.keys(await databaseMigrations.getMigrations())]
    if (target !== undefined && !names.includes(target)) return error('migrate.unknown', { target, names })
    const opened = await openDatabase({ folder: join(data, 'database'), address: databaseUrl })
    try {
      await migrate(opened, target)
      return (await migrationOf(opened)) ?? 'none'
    } finally {
      await opened.close()
    }
  })
