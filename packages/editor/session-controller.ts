import { ContextConsumer } from '@lit/context'
import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { registerTypeMessages } from './language/render-text.ts'
import { sessionContext } from './session-context.ts'

/** `SessionChangeEvent.type` of the client, from which the editor imports types only. */
export const sessionChange = 'aw-session-change'

type SessionHost = ReactiveControllerHost & HTMLElement & { session?: WorkflowSession | undefined }

/**
 * Provides an element with its session (its `session` property or the context's), and renders it again when one of
 * `aspects` changes (default: any). `changed` is called with each change before the rendering.
 */
export class SessionController implements ReactiveController {
  #host: SessionHost
  #aspects: ReadonlySet<SessionAspect>
  #changed: ((aspect: SessionAspect | 'session') => void) | undefined
  #context: ContextConsumer<typeof sessionContext, SessionHost>
  #heard: WorkflowSession | undefined

  constructor(
    host: SessionHost,
    aspects: readonly SessionAspect[] = [],
    changed?: (aspect: SessionAspect | 'session') => void,
  ) {
    this.#host = host
    this.#aspects = new Set(aspects)
    this.#changed = changed
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
    this.#hear(this.session)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#hear(undefined)
  }

  #hear(session: WorkflowSession | undefined): void {
    if (session === this.#heard) return
    this.#heard?.removeEventListener(sessionChange, this.#onChange)
    session?.addEventListener(sessionChange, this.#onChange)
    this.#heard = session
    if (session) registerTypeMessages(session.engine.catalogue)
    this.#changed?.('session')
  }

  #onChange = (event: Event): void => {
    const { aspect } = event as Event & { aspect: SessionAspect }
    if (aspect === 'catalogue' && this.#heard) registerTypeMessages(this.#heard.engine.catalogue)
    if (this.#aspects.size > 0 && !this.#aspects.has(aspect)) return
    this.#changed?.(aspect)
    this.#host.requestUpdate()
  }
}
