import type { WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

type Made = WorkflowSession | Promise<WorkflowSession | undefined> | undefined

interface OwnSessionHost extends ReactiveControllerHost, HTMLElement {
  session: WorkflowSession | undefined
}

/**
 * The session that an element makes for itself when it was given none: asked for once it is on the page, kept while it
 * is moved, closed when it is gone or when another session is set.
 */
export class OwnSession implements ReactiveController {
  #host: OwnSessionHost
  #given: () => WorkflowSession | undefined
  #make: () => Made
  #own: WorkflowSession | undefined
  #asked = false

  constructor(host: OwnSessionHost, given: () => WorkflowSession | undefined, make: () => Made) {
    this.#host = host
    this.#given = given
    this.#make = make
  }

  hostConnected(): void {
    this.#asked = false
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    // An element that is only moved comes back within the same task.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#close()
    })
  }

  hostUpdate(): void {
    if (this.#own && this.#host.session !== this.#own) this.#close()
  }

  hostUpdated(): void {
    if (this.#host.isConnected && !this.#given() && !this.#asked) void this.#ask()
  }

  async #ask(): Promise<void> {
    this.#asked = true
    const made = await this.#make()
    if (!made) return
    if (!this.#host.isConnected || this.#given()) {
      void made.close()
      return
    }
    this.#own = made
    this.#host.session = made
  }

  #close(): void {
    const own = this.#own
    if (!own) return
    this.#own = undefined
    if (this.#host.session === own) this.#host.session = undefined
    void own.close()
  }
}
