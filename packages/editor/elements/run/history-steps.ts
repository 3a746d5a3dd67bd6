import type { WorkflowSession } from '@aw-flow/client'
import { tryChange } from '../../try-edit.ts'

/** The functions of an editor that undo and redo need. */
export interface HistoryPort {
  getSession(): WorkflowSession | undefined
  /** Returns messages for screen readers. */
  getStrings(): { readonly undone: string; readonly redone: string }
  /** Applies a change to the document, and then reveals the changed parts on the canvas. */
  showChange(change: () => boolean): void
  onChange(): void
}

/** The toolbar's undo and redo, with a message for screen readers. */
export interface HistorySteps {
  readonly message: string
  undo(): void
  redo(): void
}

export function createHistorySteps(port: HistoryPort): HistorySteps {
  let message = ''

  const step = (apply: (session: WorkflowSession) => void, text: string): void =>
    port.showChange(() => {
      if (!tryChange(port.getSession(), apply)) return false
      // A live region announces only changes: a repeated message gets a trailing no-break space.
      message = text === message ? `${text}\u00a0` : text
      port.onChange()
      return true
    })

  return {
    get message() {
      return message
    },
    undo: () => step((session) => session.document.undo(), port.getStrings().undone),
    redo: () => step((session) => session.document.redo(), port.getStrings().redone),
  }
}
