import type { WorkflowSession } from '@aw-flow/client'

/** The functions of an element that manage its own session. */
export interface OwnSessionPort {
  isConnected(): boolean
  /** Returns the session that is shown: the `session` property or, without it, the session from the context. */
  getActiveSession(): WorkflowSession | undefined
  /** Returns the element's `session` property. */
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
  /** Called before a rendering. Closes the element's own session if it was replaced. */
  beforeUpdate(): void
  /** Called after a rendering. Creates a session if none is shown. */
  afterUpdate(): void
}

export function createOwnSession(port: OwnSessionPort): OwnSession {
  let ownSession: WorkflowSession | undefined
  let isRequested = false

  const close = (): void => {
    const closingSession = ownSession
    if (!closingSession) return
    ownSession = undefined
    if (port.getProperty() === closingSession) port.setProperty(undefined)
    void closingSession.close()
  }

  const request = async (): Promise<void> => {
    isRequested = true
    const created = await port.create()
    if (!created) return
    if (!port.isConnected() || port.getActiveSession()) {
      void created.close()
      return
    }
    ownSession = created
    port.setProperty(created)
  }

  return {
    onConnected() {
      isRequested = false
      port.onChange()
    },
    onDisconnected() {
      // A moved element is reconnected within the same task.
      queueMicrotask(() => {
        if (!port.isConnected()) close()
      })
    },
    beforeUpdate() {
      if (ownSession && port.getProperty() !== ownSession) close()
    },
    afterUpdate() {
      if (port.isConnected() && !port.getActiveSession() && !isRequested) void request()
    },
  }
}
