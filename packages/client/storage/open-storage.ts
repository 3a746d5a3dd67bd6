import { warning, type Problem } from '@aw-flow/schema'
import { openDB } from 'idb'
import { databaseVersion, upgradeDatabase, type DatabaseShape } from './database-shape.ts'
import { fallBack } from './fall-back.ts'
import { createIndexedDbStorage } from './indexed-db-storage.ts'
import { createMemoryStorage } from './memory-storage.ts'
import type { WorkflowStorage } from './storage.ts'
import { openTabChannel } from './tab-channel.ts'
import { openUnsavedEdits } from './unsaved-edits.ts'

export interface StorageOptions {
  /** The database's name; hosts that want a store of their own give one. */
  name?: string
  /** Told of what cannot be read or kept. */
  onProblem?: (problem: Problem) => void
  /** In ms since 1970. */
  now?: () => number
  /** How long an older tab may hold up an upgrade, in ms. */
  blockedAfter?: number
}

/**
 * Opens what this profile keeps. Never rejects: where the browser refuses (private window, blocked upgrade, no
 * IndexedDB) the answer is a storage in memory, and `onProblem` is told why and what to do.
 */
export async function openStorage({
  name = 'aw',
  onProblem = () => undefined,
  now = () => Date.now(),
  blockedAfter = 3_000,
}: StorageOptions = {}): Promise<WorkflowStorage> {
  const onlyMemory = (problem: Problem): WorkflowStorage => {
    onProblem(problem)
    return createMemoryStorage(now)
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  let gaveUp = false
  const blocked = new Promise<'blocked'>((resolve) => {
    timer = setTimeout(() => {
      gaveUp = true
      resolve('blocked')
    }, blockedAfter)
  })
  try {
    const opening = openDB<DatabaseShape>(name, databaseVersion, {
      upgrade: (database, from) => upgradeDatabase(database, from),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
    opening.then(
      (database) => gaveUp && database.close(),
      () => undefined,
    )
    const database = await Promise.race([opening, blocked])
    if (database === 'blocked') {
      return onlyMemory(warning('storage.unavailable.blocked', {}))
    }
    const disk = createIndexedDbStorage({
      database,
      channel: openTabChannel(name),
      unsaved: openUnsavedEdits(name),
      onProblem,
      now,
    })
    return fallBack(disk, createMemoryStorage(now))
  } catch (cause) {
    return onlyMemory(notOpened(cause))
  } finally {
    clearTimeout(timer)
  }
}

/** `storage.newer` has its own code, so that a host that manages versions of its page can show its own hint. */
function notOpened(cause: unknown): Problem {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  if (name === 'VersionError') return warning('storage.newer', {})
  return warning('storage.unavailable.page', { reason: message.replace(/\.$/, '') })
}
