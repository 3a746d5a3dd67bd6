import type { WorkflowSession } from '@aw-flow/client'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import { extendPart } from '../extend-part.ts'
import { DerivedSession } from '../derived-session.ts'

/**
 * Creates a session that shows a version of its document. It has no run and ignores edits.
 *
 * @param getDescription - Returns the description of the version. Default: it has none.
 */
export function createVersionSession(
  session: WorkflowSession,
  version: Workflow,
  getDescription: () => WorkflowDescription | undefined = () => undefined,
): DerivedSession {
  const document = extendPart(session.document, {
    current: version,
    get description() {
      return getDescription()
    },
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
