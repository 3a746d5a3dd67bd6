import { createStoredNumber } from '../results/stored-number.ts'

/** Editor operations that the palette state depends on. */
export interface PaletteHost {
  /** Returns whether the palette is a sheet that covers the canvas while it is open. */
  isNarrow(): boolean
  /** Returns whether there is space for the palette next to the canvas. */
  hasSpace(): boolean
  onChange(): void
}

/** Controls the palette's visibility. For wide editors, the browser stores the user's choice. */
export interface PaletteState {
  readonly isShown: boolean
  /** True while the palette is open as a sheet. */
  readonly isSheetOpen: boolean
  /** Shows or hides the palette. Returns whether it is now visible. */
  toggle(): boolean
  closeSheet(): void
}

/** The user's choice to show (1) or hide (0) the palette. */
const storedChoice = createStoredNumber('aw-palette-shown')

export function createPaletteState({ isNarrow, hasSpace, onChange }: PaletteHost): PaletteState {
  let isSheetOpen = false

  const setSheetOpen = (isOpen: boolean): void => {
    if (isOpen === isSheetOpen) return
    isSheetOpen = isOpen
    onChange()
  }
  const isShown = (): boolean => {
    if (isNarrow()) return isSheetOpen
    const choice = storedChoice.get()
    return choice === undefined ? hasSpace() : choice === 1
  }

  return {
    get isShown() {
      return isShown()
    },
    get isSheetOpen() {
      return isSheetOpen
    },
    toggle() {
      const willShow = !isShown()
      if (isNarrow()) setSheetOpen(willShow)
      else {
        storedChoice.set(willShow ? 1 : 0)
        onChange()
      }
      return willShow
    },
    closeSheet: () => setSheetOpen(false),
  }
}
