import type { WorkflowSession } from '@aw-flow/client'
import { changes } from '../../changes.ts'

/** What undo and redo need of their editor. */
export interface HistoryPort {
  session(): WorkflowSession | undefined
  /** Messages for screen readers. */
  strings(): { readonly undone: string; readonly redone: string }
  /** Runs a change of the document and then shows on the canvas what it has changed. */
  showChange(change: () => boolean): void
  onChange(): void
}

/** Undo and redo of the toolbar, with a message for screen readers. */
export interface HistorySteps {
  readonly message: string
  undo(): void
  redo(): void
}

export function createHistorySteps(port: HistoryPort): HistorySteps {
  let message = ''

  const step = (take: (session: WorkflowSession) => void, text: string): void =>
    port.showChange(() => {
      if (!changes(port.session(), take)) return false
      // A live region announces only changes: a repeated message gets a trailing no-break space.
      message = text === message ? `${text}\u00a0` : text
      port.onChange()
      return true
    })

  return {
    get message() {
      return message
    },
    undo: () => step((session) => session.document.undo(), port.strings().undone),
    redo: () => step((session) => session.document.redo(), port.strings().redone),
  }
}
