import { mergeWorkflows, type Workflow } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import type { SavedDocument, StoredDocument } from './storage.ts'

interface SaveOptions {
  id: string
  workflow: Workflow
  /** The revision on which the document to save is based. */
  baseRevision: number
  /** The document at that revision, if known. */
  base?: Workflow | undefined
  stored: StoredDocument | undefined
  /** The current time, in ms since the Unix epoch. */
  now: number
}

/**
 * Determines which documents to write for a save. If the stored document has changed since `baseRevision`, it is merged
 * with the document to save. Without a known base, the document to save takes precedence, and the stored document
 * becomes a separate document with a new id and name.
 */
export function resolveSave({ id, workflow, baseRevision, base, stored, now }: SaveOptions): SavedDocument {
  const toStoredDocument = (content: Workflow): StoredDocument => ({
    id,
    workflow: content,
    revision: Math.max(stored?.revision ?? 0, baseRevision) + 1,
    updatedAt: now,
  })
  if (!stored || stored.revision === baseRevision || isSameJson(stored.workflow, workflow)) {
    return { document: toStoredDocument(workflow) }
  }
  if (base) {
    const { document, conflicts, problems } = mergeWorkflows(base, workflow, stored.workflow)
    return { document: toStoredDocument(document), merged: { conflicts, problems } }
  }
  const name = `${stored.workflow.name} (other tab)`.slice(0, 200)
  const conflictCopy = {
    id: `${id.slice(0, 100)}.other-${stored.updatedAt.toString(36)}`,
    workflow: { ...stored.workflow, name },
    revision: 1,
    updatedAt: stored.updatedAt,
  }
  return { document: toStoredDocument(workflow), conflictCopy }
}
