import type { WorkflowSession } from '@aw-flow/client'
import { tryChange } from '../../try-edit.ts'

/** Editor operations that undo and redo depend on. */
export interface HistoryPort {
  getSession(): WorkflowSession | undefined
  /** Returns the messages that screen readers announce. */
  getStrings(): { readonly undone: string; readonly redone: string }
  /** Calls `change` and, if it returns true, reveals the changed parts on the canvas. */
  showChange(change: () => boolean): void
  onChange(): void
}

/** Undo and redo for the toolbar, with a message for screen readers. */
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
      // Live regions announce only changed text, so add a no-break space to a repeated message.
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
