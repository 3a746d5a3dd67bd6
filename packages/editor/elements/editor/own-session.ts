import type { WorkflowSession } from '@aw-flow/client'

/** Operations on the element whose session is managed. */
export interface ManagedSessionHost {
  isConnected(): boolean
  /** Returns the shown session: the `session` property or, if it is not set, the session from the context. */
  getActiveSession(): WorkflowSession | undefined
  /** Returns the element's `session` property. */
  getSessionProperty(): WorkflowSession | undefined
  setSessionProperty(session: WorkflowSession | undefined): void
  createSession(): WorkflowSession | Promise<WorkflowSession | undefined> | undefined
  onChange(): void
}

/**
 * Manages the session that an element creates if its host does not provide one. The session is created when the element
 * is connected, is kept when the element is moved, and is closed when the element is removed or gets another session.
 */
export interface ManagedSession {
  onConnected(): void
  onDisconnected(): void
  /** Called before each rendering. Closes the element's own session if the host has replaced it. */
  beforeUpdate(): void
  /** Called after each rendering. Creates a session if the element has none. */
  afterUpdate(): void
}

export function createManagedSession(host: ManagedSessionHost): ManagedSession {
  let managedSession: WorkflowSession | undefined
  let isRequested = false

  const close = (): void => {
    const closingSession = managedSession
    if (!closingSession) return
    managedSession = undefined
    if (host.getSessionProperty() === closingSession) host.setSessionProperty(undefined)
    void closingSession.close()
  }

  const requestSession = async (): Promise<void> => {
    isRequested = true
    const createdSession = await host.createSession()
    if (!createdSession) return
    if (!host.isConnected() || host.getActiveSession()) {
      void createdSession.close()
      return
    }
    managedSession = createdSession
    host.setSessionProperty(createdSession)
  }

  return {
    onConnected() {
      isRequested = false
      host.onChange()
    },
    onDisconnected() {
      // Moving an element disconnects and reconnects it within the same task.
      queueMicrotask(() => {
        if (!host.isConnected()) close()
      })
    },
    beforeUpdate() {
      if (managedSession && host.getSessionProperty() !== managedSession) close()
    },
    afterUpdate() {
      if (host.isConnected() && !host.getActiveSession() && !isRequested) void requestSession()
    },
  }
}
