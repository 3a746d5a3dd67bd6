import type { WorkflowAccess } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import { ownAccess } from './document-access.ts'
import { newestFirst } from './newest-first.ts'
import { withMemorySyncStates } from './sync-states.ts'
import type { StoredVersion, WorkflowStorage } from './storage.ts'
import type { TrashStore } from './trash-store.ts'

/**
 * Combines disk storage with an in-memory fallback for entries that could not be written to disk. If the disk is full,
 * no data is lost while the tab is open. Reads prefer the entry in memory. A write that fails on disk still returns its
 * problem.
 */
export function withMemoryFallback(disk: WorkflowStorage, memory: WorkflowStorage): WorkflowStorage {
  /**
   * Returns the access that could not be written to disk, if any. Without an entry, in-memory storage returns an access
   * whose trust is `own`.
   */
  const findAccessInMemory = async (id: string): Promise<WorkflowAccess | undefined> => {
    const access = await memory.getAccess(id)
    return access.trust === 'own' ? undefined : access
  }
  const listVersions = async (documentId: string): Promise<StoredVersion[]> => {
    const [memoryItems, diskItems] = await Promise.all([memory.listVersions(documentId), disk.listVersions(documentId)])
    return mergeByKey(memoryItems, diskItems, ({ number }) => String(number)).sort((a, b) => b.number - a.number)
  }

  /**
   * The stored documents on which those in memory are based. Revisions of documents in memory are higher, so that a page
   * that has read one from memory is recognized by the revision on which its edits are based.
   */
  const diskBases = new Map<string, { revision: number; base: Workflow | undefined }>()

  /** Removes a document from memory once the disk has it. Its versions that did not fit are stored again. */
  const moveToDisk = async (id: string): Promise<void> => {
    diskBases.delete(id)
    if (!(await memory.getDocument(id))) return
    const versions = await Promise.all(
      (await memory.listVersions(id)).map(async (version) => ({
        version,
        workflow: await memory.getVersion(id, version.number),
      })),
    )
    await memory.removeDocument(id)
    for (const { version, workflow } of versions.toReversed()) if (workflow) await addVersion(id, workflow, version)
  }

  const addVersion: WorkflowStorage['addVersion'] = async (documentId, workflow, newVersion) => {
    const result = await disk.addVersion(documentId, workflow, newVersion)
    if (result.ok) return result
    const [latestVersion] = await listVersions(documentId)
    const number = newVersion.number ?? (latestVersion?.number ?? 0) + 1
    const memoryItems = await memory.listVersions(documentId)
    await memory.addVersion(documentId, workflow, memoryItems.length > 0 ? newVersion : { ...newVersion, number })
    return result
  }

  return {
    kind: 'disk',

    async listDocuments() {
      const [memoryItems, diskItems] = await Promise.all([memory.listDocuments(), disk.listDocuments()])
      return mergeByKey(memoryItems, diskItems, ({ id }) => id).sort(newestFirst(({ updatedAt }) => updatedAt))
    },
    async getDocument(id) {
      return (await memory.getDocument(id)) ?? disk.getDocument(id)
    },
    async putDocument(id, workflow, baseRevision, base, access) {
      const latestAccess = access ?? (await findAccessInMemory(id))
      const known = diskBases.get(id)
      const diskBase = known && baseRevision > known.revision ? known : { revision: baseRevision, base }
      const saveResult = await disk.putDocument(id, workflow, diskBase.revision, diskBase.base, latestAccess)
      if (!saveResult.ok) {
        diskBases.set(id, known ?? diskBase)
        // The latest edits replace those in memory, which the page has shown before.
        const revision = (await memory.getDocument(id))?.revision ?? baseRevision
        await memory.putDocument(id, workflow, revision, base, latestAccess ?? (await disk.getAccess(id)))
        return saveResult
      }
      if (latestAccess) await memory.putAccess(id, ownAccess)
      await moveToDisk(id)
      return saveResult
    },
    getAccess: async (id) => (await findAccessInMemory(id)) ?? disk.getAccess(id),
    async putAccess(id, access) {
      const problem = await disk.putAccess(id, access)
      await memory.putAccess(id, problem ? access : ownAccess)
      return problem
    },
    async removeDocument(id) {
      const problem = await disk.removeDocument(id)
      if (problem) return problem
      diskBases.delete(id)
      return memory.removeDocument(id)
    },
    listVersions,
    async getVersion(documentId, number) {
      return (await memory.getVersion(documentId, number)) ?? disk.getVersion(documentId, number)
    },
    addVersion,
    async renameVersion(documentId, number, name) {
      if (await memory.getVersion(documentId, number)) return memory.renameVersion(documentId, number, name)
      return disk.renameVersion(documentId, number, name)
    },
    async removeVersion(documentId, number) {
      await memory.removeVersion(documentId, number)
      return disk.removeVersion(documentId, number)
    },
    listUnreadable: () => disk.listUnreadable(),
    removeUnreadable: (document) => disk.removeUnreadable(document),
    restoreUnreadable: (document) => disk.restoreUnreadable(document),

    syncStates: withMemorySyncStates(disk.syncStates, memory.syncStates),
    unsaved: disk.unsaved,
    pendingFiles: disk.pendingFiles,

    ...withDatasetFallback(disk, memory),
    ...withRunFallback(disk, memory),
    trash: withTrashFallback(disk.trash, memory.trash),

    subscribe(listener) {
      const unsubscribers = [disk.subscribe(listener), memory.subscribe(listener)]
      return () => unsubscribers.forEach((unsubscribe) => unsubscribe())
    },
    close() {
      disk.close()
      memory.close()
    },
  }
}

