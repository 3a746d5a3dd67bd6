import type { SessionRequest, WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
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

/** The name of a session's question; `SessionRequestEvent.type` of the client, of which the editor sees types only. */
const sessionRequest = 'aw-session-request'

interface RelayHost extends ReactiveControllerHost, HTMLElement {
  readonly activeSession: WorkflowSession | undefined
}

/** Asks anyone who listens to the element before its session does something, and tells the session that it is not to. */
export class RequestRelay implements ReactiveController {
  #host: RelayHost
  #heard: WorkflowSession | undefined
  #refused = new WeakSet<File>()

  constructor(host: RelayHost) {
    this.#host = host
    host.addController(this)
  }

  /** Whether somebody has prevented that this file was imported. */
  refused(file: File): boolean {
    return this.#refused.has(file)
  }

  hostUpdate(): void {
    this.#hear(this.#host.activeSession)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#hear(undefined)
  }

  #hear(session: WorkflowSession | undefined): void {
    if (session === this.#heard) return
    this.#heard?.removeEventListener(sessionRequest, this.#onRequest)
    session?.addEventListener(sessionRequest, this.#onRequest)
    this.#heard = session
  }

  #onRequest = (event: Event): void => {
    const { request } = event as Event & { request: SessionRequest }
    if (this.#host.dispatchEvent(asked(request))) return
    event.preventDefault()
    if (request.type === 'file') this.#refused.add(request.file)
  }
}

const asked = (request: SessionRequest): Event => {
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
