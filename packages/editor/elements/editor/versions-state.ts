import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'
import { createVersionSession } from '../../versions/version-session.ts'

/** Tracks whether the versions panel is open and which version the canvas shows. */
export interface VersionsState {
  readonly isOpen: boolean
  /** True if the canvas shows an earlier, read-only version. */
  readonly isShowingVersion: boolean
  /**
   * Returns the session to show on the canvas: a read-only one if an earlier version is selected, otherwise `session`.
   */
  getCanvasSession(session: WorkflowSession): WorkflowSession
  open(): void
  close(): void
  /** Shows a version of the session's document on the canvas, or the current document if `undefined`. */
  showVersion(session: WorkflowSession, document: Workflow | undefined): void
  /** Opens the versions panel when a merge causes new conflicts. */
  onSessionChange(session: WorkflowSession | undefined, aspect: SessionAspect | 'session'): void
}

export function createVersionsState(onChange: () => void): VersionsState {
  let isOpen = false
  let conflictCount = 0
  let shownVersion: { source: WorkflowSession; session: WorkflowSession } | undefined

  const open = (): void => {
    isOpen = true
    onChange()
  }

  return {
    get isOpen() {
      return isOpen
    },
    get isShowingVersion() {
      return isOpen && shownVersion !== undefined
    },
    getCanvasSession: (session) => (isOpen && shownVersion?.source === session ? shownVersion.session : session),
    open,
    close() {
      isOpen = false
      shownVersion = undefined
      onChange()
    },
    showVersion(source, document) {
      shownVersion = document && { source, session: createVersionSession(source, document) }
      onChange()
    },
    onSessionChange(session, aspect) {
      if (aspect === 'session') shownVersion = undefined
      if (aspect !== 'versions' && aspect !== 'session') return
      const previousCount = conflictCount
      conflictCount = session?.document.versions?.conflicts.length ?? 0
      if (conflictCount > previousCount && !isOpen) open()
    },
  }
}
