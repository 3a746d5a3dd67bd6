import type { SessionRequest, WorkflowSession } from '@aw-flow/client'
import {
  BeforeCancelEvent,
  BeforeDatasetRemoveEvent,
  BeforeDecideEvent,
  BeforeEditEvent,
  BeforeFileEvent,
  BeforeOpenEvent,
  BeforeResumeEvent,
  BeforeRunEvent,
} from './request-events.ts'

/** The value of the client's `SessionRequestEvent.type`. Not imported, because the editor imports only types from the client. */
const sessionRequest = 'aw-session-request'

/** Creates a relay that dispatches session requests as `aw-before-…` events. */
export function createRequestRelay(dispatch: (event: Event) => boolean) {
  let currentSession: WorkflowSession | undefined

  const onRequest = (event: Event): void => {
    const { request } = event as Event & { request: SessionRequest }
    if (!dispatch(toEvent(request))) event.preventDefault()
  }

  return {
    /** Relays the requests of `session`, and stops relaying those of the previous session. */
    update(session: WorkflowSession | undefined): void {
      if (session === currentSession) return
      currentSession?.removeEventListener(sessionRequest, onRequest)
      session?.addEventListener(sessionRequest, onRequest)
      currentSession = session
    },
  }
}

const toEvent = (request: SessionRequest): Event => {
  switch (request.type) {
    case 'edit':
      return new BeforeEditEvent({ edit: request.edit, cause: request.cause })
    case 'open':
      return new BeforeOpenEvent({ workflow: request.workflow })
    case 'file':
      return new BeforeFileEvent({ file: request.file })
    case 'remove-dataset':
      return new BeforeDatasetRemoveEvent({ dataset: request.dataset })
    case 'run':
      return new BeforeRunEvent({ options: request.options })
    case 'resume':
      return new BeforeResumeEvent({ run: request.run })
    case 'decide':
      return new BeforeDecideEvent({ decision: request.decision })
    case 'cancel':
      return new BeforeCancelEvent({ run: request.run })
  }
}
