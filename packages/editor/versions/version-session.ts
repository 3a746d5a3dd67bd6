import type { WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'
import { extendPart } from '../extend-part.ts'
import { DerivedSession } from '../derived-session.ts'

/** Creates a read-only session for a version of a session's document. It has no run and ignores edits. */
export function createVersionSession(session: WorkflowSession, version: Workflow): DerivedSession {
  const document = extendPart(session.document, {
    current: version,
    description: undefined,
    canUndo: false,
    canRedo: false,
    apply: () => [],
    open: () => [],
    undo: () => undefined,
    redo: () => undefined,
  })
  const runs = extendPart(session.runs, {
    current: undefined,
    interrupted: undefined,
    stale: new Set<string>(),
    progress: {},
  })
  return new DerivedSession(session, document, runs)
}
