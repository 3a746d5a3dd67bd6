import { storedNumber } from '../results/stored-number.ts'

/** The functions of an editor that the state of its palette needs. */
export interface PalettePort {
  /** True if the palette is a sheet over the canvas, opened by a button. */
  isNarrow(): boolean
  /** True if there is space for the palette beside the canvas. */
  hasSpace(): boolean
  onChange(): void
}

/** Whether the palette is shown. In a wide editor the browser remembers the user's choice. */
export interface PaletteState {
  readonly isShown: boolean
  /** True while the palette is open as a sheet. */
  readonly isSheetOpen: boolean
  /** Shows or hides the palette; returns whether it is shown now. */
  toggle(): boolean
  closeSheet(): void
}

/** The user's choice: 1 or 0. */
const storedChoice = storedNumber('aw-palette-shown')

export function createPaletteState({ isNarrow, hasSpace, onChange }: PalettePort): PaletteState {
  let isSheetOpen = false

  const setSheet = (isOpen: boolean): void => {
    if (isOpen === isSheetOpen) return
    isSheetOpen = isOpen
    onChange()
  }
  const isShown = (): boolean => {
    if (isNarrow()) return isSheetOpen
    const chosen = storedChoice.get()
    return chosen === undefined ? hasSpace() : chosen === 1
  }

  return {
    get isShown() {
      return isShown()
    },
    get isSheetOpen() {
      return isSheetOpen
    },
    toggle() {
      const next = !isShown()
      if (isNarrow()) setSheet(next)
      else {
        storedChoice.set(next ? 1 : 0)
        onChange()
      }
      return next
    },
    closeSheet: () => setSheet(false),
  }
}
