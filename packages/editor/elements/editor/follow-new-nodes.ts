import type { WorkflowSession } from '@aw-flow/client'
import type { NewNodes } from '../../canvas/new-nodes.ts'

/** Returns a function that reports the document of the shown session to `newNodes`; called before each rendering. */
export function followNewNodes(newNodes: NewNodes): (session: WorkflowSession | undefined) => void {
  let followed: WorkflowSession | undefined
  return (session) => {
    if (session !== followed) {
      followed = session
      newNodes.reset(session?.document.current)
    } else if (session) newNodes.onDocumentChange(session.document.current)
  }
}
