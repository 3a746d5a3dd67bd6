import type { WorkflowSession } from '@aw-flow/client'
import { SessionEvent } from '@aw-flow/editor'

/**
 * Starts a run as soon as an editor displays the session, so that the editor observes the run from its first event and
 * opens its results.
 */
export function startWhenShown(session: WorkflowSession): void {
  const onSessionShown = (event: Event): void => {
    if (!(event instanceof SessionEvent) || event.session !== session) return
    document.removeEventListener(SessionEvent.type, onSessionShown)
    void session.runs.start()
  }
  document.addEventListener(SessionEvent.type, onSessionShown)
}
