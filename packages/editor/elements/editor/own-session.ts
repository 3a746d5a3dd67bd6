import type { WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface SessionOwner extends ReactiveControllerHost {
  readonly isConnected: boolean
  /** The `session` property of the element. */
  session: WorkflowSession | undefined
  /** The shown session: the `session` property or, if it is not set, the session from the context. */
  readonly activeSession: WorkflowSession | undefined
}

/**
 * Manages the session that an element creates if its host does not provide one. The session is created when the element
 * is connected, is kept when the element is moved, and is closed when the element is removed or gets another session.
 */
export class OwnSession implements ReactiveController {
  readonly #owner: SessionOwner
  readonly #create: () => WorkflowSession | Promise<WorkflowSession | undefined> | undefined
  #session: WorkflowSession | undefined
  #isRequested = false

  constructor(owner: SessionOwner, create: () => WorkflowSession | Promise<WorkflowSession | undefined> | undefined) {
    this.#owner = owner
    this.#create = create
  }

  hostConnected(): void {
    this.#isRequested = false
    this.#owner.requestUpdate()
  }

  hostDisconnected(): void {
    // Moving an element disconnects and reconnects it within the same task.
    queueMicrotask(() => {
      if (!this.#owner.isConnected) this.#close()
    })
  }

  /** Closes the element's own session if the host has replaced it. */
  hostUpdate(): void {
    if (this.#session && this.#owner.session !== this.#session) this.#close()
  }

  /** Creates a session if the element has none. */
  hostUpdated(): void {
    if (this.#owner.isConnected && !this.#owner.activeSession && !this.#isRequested) void this.#request()
  }

  async #request(): Promise<void> {
    this.#isRequested = true
    const createdSession = await this.#create()
    if (!createdSession) return
    if (!this.#owner.isConnected || this.#owner.activeSession) {
      void createdSession.close()
      return
    }
    this.#session = createdSession
    this.#owner.session = createdSession
  }

  #close(): void {
    const closingSession = this.#session
    if (!closingSession) return
    this.#session = undefined
    if (this.#owner.session === closingSession) this.#owner.session = undefined
    void closingSession.close()
  }
}
