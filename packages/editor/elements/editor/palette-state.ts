import { createStoredNumber } from '../results/stored-number.ts'
import type { EditorContext } from './editor-context.ts'
import type { EditorLayout } from './editor-layout.ts'

/** The user's choice to show (1) or hide (0) the palette. */
const storedChoice = createStoredNumber('aw-palette-shown')

/** If the editor is narrow, the palette is a sheet that covers the canvas while it is open. */
export function createPaletteState(editor: EditorContext, layout: EditorLayout) {
  let isSheetOpen = false

  const setSheetOpen = (isOpen: boolean): void => {
    if (isOpen === isSheetOpen) return
    isSheetOpen = isOpen
    void editor.requestUpdate()
  }
  const isShown = (): boolean => {
    if (layout.isNarrow) return isSheetOpen
    const choice = storedChoice.get()
    return choice === undefined ? layout.fitsPalette(editor.session.document.current.nodes.length > 0) : choice === 1
  }

  return {
    get isShown(): boolean {
      return isShown()
    },
    /** True while the palette is open as a sheet. */
    get isSheetOpen(): boolean {
      return isSheetOpen
    },
    /** Shows or hides the palette. Returns whether it is now visible. */
    toggle(): boolean {
      const willShow = !isShown()
      if (layout.isNarrow) setSheetOpen(willShow)
      else {
        storedChoice.set(willShow ? 1 : 0)
        void editor.requestUpdate()
      }
      return willShow
    },
    closeSheet: (): void => setSheetOpen(false),
  }
}
