import { toGraph, type Point } from '../camera/view.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { createPasteAction, type Action } from '../editing/actions.ts'
import { copyFragment, serializeFragment, type Fragment } from '../editing/document-edits.ts'
import { findMarkContents } from '../scene/frame-contents.ts'
import type { ClipboardActions } from './clipboard.ts'

/** The parts of a canvas that clipboard actions need. */
export interface ClipboardTarget {
  readonly canvas: WorkflowCanvasState
  /** The pointer's position on the surface; `undefined` if it is elsewhere. */
  readonly pointer: Point | undefined
  perform(action: Action): void
  /** Called with the text of a copied part. */
  onCopy(text: string): void
  removeSelected(): void
  announce(message: string): void
  /** Called with pasted data that is not part of a workflow. */
  onPasteFiles(files: readonly File[]): void
  /** Called when the browser has denied access to its clipboard. */
  onAccessDenied(message: string): void
}

/** Copies, cuts and pastes the selected part of a document. */
export function createClipboardActions(target: ClipboardTarget): ClipboardActions {
  const { canvas } = target
  const copy = (): Fragment | undefined => {
    const { selection, selectedMarks, document, texts } = canvas
    if (selection.size + selectedMarks.size === 0) return undefined
    target.announce(texts.copied(selection.size + selectedMarks.size))
    const { nodes, marks } = findMarkContents(canvas.scene, selectedMarks)
    const fragment = copyFragment(document, new Set([...selection, ...nodes]), marks)
    target.onCopy(serializeFragment(fragment))
    return fragment
  }
  return {
    copy,
    cut() {
      const fragment = copy()
      if (fragment) target.removeSelected()
      return fragment
    },
    paste(fragment, pasted, withConnections) {
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
      target.perform({ ...action, pasted })
    },
    pasteFiles: (files) => target.onPasteFiles(files),
    onAccessDenied(operation) {
      const message = operation === 'copy' ? canvas.texts.copiedHere : canvas.texts.pasteRefused
      target.announce(message)
      target.onAccessDenied(message)
    },
  }
}
