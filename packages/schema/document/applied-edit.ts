import { message, type Text } from '@aw-flow/messages'
import type { Edit } from './edit.ts'
import { error, type Place, type Problem } from '../wire/problem.ts'
import type { Workflow } from './workflow.ts'

/** @internal */
export interface AppliedEdit {
  /** The document after the edit; the very same object when nothing changed. */
  workflow: Workflow
  /** Restores the previous document when applied to `workflow`. */
  inverse: Edit
  /** Why an edit, or a part of a batch, could not be applied; the rest of the batch was. */
  problems: Problem[]
}

/** The inverse of an edit that changed nothing. */
export const nothing: Edit = { type: 'batch', edits: [] }

/** The kinds of items that edits name. */
export type ItemKind = 'node' | 'edge' | 'group' | 'note'

/** Refuses an edit that does not fit the document: the document is unchanged, `where` names the place. */
export const refused = (workflow: Workflow, reason: Text, where: Place): AppliedEdit => ({
  workflow,
  inverse: nothing,
  problems: [error('edit.refused', { reason }, { where })],
})

/** The reason for which an item with this ID cannot be added. */
export const idTaken = (kind: ItemKind, id: string): Text => message('edit.id-taken', { kind, id })

/** The reason for which an item cannot be changed. */
export const notFound = (kind: ItemKind, id: string): Text => message('edit.not-found', { kind, id })
