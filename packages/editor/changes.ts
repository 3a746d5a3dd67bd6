import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit } from '@aw-flow/schema'

/** Runs a step; returns whether the document has changed, since a listener may refuse the change. */
export function changes(session: WorkflowSession | undefined, step: (session: WorkflowSession) => void): boolean {
  if (!session) return false
  const before = session.document.current
  step(session)
  return session.document.current !== before
}

/** Applies an edit; returns false if a listener has refused it. An edit that changes nothing is not refused. */
export function applies(session: WorkflowSession, edit: Edit): boolean {
  const before = session.document.current
  return changes(session, () => session.document.apply(edit)) || applyEdit(before, edit).workflow === before
}
