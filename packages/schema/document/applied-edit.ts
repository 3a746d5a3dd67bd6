import { message, type Text } from '@aw-flow/messages'
import type { Edit } from './edit.ts'
import { error, type Place, type Problem } from '../wire/problem.ts'
import type { Workflow } from './workflow.ts'

/** @internal */
export interface AppliedEdit {
  /** The document after the edit. It is the same object if nothing changed. */
  workflow: Workflow
  /** Restores the previous document when applied to `workflow`. */
  inverse: Edit
  /** Why the edit or edits in a batch could not be applied. The other edits in the batch are applied. */
  problems: Problem[]
}

/** The inverse of an edit that did not change anything. */
export const emptyEdit: Edit = { type: 'batch', edits: [] }

/** Kinds of items that edits refer to. */
export type ItemKind = 'node' | 'edge' | 'group' | 'note'

/**
 * Creates the result for an edit that cannot be applied to the document. The document is unchanged, and the problem
 * refers to the place `where`.
 */
export const rejectEdit = (workflow: Workflow, reason: Text, where: Place): AppliedEdit => ({
  workflow,
  inverse: emptyEdit,
  problems: [error('edit.refused', { reason }, { where })],
})

/** Describes why an item cannot be added: its id is already used. */
export const describeTakenId = (kind: ItemKind, id: string): Text => message('edit.id-taken', { kind, id })

/** Describes why an item cannot be changed: it does not exist. */
export const describeNotFound = (kind: ItemKind, id: string): Text => message('edit.not-found', { kind, id })
