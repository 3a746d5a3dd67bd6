import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { existsSync } from 'node:fs'
import { access, constants, opendir, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { DataSettings } from './administer.ts'
import { openBlobs } from './blobs/open-blobs.ts'
import { openDatabase } from './store/database/open-database.ts'
import { readLatestMigration } from './store/database/migrate.ts'
import { lockFolder } from './store/folder/folder-lock.ts'

/**
 * Describes the database, or says why it cannot be opened. Creates and migrates nothing.
 *
 * @internal
 */
export async function checkDatabase(settings: DataSettings): Promise<string | Problem> {
  const { dataFolder, databaseUrl } = settings
  const folder = join(dataFolder, 'database')
  if (databaseUrl === undefined && !existsSync(folder)) return `none in ${dataFolder} yet; \`aw serve\` creates it`
  const lock = databaseUrl === undefined ? await lockFolder(dataFolder, { timeoutMs: 0 }) : undefined
  if (lock && 'code' in lock) {
    const isInUse = lock.code === 'store.locked'
    return isInUse ? `in ${dataFolder}, in use by process ${String(lock.params?.process)}` : lock
  }
  try {
    const opened = await openDatabase({ folder, connectionString: databaseUrl })
    try {
      const [row] = await opened.execute('SHOW server_version')
      const migration = (await readLatestMigration(opened)) ?? 'none'
      const kind = opened.kind === 'postgres' ? 'PostgreSQL' : 'PGlite, PostgreSQL'
      return `${kind} ${String(row?.server_version)}, migration ${migration}`
    } finally {
      await opened.close()
    }
  } catch (cause) {
    const reason = readReason(cause)
    return databaseUrl === undefined
      ? error('store.unreadable', { folder, reason })
      : error('store.unreachable', { reason })
  } finally {
    await lock?.release()
  }
}

/**
 * Describes the storage of files, or says why it is not writable.
 *
 * @internal
 */
export async function checkStorage({ dataFolder, storageUrl }: DataSettings): Promise<string | Problem> {
  if (storageUrl === undefined) return checkFolder(dataFolder)
  try {
    await (await openBlobs(dataFolder, storageUrl)).check()
    // The URL contains the access key.
    const { host, pathname } = new URL(storageUrl)
    return `bucket ${host}${pathname}`
  } catch (cause) {
    return cause instanceof NodeError ? cause.problem : error('store.unreachable', { reason: readReason(cause) })
  }
}

/** Checks the folder, or the nearest existing one above it, in which it would be created. */
async function checkFolder(folder: string): Promise<string | Problem> {
  let existing = resolve(folder)
  while (!existsSync(existing)) existing = dirname(existing)
  try {
    await access(existing, constants.W_OK)
    // A file may have the name of the folder.
    await (await opendir(existing)).close()
    const { bavail, bsize } = await statfs(existing)
    return `${folder}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free`
  } catch (cause) {
    return error('store.unwritable', { folder, reason: readReason(cause) }, { where: { file: folder } })
  }
}

/** A refused connection to several addresses has no message. */
const readReason = (cause: unknown): string =>
  cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code ?? cause.name) : String(cause)
