import type { WorkflowSession } from '@aw-flow/client'
import { InnerSession, findWorkflow } from '../../inner-session.ts'

/** Tracks which workflow or sub-workflow an editor shows. */
export type Scope = ReturnType<typeof createScope>

export function createScope() {
  let outerSession: WorkflowSession | undefined
  let path: readonly string[] = []
  let innerSession: InnerSession | undefined

  const set = (newPath: readonly string[]): void => {
    void innerSession?.close()
    path = outerSession && findWorkflow(outerSession.document.current, newPath) ? newPath : []
    innerSession = outerSession && path.length > 0 ? new InnerSession(outerSession, path) : undefined
  }

  return {
    /** The session of the shown sub-workflow; `undefined` at the top level. */
    get innerSession(): WorkflowSession | undefined {
      return innerSession
    },
    /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
    get path(): readonly string[] {
      return path
    },
    /** Shows the workflow at `path`, or the top-level workflow if there is none at that path. */
    set,
    /** Sets the top-level session, and leaves the shown sub-workflow if it was removed, for example by an undo. */
    update(session: WorkflowSession | undefined): void {
      if (session !== outerSession) {
        outerSession = session
        set([])
      }
      if (!innerSession || innerSession.isPresent) return
      const ancestorPaths = path.map((_, index) => path.slice(0, index)).toReversed()
      set(ancestorPaths.find((parent) => outerSession && findWorkflow(outerSession.document.current, parent)) ?? [])
    },
    destroy: (): void => set([]),
  }
}
