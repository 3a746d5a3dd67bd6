import { toGraph, type Point } from '../camera/view.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { createPasteAction, type Action } from '../editing/actions.ts'
import { copyFragment, serializeFragment, type Fragment } from '../editing/document-edits.ts'
import { findMarkContents } from '../scene/frame-contents.ts'
import type { ClipboardActions } from './clipboard.ts'

/** The canvas state and operations that clipboard actions use. */
export interface ClipboardTarget {
  readonly canvas: WorkflowCanvasState
  /** The pointer position on the surface, or `undefined` if the pointer is outside it. */
  readonly pointer: Point | undefined
  perform(action: Action): void
  removeSelected(): void
  announce(message: string): void
  /** Called with pasted data that is not a workflow fragment. */
  onPasteFiles(files: readonly File[]): void
  /** Called with a message when the browser has denied access to the clipboard. */
  onAccessDenied(message: string): void
}

/** Creates the actions that copy, cut and paste selected parts of a document. */
export function createClipboardActions(target: ClipboardTarget): ClipboardActions {
  const { canvas } = target
  const copy = (): Fragment | undefined => {
    const { selection, selectedMarks, document, texts } = canvas
    if (selection.size + selectedMarks.size === 0) return undefined
    target.announce(texts.copied(selection.size + selectedMarks.size))
    const { nodes, marks } = findMarkContents(canvas.scene, selectedMarks)
    const fragment = copyFragment(document, new Set([...selection, ...nodes]), marks)
    canvas.model?.onCopy?.(serializeFragment(fragment))
    return fragment
  }
  return {
    copy,
    cut() {
      const fragment = copy()
      if (fragment) target.removeSelected()
      return fragment
    },
    paste(fragment, pastedText, withConnections) {
      if (!canvas.editable) return
      const position = target.pointer && toGraph(canvas.view, target.pointer)
      const action = createPasteAction(
        fragment,
        position,
        canvas.scene.nodes,
        canvas.newId,
        canvas.texts,
        withConnections,
      )
      target.perform({ ...action, pasted: pastedText })
    },
    pasteFiles: (files) => target.onPasteFiles(files),
    onAccessDenied(operation) {
      const message = operation === 'copy' ? canvas.texts.copiedWithinPage : canvas.texts.pasteRefused
      target.announce(message)
      target.onAccessDenied(message)
    },
  }
}
