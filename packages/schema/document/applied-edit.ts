import type { Edit } from './edit.ts'
import { error, type Problem } from '../wire/problem.ts'
import type { Workflow } from './workflow.ts'

export interface AppliedEdit {
  /** The document after the edit; the very same object when nothing changed. */
  workflow: Workflow
  /** Applied to `workflow`, gives the document before. */
  inverse: Edit
  /** Why an edit, or a part of a batch, could not be applied; the rest of the batch was. */
  problems: Problem[]
}

/** The inverse of an edit that changed nothing. */
export const nothing: Edit = { type: 'batch', edits: [] }

/** An edit that does not fit the document as it is: nothing is changed, and `where` tells at what. */
export const refused = (workflow: Workflow, message: string, where: NonNullable<Problem['where']>): AppliedEdit => ({
  workflow,
  inverse: nothing,
  problems: [error('edit.refused', message, { where, hint: 'The workflow has changed meanwhile; try again.' })],
})
