import { ContextConsumer } from '@lit/context'
import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { registerTypeMessages } from './language/render-text.ts'
import { sessionContext } from './session-context.ts'

/** Value of the client's `SessionChangeEvent.type`. The editor imports only types from the client. */
export const sessionChange = 'aw-session-change'

type SessionHost = ReactiveControllerHost & HTMLElement & { session?: WorkflowSession | undefined }

/**
 * Provides an element with its session: its `session` property or, if it is not set, the session from the context.
 * Updates the element when one of the given aspects of the session changes (default: all aspects except `presence`).
 * `onChange` is called for each of these changes before the element is rendered.
 */
export class SessionController implements ReactiveController {
  #host: SessionHost
  #aspects: ReadonlySet<SessionAspect>
  #onAspectChange: ((aspect: SessionAspect | 'session') => void) | undefined
  #context: ContextConsumer<typeof sessionContext, SessionHost>
  #observedSession: WorkflowSession | undefined

  constructor(
    host: SessionHost,
    aspects: readonly SessionAspect[] = [],
    onChange?: (aspect: SessionAspect | 'session') => void,
  ) {
    this.#host = host
    this.#aspects = new Set(aspects)
    this.#onAspectChange = onChange
    this.#context = new ContextConsumer(host, {
      context: sessionContext,
      subscribe: true,
      callback: () => this.#host.requestUpdate(),
    })
    host.addController(this)
  }

  get session(): WorkflowSession | undefined {
    return this.#host.session ?? this.#context.value
  }

  hostUpdate(): void {
    this.#observe(this.session)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#observe(undefined)
  }

  #observe(session: WorkflowSession | undefined): void {
    if (session === this.#observedSession) return
    this.#observedSession?.removeEventListener(sessionChange, this.#onChange)
    session?.addEventListener(sessionChange, this.#onChange)
    this.#observedSession = session
    if (session) registerTypeMessages(session.engine.catalog)
    this.#onAspectChange?.('session')
  }

  #onChange = (event: Event): void => {
    const { aspect } = event as Event & { aspect: SessionAspect }
    if (aspect === 'catalogue' && this.#observedSession) registerTypeMessages(this.#observedSession.engine.catalog)
    // Others move their pointers several times a second.
    if (this.#aspects.size > 0 ? !this.#aspects.has(aspect) : aspect === 'presence') return
    this.#onAspectChange?.(aspect)
    this.#host.requestUpdate()
  }
}
