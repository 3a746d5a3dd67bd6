import type { Workflow } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { createHash } from 'node:crypto'
import { toStorableText } from '../database/storable-text.ts'

/** Columns derived from a document. Documents with the same content have the same `hash`. */
export interface WorkflowColumns {
  name: string
  description: string | null
  status: Workflow['status']
  tags: string[]
  hash: string
}

/** Derives the columns from a document, which may be in an older format. */
export function toWorkflowColumns(document: unknown): WorkflowColumns {
  const { name, description, status, tags } = (document ?? {}) as Record<string, unknown>
  return {
    name: typeof name === 'string' ? toStorableText(name) : '',
    description: typeof description === 'string' ? toStorableText(description) : null,
    status: status === 'published' || status === 'archived' ? status : 'draft',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string').map(toStorableText) : [],
    hash: createHash('sha256').update(toCanonicalJson(document)).digest('hex'),
  }
}
