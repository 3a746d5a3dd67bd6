import { canonicalJson } from '@aw-flow/schema'
import { createHash } from 'node:crypto'
import { storableText } from '../database/storable-text.ts'

/** Columns derived from a document. `hash` is equal for documents with the same content. */
export interface WorkflowColumns {
  name: string
  description: string | null
  status: string
  tags: string[]
  hash: string
}

/** The columns of a document, which may be of an older version. */
export function workflowColumns(document: unknown): WorkflowColumns {
  const { name, description, status, tags } = (document ?? {}) as Record<string, unknown>
  return {
    name: typeof name === 'string' ? storableText(name) : '',
    description: typeof description === 'string' ? storableText(description) : null,
    status: status === 'published' || status === 'archived' ? status : 'draft',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string').map(storableText) : [],
    hash: createHash('sha256').update(canonicalJson(document)).digest('hex'),
  }
}
