import { canonicalJson, type Workflow } from '@aw-flow/schema'
import type { StoredDocument } from './storage.ts'

interface Save {
  id: string
  workflow: Workflow
  /** The revision that the saved document was made from. */
  basedOn: number
  stored: StoredDocument | undefined
  /** In ms since 1970. */
  now: number
}

/**
 * What a save writes. When somebody else has saved since this document was read, this one takes the place and the
 * other version is kept beside it under an id and a name of its own.
 */
export function resolveSave({ id, workflow, basedOn, stored, now }: Save): {
  document: StoredDocument
  kept?: StoredDocument
} {
  const document = { id, workflow, revision: Math.max(stored?.revision ?? 0, basedOn) + 1, updatedAt: now }
  if (!stored || stored.revision === basedOn || canonicalJson(stored.workflow) === canonicalJson(workflow)) {
    return { document }
  }
  const name = `${stored.workflow.name} (other tab)`.slice(0, 200)
  const kept = {
    id: `${id.slice(0, 100)}.other-${stored.updatedAt.toString(36)}`,
    workflow: { ...stored.workflow, name },
    revision: 1,
    updatedAt: stored.updatedAt,
  }
  return { document, kept }
}
