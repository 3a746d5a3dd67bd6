import { failed, ok, readWorkflow } from '@aw-flow/schema'
import type { DiskAccess } from './disk-access.ts'
import { getFirstProblemText } from './disk-documents.ts'
import { describeStorageItem, toWriteProblem } from './storage-problem.ts'
import type { WorkflowStorage } from './storage.ts'
import type { VersionStore } from './version-store.ts'

type VersionStorage = Pick<
  WorkflowStorage,
  'listVersions' | 'getVersion' | 'addVersion' | 'renameVersion' | 'removeVersion'
>

/** Creates the storage of documents' versions. */
export function createDiskVersions(disk: DiskAccess, versions: VersionStore): VersionStorage {
  const { database, channel, reportUnreadable, tryRead, tryWrite, writeAll } = disk
  return {
    listVersions: (documentId) =>
      tryRead(describeStorageItem('versions'), [], () => versions.list(database, documentId)),

    getVersion: (documentId, number) =>
      tryRead(describeStorageItem('version', String(number)), undefined, async () => {
        const value = await database.get('version-documents', [documentId, number])
        if (value === undefined) return undefined
        const { workflow, problems } = readWorkflow(value)
        return workflow ?? reportUnreadable('version', `${documentId} ${number}`, getFirstProblemText(problems))
      }),

    async addVersion(documentId, workflow, newVersion) {
      try {
        const version = await writeAll(['versions', 'version-documents'], (transaction) =>
          versions.put(transaction, documentId, workflow, newVersion),
        )
        channel.notify({ kind: 'versions', id: documentId })
        return ok(version)
      } catch (cause) {
        return failed(toWriteProblem(cause, describeStorageItem('new-version', workflow.name)))
      }
    },

    renameVersion: (documentId, number, name) =>
      tryWrite(describeStorageItem('version-name'), async () => {
        await writeAll(['versions'], (transaction) => versions.rename(transaction, documentId, number, name))
        channel.notify({ kind: 'versions', id: documentId })
      }),

    removeVersion: (documentId, number) =>
      tryWrite(describeStorageItem('version-removal'), async () => {
        await writeAll(['versions', 'version-documents'], (transaction) =>
          Promise.all([
            transaction.objectStore('versions').delete([documentId, number]),
            transaction.objectStore('version-documents').delete([documentId, number]),
          ]),
        )
        channel.notify({ kind: 'versions', id: documentId })
      }),
  }
}
