import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit } from '@aw-flow/schema'

/** Applies a change, undo or redo. Returns whether the document has changed; a listener may reject the change. */
export function tryChange(session: WorkflowSession | undefined, change: (session: WorkflowSession) => void): boolean {
  if (!session) return false
  const before = session.document.current
  change(session)
  return session.document.current !== before
}

/** Applies an edit. Returns false if a listener rejected it. An edit without effect does not count as rejected. */
export function tryEdit(session: WorkflowSession, edit: Edit): boolean {
  const before = session.document.current
  return tryChange(session, () => session.document.apply(edit)) || applyEdit(before, edit).workflow === before
}
