import type { WorkflowSession } from '@aw-flow/client'
import { tryChange } from '../../try-edit.ts'

/** Editor operations that undo and redo depend on. */
export interface HistoryHost {
  getSession(): WorkflowSession | undefined
  /** Returns the messages that screen readers announce. */
  getStrings(): { readonly undone: string; readonly redone: string }
  /** Calls `change` and, if it returns true, reveals the changed parts on the canvas. */
  showChange(change: () => boolean): void
  onChange(): void
}

/** Undo and redo for the toolbar, with a message for screen readers. */
export interface HistoryCommands {
  readonly message: string
  undo(): void
  redo(): void
}

export function createHistoryCommands(host: HistoryHost): HistoryCommands {
  let message = ''

  const step = (apply: (session: WorkflowSession) => void, text: string): void =>
    host.showChange(() => {
      if (!tryChange(host.getSession(), apply)) return false
      // Live regions announce only changed text, so add a no-break space to a repeated message.
      message = text === message ? `${text}\u00a0` : text
      host.onChange()
      return true
    })

  return {
    get message() {
      return message
    },
    undo: () => step((session) => session.document.undo(), host.getStrings().undone),
    redo: () => step((session) => session.document.redo(), host.getStrings().redone),
  }
}
