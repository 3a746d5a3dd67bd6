import { newestFirst } from './newest-first.ts'
import type { WorkflowStorage } from './storage.ts'

/**
 * A storage on disk that keeps in memory what the disk refuses, so that a full disk costs nothing that is in the tab:
 * reads answer the entry in memory where there is one. The problem of the refused write is still answered.
 */
export function fallBack(disk: WorkflowStorage, memory: WorkflowStorage): WorkflowStorage {
  const runsInMemory = new Set<string>()

  return {
    kind: 'disk',

    async listDocuments() {
      const [kept, stored] = await Promise.all([memory.listDocuments(), disk.listDocuments()])
      return merge(kept, stored, ({ id }) => id).sort(newestFirst(({ updatedAt }) => updatedAt))
    },
    async getDocument(id) {
      return (await memory.getDocument(id)) ?? disk.getDocument(id)
    },
    async putDocument(id, workflow, basedOn) {
      const saved = await disk.putDocument(id, workflow, basedOn)
      if (saved.problem) await memory.putDocument(id, workflow, basedOn)
      else if (await memory.getDocument(id)) await memory.removeDocument(id)
      return saved
    },
    async removeDocument(id) {
      await memory.removeDocument(id)
      return disk.removeDocument(id)
    },
    listUnreadable: () => disk.listUnreadable(),
    removeUnreadable: (document) => disk.removeUnreadable(document),

    unsaved: disk.unsaved,

    async listDatasets() {
      const [kept, stored] = await Promise.all([memory.listDatasets(), disk.listDatasets()])
      return merge(kept, stored, ({ dataset }) => dataset.id).sort(newestFirst(({ dataset }) => dataset.createdAt))
    },
    async putDataset(dataset, bytes) {
      const problem = await disk.putDataset(dataset, bytes)
      if (problem) await memory.putDataset(dataset, bytes)
      return problem
    },
    async putPreview(preview) {
      if (await memory.datasetBytes(preview.dataset)) return memory.putPreview(preview)
      return disk.putPreview(preview)
    },
    async datasetBytes(id) {
      return (await memory.datasetBytes(id)) ?? disk.datasetBytes(id)
    },
    async removeDataset(id) {
      await memory.removeDataset(id)
      return disk.removeDataset(id)
    },

    async listRuns(options) {
      const [kept, stored] = await Promise.all([memory.listRuns(options), disk.listRuns(options)])
      return merge(kept, stored, ({ run }) => run).sort(newestFirst(({ startedAt }) => startedAt))
    },
    async appendEvents(run, events) {
      // A record must not have a hole: once a part of it is in memory, so is the rest.
      const problem = runsInMemory.has(run.run) ? undefined : await disk.appendEvents(run, events)
      if (problem) runsInMemory.add(run.run)
      if (runsInMemory.has(run.run)) await memory.appendEvents(run, events)
      return problem
    },
    async runEvents(run) {
      const [stored, kept] = await Promise.all([disk.runEvents(run), memory.runEvents(run)])
      return [...stored, ...kept]
    },
    async removeRun(run) {
      runsInMemory.delete(run)
      await memory.removeRun(run)
      return disk.removeRun(run)
    },

    subscribe(listener) {
      const ends = [disk.subscribe(listener), memory.subscribe(listener)]
      return () => ends.forEach((end) => end())
    },
    close() {
      disk.close()
      memory.close()
    },
  }
}

const merge = <T>(first: readonly T[], second: readonly T[], key: (item: T) => string): T[] => {
  const keys = new Set(first.map(key))
  return [...first, ...second.filter((item) => !keys.has(key(item)))]
}
