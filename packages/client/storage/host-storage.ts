import { error, readWorkflow, type Workflow } from '@aw-flow/schema'
import { createMemoryStorage } from './memory-storage.ts'
import type { WorkflowStorage } from './storage.ts'

/** Where a host keeps documents itself: two calls, of which each may take its time. */
export interface HostStorage {
  /** A document as it was saved, or as its JSON text; `undefined` where there is none. */
  load(id: string): Promise<unknown>
  /** Keeps a document. What it rejects with is shown as the reason why nothing is saved. */
  save(id: string, workflow: Workflow): Promise<void>
}

/**
 * A host's storage in the shape of ours: documents are the host's, and everything else (data, runs, versions) ends with the
 * tab. A document that cannot be read is told, and left as it is.
 */
export function createHostStorage(host: HostStorage): WorkflowStorage {
  const memory = createMemoryStorage()
  const failed = (name: string, cause: unknown): ReturnType<typeof error> =>
    error('storage.host-failed', { name, reason: cause instanceof Error ? cause.message : String(cause) })
  return {
    ...memory,
    async getDocument(id) {
      const known = await memory.getDocument(id)
      if (known) return known
      const source = await host.load(id)
      const { workflow } = source === undefined || source === null ? {} : readWorkflow(source)
      if (!workflow) return undefined
      const { document } = await memory.putDocument(id, workflow, 0)
      return document
    },
    async putDocument(id, workflow, basedOn, base) {
      const saved = await memory.putDocument(id, workflow, basedOn, base)
      if (!saved.document) return saved
      try {
        await host.save(id, saved.document.workflow)
        return saved
      } catch (cause) {
        return { problem: failed(workflow.name, cause) }
      }
    },
  }
}
