import type { WorkflowSession } from '@aw-flow/client'
import { SessionEvent } from '@aw-flow/editor'

/** Begins a run as soon as an editor shows the session: it follows the run from its first event, and opens its results. */
export function startWhenShown(session: WorkflowSession): void {
  const shown = (event: Event): void => {
    if (!(event instanceof SessionEvent) || event.session !== session) return
    document.removeEventListener(SessionEvent.type, shown)
    void session.runs.start()
  }
  document.addEventListener(SessionEvent.type, shown)
}
