import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit } from '@aw-flow/schema'

/** Takes a step, and answers whether the document is another one then: anyone who listens may have refused it. */
export function changes(session: WorkflowSession | undefined, step: (session: WorkflowSession) => void): boolean {
  if (!session) return false
  const before = session.document.current
  step(session)
  return session.document.current !== before
}

/** Applies an edit, and answers false where somebody has refused it; one that would change nothing is not refused. */
export function applies(session: WorkflowSession, edit: Edit): boolean {
  const before = session.document.current
  return changes(session, () => session.document.apply(edit)) || applyEdit(before, edit).workflow === before
}
