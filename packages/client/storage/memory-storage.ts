import type { Dataset, DatasetPreview, RunEvent } from '@aw-flow/schema'
import { newestFirst } from './newest-first.ts'
import { resolveSave } from './resolve-save.ts'
import type { StorageChange, StoredDocument, StoredRun, WorkflowStorage } from './storage.ts'

/** A storage that ends with the tab: for private windows, refused storage, and tests. */
export function createMemoryStorage(now: () => number = () => Date.now()): WorkflowStorage {
  const documents = new Map<string, StoredDocument>()
  const datasets = new Map<string, { dataset: Dataset; bytes: Blob }>()
  const previews = new Map<string, DatasetPreview>()
  const runs = new Map<string, { entry: StoredRun; events: RunEvent[] }>()
  const listeners = new Set<(change: StorageChange) => void>()
  const tell = (change: StorageChange): void => listeners.forEach((listener) => listener(change))

  return {
    kind: 'memory',

    async listDocuments() {
      return [...documents.values()].sort(newestFirst(({ updatedAt }) => updatedAt))
    },
    async getDocument(id) {
      return documents.get(id)
    },
    async putDocument(id, workflow, basedOn) {
      const { document, kept } = resolveSave({ id, workflow, basedOn, stored: documents.get(id), now: now() })
      documents.set(id, document)
      if (kept) documents.set(kept.id, kept)
      tell({ kind: 'document', id })
      return kept ? { document, kept } : { document }
    },
    async removeDocument(id) {
      documents.delete(id)
      tell({ kind: 'document', id })
      return undefined
    },
    listUnreadable: async () => [],
    removeUnreadable: async () => undefined,

    unsaved: { keep: () => undefined, drop: () => undefined, list: () => [], ids: () => [] },

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
      tell({ kind: 'datasets', id: dataset.id })
      return undefined
    },
    async putPreview(preview) {
      previews.set(preview.dataset, preview)
      tell({ kind: 'datasets', id: preview.dataset })
      return undefined
    },
    async datasetBytes(id) {
      return datasets.get(id)?.bytes
    },
    async removeDataset(id) {
      datasets.delete(id)
      previews.delete(id)
      tell({ kind: 'datasets', id })
      return undefined
    },

    async listRuns({ workflowId } = {}) {
      return [...runs.values()]
        .map(({ entry }) => entry)
        .filter((entry) => workflowId === undefined || entry.workflowId === workflowId)
        .sort(newestFirst(({ startedAt }) => startedAt))
    },
    async appendEvents(entry, events) {
      const before = runs.get(entry.run)?.events ?? []
      runs.set(entry.run, { entry, events: [...before, ...events] })
      tell({ kind: 'runs', id: entry.run })
      return undefined
    },
    async runEvents(run) {
      return runs.get(run)?.events ?? []
    },
    async removeRun(run) {
      runs.delete(run)
      tell({ kind: 'runs', id: run })
      return undefined
    },

    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}
