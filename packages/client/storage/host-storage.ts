import { error, readWorkflow, type Workflow, failed, getValue } from '@aw-flow/schema'
import { createMemoryStorage } from './memory-storage.ts'
import type { WorkflowStorage } from './storage.ts'

/** Document storage that the host provides. @public */
export interface HostStorage {
  /** Loads a document, as the saved value or as JSON text. Returns `undefined` if the document does not exist. */
  load(id: string): Promise<unknown>
  /** Saves a document. If the promise rejects, the error is shown as the reason. */
  save(id: string, workflow: Workflow): Promise<void>
}

/**
 * Creates storage that saves documents in the host's storage. Datasets, runs and versions are kept in memory until the
 * tab is closed. A document that cannot be read is left unchanged.
 *
 * @internal
 */
export function createHostStorage(host: HostStorage): WorkflowStorage {
  const memory = createMemoryStorage()
  const createSaveProblem = (name: string, cause: unknown): ReturnType<typeof error> =>
    error('storage.host-failed', { name, reason: cause instanceof Error ? cause.message : String(cause) })
  return {
    ...memory,
    async getDocument(id) {
      const cachedDocument = await memory.getDocument(id)
      if (cachedDocument) return cachedDocument
      const source = await host.load(id)
      const { workflow } = source === undefined || source === null ? {} : readWorkflow(source)
      if (!workflow) return undefined
      return getValue(await memory.putDocument(id, workflow, 0))?.document
    },
    async putDocument(id, workflow, baseRevision, base, access) {
      const saveResult = await memory.putDocument(id, workflow, baseRevision, base, access)
      if (!saveResult.ok) return saveResult
      try {
        await host.save(id, saveResult.value.document.workflow)
        return saveResult
      } catch (cause) {
        return failed(createSaveProblem(workflow.name, cause))
      }
    },
  }
}
