import { toGraph, type Point } from '../camera/view.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { pasteAction, type Action } from '../editing/actions.ts'
import { fragmentOf, type Fragment } from '../editing/document-edits.ts'
import { contentsOfMarks } from '../scene/frame-contents.ts'
import type { ClipboardActions } from './clipboard.ts'

/** What clipboard actions need of their canvas. */
export interface ClipboardTarget {
  readonly canvas: WorkflowCanvasState
  /** The pointer's position on the surface; `undefined` if it is elsewhere. */
  readonly pointer: Point | undefined
  perform(action: Action): void
  removeSelected(): void
  announce(message: string): void
  /** Pasted data that is not a part of a workflow. */
  onPasteFiles(files: readonly File[]): void
  /** The browser has denied access to its clipboard. */
  onRefused(message: string): void
}

/** Copies, cuts and pastes the selected part of a document. */
export function createClipboardActions(target: ClipboardTarget): ClipboardActions {
  const { canvas } = target
  const copy = (): Fragment | undefined => {
    const { selection, selectedMarks, document, texts } = canvas
    if (selection.size + selectedMarks.size === 0) return undefined
    target.announce(texts.copied(selection.size + selectedMarks.size))
    const { nodes, marks } = contentsOfMarks(canvas.scene, selectedMarks)
    return fragmentOf(document, new Set([...selection, ...nodes]), marks)
  }
  return {
    copy,
    cut() {
      const fragment = copy()
      if (fragment) target.removeSelected()
      return fragment
    },
    paste(fragment, joined) {
      if (!canvas.editable) return
      const place = target.pointer && toGraph(canvas.view, target.pointer)
      target.perform(pasteAction(fragment, place, canvas.scene.nodes, canvas.newId, canvas.texts, joined))
    },
    pasteFiles: (files) => target.onPasteFiles(files),
    refused(what) {
      const message = what === 'copy' ? canvas.texts.copiedHere : canvas.texts.pasteRefused
      target.announce(message)
      target.onRefused(message)
    },
  }
}
