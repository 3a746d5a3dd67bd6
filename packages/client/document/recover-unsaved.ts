import { toCanonicalJson } from '@aw-flow/schema/internal'
import type { StoredDocument, WorkflowStorage } from '../storage/storage.ts'

/** Recovers the unsaved edits of all documents. See `recoverUnsaved`. @internal */
export async function recoverUnsavedDocuments(storage: WorkflowStorage): Promise<void> {
  for (const id of storage.unsaved.listDocumentIds()) await recoverUnsaved(storage, id)
}

/**
 * Saves the edits to a document that previous pages could not save before they closed. Edits that have been saved since
 * then are merged. Does not wait for a server, which receives them afterward.
 */
export async function recoverUnsaved(storage: WorkflowStorage, id: string): Promise<void> {
  const getDocument = async (): Promise<StoredDocument | undefined> =>
    (await storage.sync?.openCopy?.(id))?.document ?? storage.getDocument(id)
  const putDocument = storage.sync?.putCopy ?? storage.putDocument
  for (const { pageId, workflow, basedOn, base } of storage.unsaved.list(id)) {
    const storedDocument = await getDocument()
    // The last save may have succeeded even though the page closed before it was confirmed.
    const isSaved = storedDocument && toCanonicalJson(storedDocument.workflow) === toCanonicalJson(workflow)
    const isStored = isSaved || (await putDocument(id, workflow, basedOn, base)).ok
    if (isStored) storage.unsaved.remove(id, pageId)
  }
}
