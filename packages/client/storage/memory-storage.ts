import { ok, type Dataset, type RunEvent, type Workflow } from '@aw-flow/schema'
import type { DatasetPreview } from '@aw-flow/schema/internal'
import type { WorkflowAccess } from '@aw-flow/engine'
import { noopPendingFiles } from './pending-files.ts'
import { parseAccess } from './document-access.ts'
import { newestFirst } from './newest-first.ts'
import { resolveSave } from './resolve-save.ts'
import { renameVersion, resolveVersion, findExcessVersionNumbers } from './resolve-version.ts'
import { createMemorySyncStates } from './sync-states.ts'
import { createMemoryTrash } from './trash-store.ts'
import type { StorageChange, StoredDocument, StoredRun, StoredVersion, WorkflowStorage } from './storage.ts'

type Notify = (change: StorageChange) => void

/** Creates in-memory storage, for private windows, browsers that block storage, and tests. @internal */
export function createMemoryStorage(now: () => number = () => Date.now()): WorkflowStorage {
  const documents = new Map<string, StoredDocument>()
  const accessById = new Map<string, WorkflowAccess>()
  const versions = new Map<string, Map<number, { version: StoredVersion; workflow: Workflow }>>()
  const listeners = new Set<Notify>()
  const notify: Notify = (change) => listeners.forEach((listener) => listener(change))

  const listVersions = (documentId: string): StoredVersion[] =>
    [...(versions.get(documentId)?.values() ?? [])].map(({ version }) => version).sort((a, b) => b.number - a.number)
  const addVersion: WorkflowStorage['addVersion'] = async (documentId, workflow, newVersion) => {
    const documentVersions =
      versions.get(documentId) ?? new Map<number, { version: StoredVersion; workflow: Workflow }>()
    const [latestVersion] = listVersions(documentId)
    const lastVersion = latestVersion && {
      version: latestVersion,
      workflow: documentVersions.get(latestVersion.number)!.workflow,
    }
    const version = resolveVersion({ documentId, workflow, newVersion, lastVersion, now: now() })
    documentVersions.set(version.number, { version, workflow })
    versions.set(documentId, documentVersions)
    for (const number of findExcessVersionNumbers(listVersions(documentId))) documentVersions.delete(number)
    notify({ kind: 'versions', id: documentId })
    return ok(version)
  }

  return {
    kind: 'memory',

    async listDocuments() {
      return [...documents.values()].sort(newestFirst(({ updatedAt }) => updatedAt))
    },
    async getDocument(id) {
      return documents.get(id)
    },
    async putDocument(id, workflow, baseRevision, base, access) {
      const storedDocument = documents.get(id)
      const savedDocument = resolveSave({ id, workflow, baseRevision, base, stored: storedDocument, now: now() })
      const { document, conflictCopy, merged } = savedDocument
      if (storedDocument && merged?.conflicts.length)
        await addVersion(id, storedDocument.workflow, { origin: 'merged' })
      documents.set(id, document)
      if (conflictCopy) {
        documents.set(conflictCopy.id, conflictCopy)
        accessById.set(conflictCopy.id, parseAccess(accessById.get(id)))
      }
      if (access) accessById.set(id, access)
      notify({ kind: 'document', id })
      return ok(savedDocument)
    },
    getAccess: async (id) => parseAccess(accessById.get(id)),
    async putAccess(id, access) {
      accessById.set(id, access)
      notify({ kind: 'document', id })
      return undefined
    },
    listVersions: async (documentId) => listVersions(documentId),
    getVersion: async (documentId, number) => versions.get(documentId)?.get(number)?.workflow,
    addVersion,
    async renameVersion(documentId, number, name) {
      const existingVersion = versions.get(documentId)?.get(number)
      if (existingVersion)
        versions
          .get(documentId)
          ?.set(number, { ...existingVersion, version: renameVersion(existingVersion.version, name) })
      notify({ kind: 'versions', id: documentId })
      return undefined
    },
    async removeVersion(documentId, number) {
      versions.get(documentId)?.delete(number)
      notify({ kind: 'versions', id: documentId })
      return undefined
    },
    async removeDocument(id) {
      documents.delete(id)
      versions.delete(id)
      notify({ kind: 'document', id })
      return undefined
    },
    listUnreadable: async () => [],
    removeUnreadable: async () => undefined,
    restoreUnreadable: async () => undefined,

    syncStates: createMemorySyncStates((id) => notify({ kind: 'sync', id })),

    unsaved: { save: () => undefined, remove: () => undefined, list: () => [], listDocumentIds: () => [] },

    pendingFiles: noopPendingFiles,

    ...createMemoryDatasets(notify),
    ...createMemoryRuns(notify),
    trash: createMemoryTrash(now),

    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}

function createMemoryDatasets(
  notify: Notify,
): Pick<WorkflowStorage, 'listDatasets' | 'putDataset' | 'putPreview' | 'getDatasetBytes' | 'removeDataset'> {
  const datasets = new Map<string, { dataset: Dataset; bytes: Blob }>()
  const previews = new Map<string, DatasetPreview>()
  return {
    async listDatasets() {
      return [...datasets.values()]
        .map(({ dataset }) => {
          const preview = previews.get(dataset.id)
          return preview ? { dataset, preview } : { dataset }
        })
        .sort(newestFirst(({ dataset }) => dataset.createdAt))
    },
    async putDataset(dataset, bytes) {
      datasets.set(dataset.id, { dataset, bytes })
      notify({ kind: 'datasets', id: dataset.id })
      return undefined
    },
    async putPreview(preview) {
      previews.set(preview.dataset, preview)
      notify({ kind: 'datasets', id: preview.dataset })
      return undefined
    },
    async getDatasetBytes(id) {
      return datasets.get(id)?.bytes
    },
    async removeDataset(id) {
      datasets.delete(id)
      previews.delete(id)
      notify({ kind: 'datasets', id })
      return undefined
    },
  }
}

function createMemoryRuns(
  notify: Notify,
): Pick<WorkflowStorage, 'listRuns' | 'appendEvents' | 'getRunEvents' | 'removeRun'> {
  const runs = new Map<string, { entry: StoredRun; events: RunEvent[] }>()
  return {
    async listRuns({ workflowId } = {}) {
      return [...runs.values()]
        .map(({ entry }) => entry)
        .filter((entry) => workflowId === undefined || entry.workflowId === workflowId)
        .sort(newestFirst(({ startedAt }) => startedAt))
    },
    async appendEvents(entry, events) {
      const existingEvents = runs.get(entry.run)?.events ?? []
      runs.set(entry.run, { entry, events: [...existingEvents, ...events] })
      notify({ kind: 'runs', id: entry.run })
      return undefined
    },
    async getRunEvents(run) {
      return runs.get(run)?.events ?? []
    },
    async removeRun(run) {
      runs.delete(run)
      notify({ kind: 'runs', id: run })
      return undefined
    },
  }
}
