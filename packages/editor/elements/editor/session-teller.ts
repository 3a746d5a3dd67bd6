import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { DocumentChangeEvent, RunChangeEvent, SavingChangeEvent, SessionEvent } from './session-events.ts'

interface TellerHost extends ReactiveControllerHost, HTMLElement {
  /** The session as it reads in the element's language. */
  readonly activeSession: WorkflowSession | undefined
}

/** Tells anyone who listens to the element that it shows a session, and what of that has changed. */
export class SessionTeller implements ReactiveController {
  readonly #host: TellerHost
  readonly #session: () => WorkflowSession | undefined
  #reported: WorkflowSession | undefined

  constructor(host: TellerHost, session: () => WorkflowSession | undefined) {
    this.#host = host
    this.#session = session
    host.addController(this)
  }

  /** A session is reported of when it is drawn: anyone who hears of it finds the canvas there. */
  hostUpdated(): void {
    const session = this.#session()
    if (session === this.#reported) return
    this.#reported = session
    this.#host.dispatchEvent(new SessionEvent({ session }))
  }

  /** Other aspects are reported by `aw-session-change` of the session itself. */
  changed(aspect: SessionAspect): void {
    const session = this.#host.activeSession
    if (!session) return
    if (aspect === 'document') this.#host.dispatchEvent(new DocumentChangeEvent({ document: session.document.current }))
    else if (aspect === 'run') this.#host.dispatchEvent(new RunChangeEvent({ run: session.runs.current }))
    else if (aspect === 'saving') this.#host.dispatchEvent(new SavingChangeEvent({ saving: session.document.saving }))
  }
}
