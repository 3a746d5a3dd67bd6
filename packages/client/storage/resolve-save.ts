import { mergeWorkflows, sameJson, type Workflow } from '@aw-flow/schema'
import type { SavedDocument, StoredDocument } from './storage.ts'

interface Save {
  id: string
  workflow: Workflow
  /** The revision that the saved document was made from. */
  basedOn: number
  /** What it was made from; absent where nobody knows. */
  base?: Workflow | undefined
  stored: StoredDocument | undefined
  /** In ms since 1970. */
  now: number
}

/**
 * What a save writes. When somebody else has saved since this document was read, the two are merged; where it is not known
 * what they were made from, this one takes the place and the other is kept beside it under an id and a name of its own.
 */
export function resolveSave({
  id,
  workflow,
  basedOn,
  base,
  stored,
  now,
}: Save): Exclude<SavedDocument, { document?: undefined }> {
  const saved = (saves: Workflow): StoredDocument => ({
    id,
    workflow: saves,
    revision: Math.max(stored?.revision ?? 0, basedOn) + 1,
    updatedAt: now,
  })
  if (!stored || stored.revision === basedOn || sameJson(stored.workflow, workflow)) {
    return { document: saved(workflow) }
  }
  if (base) {
    const { document, conflicts, problems } = mergeWorkflows(base, workflow, stored.workflow)
    return { document: saved(document), merged: { conflicts, problems } }
  }
  const name = `${stored.workflow.name} (other tab)`.slice(0, 200)
  const kept = {
    id: `${id.slice(0, 100)}.other-${stored.updatedAt.toString(36)}`,
    workflow: { ...stored.workflow, name },
    revision: 1,
    updatedAt: stored.updatedAt,
  }
  return { document: saved(workflow), kept }
}
