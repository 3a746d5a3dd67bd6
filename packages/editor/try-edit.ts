import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit } from '@aw-flow/schema'

/** Runs a step. Returns whether it changed the document, because a listener may reject the change. */
export function tryStep(session: WorkflowSession | undefined, step: (session: WorkflowSession) => void): boolean {
  if (!session) return false
  const before = session.document.current
  step(session)
  return session.document.current !== before
}

/** Applies an edit. Returns false if a listener rejected it. An edit without effect does not count as rejected. */
export function tryEdit(session: WorkflowSession, edit: Edit): boolean {
  const before = session.document.current
  return tryStep(session, () => session.document.apply(edit)) || applyEdit(before, edit).workflow === before
}
