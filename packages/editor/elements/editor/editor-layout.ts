import { getTextScale } from '../../styles/text-scale.ts'

const narrowWidth = 900
const smallWidth = 600
/** Below this width of the editor, the palette is closed until the user opens it, to leave space for the canvas. */
const paletteWidth = 1_180
/** Minimum size of the stage for the minimap. */
const minimapStage = { width: 560, height: 560 }
/** Below this width of the stage, the run bar is placed between the other controls instead of being centered. */
const compactStageWidth = 880
/** Below this width of the stage, the run bar is below the other controls. */
const tightStageWidth = 700
/** Height of the zoom controls. */
const zoomHeight = 32
/** Distance between controls, and from them to the edge of the stage. */
const controlGap = 12

/** The parts of an editor whose sizes determine its layout. */
export interface LayoutParts {
  readonly editor: HTMLElement
  /** Contains the canvas and the controls over it. */
  readonly stage: HTMLElement | undefined
  /** Contains the run bar, whose height depends on its text. */
  readonly bottom: HTMLElement | undefined
}

/** The layout of an editor: which of its parts fit. */
export interface EditorLayout {
  /** True if panels cover the canvas because the editor is too narrow to show them next to it. */
  readonly isNarrow: boolean
  /** True if there is space for the palette next to the canvas. */
  readonly hasPalette: boolean
  /** True in small editors, such as on a phone: steps are a list, settings a sheet. */
  readonly isSmall: boolean
  /** True if the run bar is placed between the other controls instead of being centered. */
  readonly isCompact: boolean
  /** True if the run bar is below the other controls. */
  readonly isTight: boolean
  /** True if there is space for the minimap. */
  readonly hasMinimap: boolean
  /** True if the stage is tall enough for the run bar. A maximized drawer leaves no space for it. */
  readonly hasRunBar: boolean
  /** True if the stage is tall enough for the zoom controls, above the run bar if `isTight`. */
  readonly hasZoomControls: boolean
  /** Height of the run bar in CSS pixels. */
  readonly barHeight: number
  /** Sets the width of an editor before its first rendering, in CSS pixels; 0 while it is not displayed. */
  setWidth(clientWidth: number): void
  /** Observes these parts; called after each rendering. Without parts, stops observing. */
  observe(parts?: LayoutParts): void
}

/** @param onResize - Called after sizes have changed. */
export function createEditorLayout(onResize: () => void): EditorLayout {
  let parts: LayoutParts | undefined
  let width = 1_280
  let stage = { width: 0, height: 0 }
  let barHeight = 48
  /** Returns whether controls of this height fit in the stage; true until it is measured. */
  const fits = (height: number): boolean => stage.width === 0 || stage.height >= height + 2 * controlGap

  const observer = new ResizeObserver((entries) => {
    // The space that parts need depends on the text size.
    const scale = getTextScale()
    for (const { target, contentRect } of entries) {
      if (target === parts?.bottom) barHeight = contentRect.height
      else if (target === parts?.editor) width = contentRect.width / scale
      else stage = { width: contentRect.width / scale, height: contentRect.height / scale }
    }
    onResize()
  })

  return {
    get isNarrow() {
      return width < narrowWidth
    },
    get hasPalette() {
      return width >= paletteWidth
    },
    get isSmall() {
      return width < smallWidth
    },
    get isCompact() {
      return stage.width < compactStageWidth && stage.width >= tightStageWidth
    },
    get isTight() {
      return stage.width < tightStageWidth
    },
    get hasMinimap() {
      return stage.height >= minimapStage.height && stage.width >= minimapStage.width
    },
    get hasRunBar() {
      return fits(barHeight / getTextScale())
    },
    get hasZoomControls() {
      return fits(zoomHeight + (stage.width < tightStageWidth ? barHeight / getTextScale() + controlGap : 0))
    },
    get barHeight() {
      return barHeight
    },
    setWidth(clientWidth) {
      if (clientWidth > 0) width = clientWidth / getTextScale()
    },
    observe(newParts) {
      for (const name of ['editor', 'stage', 'bottom'] as const) {
        const [removed, added] = [parts?.[name], newParts?.[name]]
        if (removed === added) continue
        if (removed) observer.unobserve(removed)
        if (added) observer.observe(added)
      }
      parts = newParts
    },
  }
}

/** Returns the CSS classes of the stage, which show or hide the controls over it. */
export const getStageClasses = (
  { isCompact, isTight, hasRunBar, hasZoomControls }: EditorLayout,
  isListShown: boolean,
): string =>
  [
    'stage',
    isCompact ? 'close' : '',
    isTight ? 'tight' : '',
    isListShown ? 'listed' : '',
    hasRunBar ? '' : 'without-bar',
    hasZoomControls ? '' : 'without-zoom-controls',
  ].join(' ')
