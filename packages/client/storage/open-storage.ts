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
      return onlyMemory(
        warning('storage.unavailable', `The storage did not open: another tab holds an older version of it. ${lost}`, {
          hint: 'Close the other tabs of this page, then reload.',
        }),
      )
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

const lost = 'Workflows and data are kept only until this tab is closed.'

/** `storage.newer` has a code of its own: a host that keeps its own versions of a page knows better what helps. */
function notOpened(cause: unknown): Problem {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) }
  if (name === 'VersionError') {
    return warning('storage.newer', `The storage was made by a newer version of this page. ${lost}`, {
      hint: 'Reload the page to get the newer version.',
    })
  }
  const why = message.replace(/\.$/, '')
  return warning('storage.unavailable', `The browser does not let this page store anything (${why}). ${lost}`, {
    hint: 'Leave the private window, or allow this site to store data.',
  })
}
