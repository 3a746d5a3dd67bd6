import { message, type Text } from '@aw-flow/messages'
import type { Edit } from './edit.ts'
import { error, type Place, type Problem } from '../wire/problem.ts'
import type { Workflow } from './workflow.ts'

/** @internal */
export interface AppliedEdit {
  /** The document after the edit; the same object if nothing changed. */
  workflow: Workflow
  /** Restores the previous document when applied to `workflow`. */
  inverse: Edit
  /** The reasons that the edit, or parts of a batch, could not be applied. The rest of a batch is applied. */
  problems: Problem[]
}

/** The inverse of an edit that changed nothing. */
export const emptyEdit: Edit = { type: 'batch', edits: [] }

/** The kinds of items that edits address. */
export type ItemKind = 'node' | 'edge' | 'group' | 'note'

/**
 * Rejects an edit that does not fit the document: the document is unchanged, and the problem has `where` as its
 * location.
 */
export const rejectEdit = (workflow: Workflow, reason: Text, where: Place): AppliedEdit => ({
  workflow,
  inverse: emptyEdit,
  problems: [error('edit.refused', { reason }, { where })],
})

/** Returns the reason that an item with this id cannot be added. */
export const describeTakenId = (kind: ItemKind, id: string): Text => message('edit.id-taken', { kind, id })

/** Returns the reason that an item cannot be changed. */
export const describeNotFound = (kind: ItemKind, id: string): Text => message('edit.not-found', { kind, id })
