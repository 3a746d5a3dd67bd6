import type { WorkflowSession } from '@aw-flow/client'

/** What an own session needs of its element. */
export interface OwnSessionPort {
  isConnected(): boolean
  /** The session that is shown: the `session` property, or without it the session of the context. */
  shown(): WorkflowSession | undefined
  /** The element's `session` property. */
  getProperty(): WorkflowSession | undefined
  setProperty(session: WorkflowSession | undefined): void
  create(): WorkflowSession | Promise<WorkflowSession | undefined> | undefined
  onChange(): void
}

/**
 * The session that an element creates if its host sets none. It is created once the element is in the page, survives
 * moving the element, and is closed after the element is removed or gets another session.
 */
export interface OwnSession {
  onConnected(): void
  onDisconnected(): void
  /** Before a rendering. */
  beforeUpdate(): void
  /** After a rendering. */
  afterUpdate(): void
}

export function createOwnSession(port: OwnSessionPort): OwnSession {
  let own: WorkflowSession | undefined
  let isRequested = false

  const close = (): void => {
    const closed = own
    if (!closed) return
    own = undefined
    if (port.getProperty() === closed) port.setProperty(undefined)
    void closed.close()
  }

  const request = async (): Promise<void> => {
    isRequested = true
    const created = await port.create()
    if (!created) return
    if (!port.isConnected() || port.shown()) {
      void created.close()
      return
    }
    own = created
    port.setProperty(created)
  }

  return {
    onConnected() {
      isRequested = false
      port.onChange()
    },
    onDisconnected() {
      // A moved element is connected again within the same task.
      queueMicrotask(() => {
        if (!port.isConnected()) close()
      })
    },
    beforeUpdate() {
      if (own && port.getProperty() !== own) close()
    },
    afterUpdate() {
      if (port.isConnected() && !port.shown() && !isRequested) void request()
    },
  }
}
