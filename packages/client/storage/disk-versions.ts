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
  const { database, channel, reportUnreadable, tryRead, tryWrite } = disk
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
        const transaction = database.transaction(['versions', 'version-documents'], 'readwrite')
        const version = await versions.put(transaction, documentId, workflow, newVersion)
        await transaction.done
        channel.notify({ kind: 'versions', id: documentId })
        return ok(version)
      } catch (cause) {
        return failed(toWriteProblem(cause, describeStorageItem('new-version', workflow.name)))
      }
    },

    renameVersion: (documentId, number, name) =>
      tryWrite(describeStorageItem('version-name'), async () => {
        const transaction = database.transaction('versions', 'readwrite')
        await versions.rename(transaction, documentId, number, name)
        await transaction.done
        channel.notify({ kind: 'versions', id: documentId })
      }),

    removeVersion: (documentId, number) =>
      tryWrite(describeStorageItem('version-removal'), async () => {
        const transaction = database.transaction(['versions', 'version-documents'], 'readwrite')
        await transaction.objectStore('versions').delete([documentId, number])
        await transaction.objectStore('version-documents').delete([documentId, number])
        await transaction.done
        channel.notify({ kind: 'versions', id: documentId })
      }),
  }
}
