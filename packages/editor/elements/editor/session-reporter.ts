import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import { DocumentChangeEvent, RunChangeEvent, SavingChangeEvent, SessionEvent } from './session-events.ts'

/** Dispatches events about an element's session. */
export interface SessionReporter {
  /** Called after each rendering, so that the canvas exists when listeners are notified of a new session. */
  afterUpdate(session: WorkflowSession | undefined): void
  /** Dispatches an event if the document, the run or the save status has changed. */
  onChange(session: WorkflowSession, aspect: SessionAspect): void
}

export function createSessionReporter(dispatch: (event: Event) => void): SessionReporter {
  let reportedSession: WorkflowSession | undefined
  return {
    afterUpdate(session) {
      if (session === reportedSession) return
      reportedSession = session
      dispatch(new SessionEvent({ session }))
    },
    onChange({ document, runs }, aspect) {
      if (aspect === 'document') dispatch(new DocumentChangeEvent({ document: document.current }))
      else if (aspect === 'run') dispatch(new RunChangeEvent({ run: runs.current }))
      else if (aspect === 'saving') dispatch(new SavingChangeEvent({ saving: document.saving }))
    },
  }
}
