import { warning, type Problem } from '@aw-flow/schema'
import { openDB } from 'idb'
import { databaseVersion, upgradeDatabase, type DatabaseShape } from './database-shape.ts'
import { withMemoryFallback } from './with-memory-fallback.ts'
import { createIndexedDbStorage } from './indexed-db-storage.ts'
import { createMemoryStorage } from './memory-storage.ts'
import type { WorkflowStorage } from './storage.ts'
import { openTabChannel } from './tab-channel.ts'
import { openUnsavedEdits } from './unsaved-edits.ts'

/** @internal */
export interface StorageOptions {
  /** The database's name, for hosts that need a separate storage. */
  name?: string
  /** Called with a problem for each entry that cannot be read or stored. */
  onProblem?: (problem: Problem) => void
  /** Returns the current time, in ms since the Unix epoch. */
  now?: () => number
  /** Timeout for an upgrade that another tab blocks, in ms. */
  blockedTimeoutMs?: number
}

/**
 * Opens the storage of this browser profile. Never rejects: if the database cannot be opened (private window, blocked
 * upgrade, no IndexedDB), it returns an in-memory storage and calls `onProblem`.
 *
 * @internal
 */
export async function openStorage({
  name = 'aw',
  onProblem = () => undefined,
  now = () => Date.now(),
  blockedTimeoutMs = 3_000,
}: StorageOptions = {}): Promise<WorkflowStorage> {
  const openInMemory = (problem: Problem): WorkflowStorage => {
    onProblem(problem)
    return createMemoryStorage(now)
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  let isTimedOut = false
  const blocked = new Promise<'blocked'>((resolve) => {
    timer = setTimeout(() => {
      isTimedOut = true
      resolve('blocked')
    }, blockedTimeoutMs)
  })
  try {
    const databasePromise = openDB<DatabaseShape>(name, databaseVersion, {
      upgrade: (database, from) => upgradeDatabase(database, from),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
    databasePromise.then(
      (database) => isTimedOut && database.close(),
      () => undefined,
    )
    const database = await Promise.race([databasePromise, blocked])
    if (database === 'blocked') {
      return openInMemory(warning('storage.unavailable.blocked', {}))
    }
    const disk = createIndexedDbStorage({
      database,
      channel: openTabChannel(name),
      unsaved: openUnsavedEdits(name),
      onProblem,
      now,
    })
    return withMemoryFallback(disk, createMemoryStorage(now))
  } catch (cause) {
    return openInMemory(toOpenProblem(cause))
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Returns the problem for a database that cannot be opened. The code `storage.newer` is separate, so that a host that
 * manages versions of its page can show its own hint.
 */
function toOpenProblem(cause: unknown): Problem {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  if (name === 'VersionError') return warning('storage.newer', {})
  return warning('storage.unavailable.page', { reason: message.replace(/\.$/, '') })
}