const withDatasetFallback = (
  disk: WorkflowStorage,
  memory: WorkflowStorage,
): Pick<WorkflowStorage, 'listDatasets' | 'putDataset' | 'putPreview' | 'getDatasetBytes' | 'removeDataset'> => ({
  async listDatasets() {
    const [memoryItems, diskItems] = await Promise.all([memory.listDatasets(), disk.listDatasets()])
    return mergeByKey(memoryItems, diskItems, ({ dataset }) => dataset.id).sort(
      newestFirst(({ dataset }) => dataset.createdAt),
    )
  },
  async putDataset(dataset, bytes) {
    const problem = await disk.putDataset(dataset, bytes)
    if (problem) await memory.putDataset(dataset, bytes)
    return problem
  },
  async putPreview(preview) {
    if (await memory.getDatasetBytes(preview.dataset)) return memory.putPreview(preview)
    return disk.putPreview(preview)
  },
  async getDatasetBytes(id) {
    return (await memory.getDatasetBytes(id)) ?? disk.getDatasetBytes(id)
  },
  async removeDataset(id) {
    return (await disk.removeDataset(id)) ?? memory.removeDataset(id)
  },
})

function withRunFallback(
  disk: WorkflowStorage,
  memory: WorkflowStorage,
): Pick<WorkflowStorage, 'listRuns' | 'appendEvents' | 'getRunEvents' | 'removeRun'> {
  const runIdsInMemory = new Set<string>()
  return {
    async listRuns(options) {
      const [memoryItems, diskItems] = await Promise.all([memory.listRuns(options), disk.listRuns(options)])
      return mergeByKey(memoryItems, diskItems, ({ run }) => run).sort(newestFirst(({ startedAt }) => startedAt))
    },
    async appendEvents(run, events) {
      // A run record must not have gaps. Once some of its events are in memory, all later ones are stored only there.
      const problem = runIdsInMemory.has(run.run) ? undefined : await disk.appendEvents(run, events)
      if (problem) runIdsInMemory.add(run.run)
      if (runIdsInMemory.has(run.run)) await memory.appendEvents(run, events)
      return problem
    },
    async getRunEvents(run) {
      const [diskItems, memoryItems] = await Promise.all([disk.getRunEvents(run), memory.getRunEvents(run)])
      return [...diskItems, ...memoryItems]
    },
    async removeRun(run) {
      const problem = await disk.removeRun(run)
      if (problem) return problem
      runIdsInMemory.delete(run)
      return memory.removeRun(run)
    },
  }
}

const withTrashFallback = (disk: TrashStore, memory: TrashStore): TrashStore => ({
  async list() {
    const [memoryItems, diskItems] = await Promise.all([memory.list(), disk.list()])
    return mergeByKey(memoryItems, diskItems, ({ id }) => id).sort(newestFirst(({ deletedAt }) => deletedAt))
  },
  async get(id) {
    return (await memory.get(id)) ?? disk.get(id)
  },
  async put(entry, content) {
    const problem = await disk.put(entry, content)
    if (problem) await memory.put(entry, content)
    return problem
  },
  async purge() {
    return [...(await memory.purge()), ...(await disk.purge())]
  },
  async remove(id) {
    return (await disk.remove(id)) ?? memory.remove(id)
  },
})

const mergeByKey = <T>(first: readonly T[], second: readonly T[], getKey: (item: T) => string): T[] => {
  const keys = new Set(first.map(getKey))
  return [...first, ...second.filter((item) => !keys.has(getKey(item)))]
}
