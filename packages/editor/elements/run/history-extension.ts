import type { WorkflowSession } from '@aw-flow/client'
import type { Extension } from '../../extensions/extension.ts'
import { tryChange } from '../../canvas/commands/edit-commands.ts'
import type { EditorContext } from '../editor/editor-context.ts'

/** Undoes or redoes an edit, reveals the changed parts on the canvas, and announces it to screen readers. */
function step({ workflowSession, canvas, announce }: EditorContext, name: 'undo' | 'redo', message: string): void {
  const previous = canvas?.activeSession?.document.current
  if (!tryChange(workflowSession, ({ document }: WorkflowSession) => document[name]())) return
  announce(message)
  if (previous) canvas?.revealChange(previous)
}

/** Undo and redo in the toolbar. */
export const historyExtension: Extension = {
  name: 'aw-history',
  listToolbarItems: (editor) => {
    const { strings, readonly, workflowSession } = editor
    const { canUndo, canRedo } = workflowSession.document
    return [
      {
        id: 'aw-undo',
        title: strings.undo,
        icon: 'undo-2',
        disabled: readonly || !canUndo,
        run: () => step(editor, 'undo', editor.strings.canvas.undone),
      },
      {
        id: 'aw-redo',
        title: strings.redo,
        icon: 'redo-2',
        disabled: readonly || !canRedo,
        run: () => step(editor, 'redo', editor.strings.canvas.redone),
      },
    ]
  },
}
