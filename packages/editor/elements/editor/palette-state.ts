import { createStoredNumber } from '../results/stored-number.ts'

/** The functions of an editor that the state of its palette needs. */
export interface PalettePort {
  /** Returns whether the palette is a sheet over the canvas that a button opens. */
  isNarrow(): boolean
  /** Returns whether there is space for the palette next to the canvas. */
  hasSpace(): boolean
  onChange(): void
}

/** The visibility of the palette. In a wide editor, the browser stores the user's choice. */
export interface PaletteState {
  readonly isShown: boolean
  /** True while the palette is open as a sheet. */
  readonly isSheetOpen: boolean
  /** Shows or hides the palette; returns whether it is visible afterwards. */
  toggle(): boolean
  closeSheet(): void
}

/** Whether the user has shown (1) or hidden (0) the palette. */
const storedChoice = createStoredNumber('aw-palette-shown')

export function createPaletteState({ isNarrow, hasSpace, onChange }: PalettePort): PaletteState {
  let isSheetOpen = false

  const setSheet = (isOpen: boolean): void => {
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
      if (isNarrow()) setSheet(willShow)
      else {
        storedChoice.set(willShow ? 1 : 0)
        onChange()
      }
      return willShow
    },
    closeSheet: () => setSheet(false),
  }
}
