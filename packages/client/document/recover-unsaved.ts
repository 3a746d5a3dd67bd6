import { toCanonicalJson } from '@aw-flow/schema/internal'
import type { WorkflowStorage } from '../storage/storage.ts'

/** Recovers the unsaved edits of all documents. See `recoverUnsaved`. @internal */
export async function recoverUnsavedDocuments(storage: WorkflowStorage): Promise<void> {
  for (const id of storage.unsaved.listDocumentIds()) await recoverUnsaved(storage, id)
}

/**
 * Saves the edits to a document that previous pages could not save before they closed. Edits that have been saved since
 * then are merged.
 */
export async function recoverUnsaved(storage: WorkflowStorage, id: string): Promise<void> {
  for (const { pageId, workflow, basedOn, base } of storage.unsaved.list(id)) {
    const storedDocument = await storage.getDocument(id)
    // The last save may have succeeded even though the page closed before it was confirmed.
    const isSaved = storedDocument && toCanonicalJson(storedDocument.workflow) === toCanonicalJson(workflow)
    const isStored = isSaved || (await storage.putDocument(id, workflow, basedOn, base)).ok
    if (isStored) storage.unsaved.remove(id, pageId)
  }
}
