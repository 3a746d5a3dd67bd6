import { warning, type Problem } from '@aw-flow/schema'
import { openDB } from 'idb'
import { databaseVersion, upgradeDatabase, type DatabaseSchema } from './database-schema.ts'
import { withMemoryFallback } from './with-memory-fallback.ts'
import { createIndexedDbStorage } from './indexed-db-storage.ts'
import { createMemoryStorage } from './memory-storage.ts'
import type { WorkflowStorage } from './storage.ts'
import { openTabChannel } from './tab-channel.ts'
import { openUnsavedEdits } from './unsaved-edits.ts'

/** Options for opening the browser's storage. @internal */
export interface StorageOptions {
  /** The database name, for hosts that need separate storage. Default: `aw`. */
  name?: string
  /** Called for each entry that cannot be read or stored. */
  onProblem?: (problem: Problem) => void
  /** Returns the current time, in ms since the Unix epoch. Default: `Date.now`. */
  now?: () => number
  /** How long to wait for an upgrade that another tab blocks, in ms. Default: 3,000. */
  blockedTimeoutMs?: number
}

/**
 * Opens the storage of the browser profile. Never rejects: if the database cannot be opened (private window, blocked
 * upgrade, no IndexedDB), it calls `onProblem` and returns in-memory storage.
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
  let hasTimedOut = false
  const blockedTimeout = new Promise<'blocked'>((resolve) => {
    timer = setTimeout(() => {
      hasTimedOut = true
      resolve('blocked')
    }, blockedTimeoutMs)
  })
  try {
    const databasePromise = openDB<DatabaseSchema>(name, databaseVersion, {
      upgrade: (database, oldVersion) => upgradeDatabase(database, oldVersion),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
    databasePromise.then(
      (database) => hasTimedOut && database.close(),
      () => undefined,
    )
    const database = await Promise.race([databasePromise, blockedTimeout])
    if (database === 'blocked') {
      return openInMemory(warning('storage.unavailable.blocked', {}))
    }
    const diskStorage = createIndexedDbStorage({
      database,
      channel: openTabChannel(name),
      unsaved: openUnsavedEdits(name),
      onProblem,
      now,
    })
    return withMemoryFallback(diskStorage, createMemoryStorage(now))
  } catch (cause) {
    return openInMemory(toOpenProblem(cause))
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Creates the problem for a database that cannot be opened. `storage.newer` is a separate code, so that a host that
 * manages the page's versions can show its own hint.
 */
function toOpenProblem(cause: unknown): Problem {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  if (name === 'VersionError') return warning('storage.newer', {})
  return warning('storage.unavailable.page', { reason: message.replace(/\.$/, '') })
}
