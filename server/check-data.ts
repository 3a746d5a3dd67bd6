import { NodeError } from '@aw-flow/engine'
import { error, failed, ok, type Result } from '@aw-flow/schema'
import { existsSync } from 'node:fs'
import { access, constants, opendir, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { DataSettings } from './administer.ts'
import { openBlobs } from './blobs/open-blobs.ts'
import { openDatabase } from './store/database/open-database.ts'
import { readLatestMigration } from './store/database/migrate.ts'
import { createUnwritableProblem, lockFolder } from './store/folder/folder-lock.ts'
import { describeOpenFailure, readReason } from './open-failure.ts'

/**
 * Describes the database, or says why it cannot be opened. Creates and migrates nothing.
 *
 * @internal
 */
export async function checkDatabase(settings: DataSettings): Promise<Result<string>> {
  const { dataFolder, databaseUrl } = settings
  const folder = join(dataFolder, 'database')
  if (databaseUrl === undefined && !existsSync(folder)) return ok(`none in ${dataFolder} yet; \`aw serve\` creates it`)
  const lock = databaseUrl === undefined ? await lockFolder(dataFolder, { timeoutMs: 0 }) : undefined
  if (lock?.ok === false) {
    const { code, params } = lock.problem
    return code === 'store.locked' ? ok(`in ${dataFolder}, in use by process ${String(params?.process)}`) : lock
  }
  try {
    const opened = await openDatabase({ folder, connectionString: databaseUrl })
    try {
      const [row] = await opened.execute('SHOW server_version')
      const migration = (await readLatestMigration(opened)) ?? 'none'
      const kind = opened.kind === 'postgres' ? 'PostgreSQL' : 'PGlite, PostgreSQL'
      return ok(`${kind} ${String(row?.server_version)}, migration ${migration}`)
    } finally {
      await opened.close()
    }
  } catch (cause) {
    return failed(describeOpenFailure(cause, settings))
  } finally {
    await lock?.value.release()
  }
}

/**
 * Describes the storage of files, or says why it is not writable.
 *
 * @internal
 */
export async function checkStorage({ dataFolder, storageUrl }: DataSettings): Promise<Result<string>> {
  if (storageUrl === undefined) return checkFolder(dataFolder)
  try {
    await (await openBlobs(dataFolder, storageUrl)).check()
    // The URL contains the access key.
    const { host, pathname } = new URL(storageUrl)
    return ok(`bucket ${host}${pathname}`)
  } catch (cause) {
    return failed(
      cause instanceof NodeError ? cause.problem : error('store.unreachable', { reason: readReason(cause) }),
    )
  }
}

/** Checks the folder, or the nearest existing one above it, in which it would be created. */
async function checkFolder(folder: string): Promise<Result<string>> {
  let existing = resolve(folder)
  while (!existsSync(existing)) existing = dirname(existing)
  try {
    await access(existing, constants.W_OK)
    // A file may have the name of the folder.
    await (await opendir(existing)).close()
    const { bavail, bsize } = await statfs(existing)
    return ok(`${folder}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free`)
  } catch (cause) {
    return failed(createUnwritableProblem(folder, cause))
  }
}
