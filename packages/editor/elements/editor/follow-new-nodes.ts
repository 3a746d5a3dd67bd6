import type { WorkflowSession } from '@aw-flow/client'
import type { NewNodeTracker } from '../../canvas/new-nodes.ts'

/** Creates a function that keeps `newNodes` up to date with the shown session. Call it before each rendering. */
export function createNewNodesUpdater(newNodes: NewNodeTracker): (session: WorkflowSession | undefined) => void {
  let lastSession: WorkflowSession | undefined
  return (session) => {
    if (session !== lastSession) {
      lastSession = session
      newNodes.reset(session?.document.current)
    } else if (session) newNodes.onDocumentChange(session.document.current)
  }
}
