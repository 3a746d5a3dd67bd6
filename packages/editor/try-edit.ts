import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit } from '@aw-flow/schema'

/** Performs a change, undo or redo, which a listener may reject. Returns whether the document changed. */
export function tryChange(session: WorkflowSession | undefined, change: (session: WorkflowSession) => void): boolean {
  if (!session) return false
  const previousDocument = session.document.current
  change(session)
  return session.document.current !== previousDocument
}

/** Applies an edit. Returns false if a listener rejects it, and true if it is applied or has no effect. */
export function tryEdit(session: WorkflowSession, edit: Edit): boolean {
  const previousDocument = session.document.current
  return (
    tryChange(session, () => session.document.apply(edit)) ||
    applyEdit(previousDocument, edit).workflow === previousDocument
  )
}
