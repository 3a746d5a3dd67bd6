import { canonicalJson } from '@aw-flow/schema'
import type { WorkflowStorage } from '../storage/storage.ts'

/** Saves what closing pages have left of any document, so that it stands in the list. */
export async function recoverAllUnsaved(storage: WorkflowStorage): Promise<void> {
  for (const id of storage.unsaved.ids()) await recoverUnsaved(storage, id)
}

/** Saves what closing pages have left of a document. What somebody else has saved since is merged with it. */
export async function recoverUnsaved(storage: WorkflowStorage, id: string): Promise<void> {
  for (const { holder, workflow, basedOn, base } of storage.unsaved.list(id)) {
    const stored = await storage.getDocument(id)
    // The last save may have come through although the page did not hear of it.
    const known = stored && canonicalJson(stored.workflow) === canonicalJson(workflow)
    const saved = known ? undefined : await storage.putDocument(id, workflow, basedOn, base)
    if (!saved?.problem) storage.unsaved.drop(id, holder)
  }
}
