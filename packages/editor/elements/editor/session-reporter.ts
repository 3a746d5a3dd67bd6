import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import { DocumentChangeEvent, RunChangeEvent, SavingChangeEvent, SessionEvent } from './session-events.ts'

export function createSessionReporter(dispatch: (event: Event) => void) {
  let reportedSession: WorkflowSession | undefined
  return {
    /** Called after each rendering, so that the canvas exists when listeners are notified of a new session. */
    afterUpdate(session: WorkflowSession | undefined): void {
      if (session === reportedSession) return
      reportedSession = session
      dispatch(new SessionEvent({ session }))
    },
    /** Dispatches an event if the document, the run or the save status has changed. */
    onChange({ document, runs }: WorkflowSession, aspect: SessionAspect): void {
      if (aspect === 'document') dispatch(new DocumentChangeEvent({ document: document.current }))
      else if (aspect === 'run') dispatch(new RunChangeEvent({ run: runs.current }))
      else if (aspect === 'saving') dispatch(new SavingChangeEvent({ saving: document.saving }))
    },
  }
}
