import type { Problem } from '@aw-flow/schema'
import type { IDBPDatabase } from 'idb'
import type { DatabaseSchema } from './database-schema.ts'
import { createDiskAccess } from './disk-access.ts'
import { createDiskDatasets } from './disk-datasets.ts'
import { createDiskDocuments, createDiskUnreadable } from './disk-documents.ts'
import { createDiskRuns } from './disk-runs.ts'
import { createDiskVersions } from './disk-versions.ts'
import { createPendingFiles } from './pending-files.ts'
import type { WorkflowStorage } from './storage.ts'
import { createDiskSyncStates } from './sync-states.ts'
import type { TabChannel } from './tab-channel.ts'
import { createDiskTrash } from './trash-store.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'
import { createVersionStore } from './version-store.ts'

interface Options {
  database: IDBPDatabase<DatabaseSchema>
  channel: TabChannel
  unsaved: UnsavedEdits
  onProblem: (problem: Problem) => void
  now: () => number
}

/** Creates the IndexedDB storage. Entries are validated when they are read; unreadable entries are reported. */
export function createIndexedDbStorage({ database, channel, unsaved, onProblem, now }: Options): WorkflowStorage {
  const disk = createDiskAccess({ database, channel, onProblem, now })
  const versions = createVersionStore(now)
  const runs = createDiskRuns(disk)
  return {
    kind: 'disk',
    ...createDiskDocuments(disk, versions),
    ...createDiskUnreadable(disk),
    ...createDiskVersions(disk, versions),
    ...createDiskDatasets(disk),
    ...runs,
    syncStates: createDiskSyncStates(database, (id) => channel.notify({ kind: 'sync', id })),
    unsaved,
    pendingFiles: createPendingFiles(database, now),
    trash: createDiskTrash(database, now, () => channel.notify({ kind: 'trash' })),
    subscribe: (listener) => channel.subscribe(listener),
    close() {
      runs.close()
      channel.close()
      database.close()
    },
  }
}
