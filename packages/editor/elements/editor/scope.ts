import type { WorkflowSession } from '@aw-flow/client'
import { InnerSession, findWorkflow } from '../../inner-session.ts'

/** Tracks which workflow or sub-workflow an editor shows. */
export interface Scope {
  /** The session of the shown sub-workflow; `undefined` at the top level. */
  readonly innerSession: WorkflowSession | undefined
  /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
  readonly path: readonly string[]
  /** Shows the workflow at `path`, or the top-level workflow if there is none at that path. */
  set(path: readonly string[]): void
  /** Sets the top-level session, and leaves the shown sub-workflow if it was removed, for example by an undo. */
  update(session: WorkflowSession | undefined): void
  destroy(): void
}

export function createScope(): Scope {
  let outerSession: WorkflowSession | undefined
  let path: readonly string[] = []
  let innerSession: InnerSession | undefined

  const set = (newPath: readonly string[]): void => {
    void innerSession?.close()
    path = outerSession && findWorkflow(outerSession.document.current, newPath) ? newPath : []
    innerSession = outerSession && path.length > 0 ? new InnerSession(outerSession, path) : undefined
  }

  return {
    get innerSession() {
      return innerSession
    },
    get path() {
      return path
    },
    set,
    update(session) {
      if (session !== outerSession) {
        outerSession = session
        set([])
      }
      if (!innerSession || innerSession.isPresent) return
      const ancestorPaths = path.map((_, index) => path.slice(0, index)).toReversed()
      set(ancestorPaths.find((parent) => outerSession && findWorkflow(outerSession.document.current, parent)) ?? [])
    },
    destroy: () => set([]),
  }
}
