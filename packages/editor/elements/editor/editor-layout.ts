import { getTextScale } from '../../styles/text-scale.ts'

/** Below this editor width, panels cover the canvas. All sizes here are in CSS pixels at the default text size. */
const narrowWidth = 900
/** Below this editor width, a step list can replace the canvas. */
const smallWidth = 600
/** Below this editor width (a window of 700 pixels with a navigation rail) or height, open results or settings become the view, because nothing fits beside them. */
const minSizeForParts = { width: 620, height: 600 }
/** Below this editor width, the palette stays closed until the user opens it, to leave space for an empty canvas. */
const minWidthForPalette = 1_180
/** With nodes, the inspector needs space, too: the canvas keeps 65 % of the width. */
const minWidthForPaletteBesideInspector = 1_600
/** Minimum stage size that leaves space for the minimap. */
const minStageForMinimap = { width: 560, height: 560 }
/** Below this stage width, the run bar is placed between the other controls instead of being centered. */
const compactStageWidth = 880
/** Below this stage width, the run bar is placed below the other controls. */
const tightStageWidth = 700
/** In an editor of this height, the preview of a selected node opens below the canvas until the user closes it. */
const minHeightForPreview = 760
/** Height of the zoom controls. */
const zoomHeight = 32
/** Gap between controls, and between the controls and the edges of the stage. */
export const controlGap = 12

/** The editor elements whose sizes determine the layout. */
export interface LayoutParts {
  readonly editor: HTMLElement
  /** Contains the canvas and the controls that overlay it. */
  readonly stage: HTMLElement | undefined
  /** Contains the run bar, whose height depends on its text. */
  readonly bottom: HTMLElement | undefined
}

/** Determines which parts fit in an editor, based on its size. */
export type EditorLayout = ReturnType<typeof createEditorLayout>

/** @param onResize - Called after the size of an observed part changes. */
export function createEditorLayout(onResize: () => void) {
  let parts: LayoutParts | undefined
  let width = 1_280
  let height = minSizeForParts.height
  let stage = { width: 0, height: 0 }
  let barHeight = 48
  // Read only after layouts: reading it while rendering would force the browser to compute all styles.
  let scale = 1
  /** Returns whether controls of this height fit in the stage. Returns true until the stage is measured. */
  const fitsInStage = (height: number): boolean => stage.width === 0 || stage.height >= height + 2 * controlGap

  const observer = new ResizeObserver((entries) => {
    // Controls grow with the text size, so the available space is measured relative to it.
    scale = getTextScale()
    for (const { target, contentRect } of entries) {
      if (target === parts?.bottom) barHeight = contentRect.height
      else if (target === parts?.editor) {
        width = contentRect.width / scale
        height = contentRect.height / scale
      } else stage = { width: contentRect.width / scale, height: contentRect.height / scale }
    }
    onResize()
  })

  return {
    /** True if the editor is too narrow for panels next to the canvas, so they cover it. */
    get isNarrow(): boolean {
      return width < narrowWidth
    },
    /** Returns whether there is space for the palette next to the canvas and, if it has nodes, the inspector. */
    fitsPalette: (hasNodes: boolean): boolean =>
      width >= (hasNodes ? minWidthForPaletteBesideInspector : minWidthForPalette),
    /** True if the editor is small, such as on a phone: a step list can replace the canvas. */
    get isSmall(): boolean {
      return width < smallWidth
    },
    /** True if open results replace the canvas, because the editor is too small or too low for both. */
    get hasSingleView(): boolean {
      return width < minSizeForParts.width || height < minSizeForParts.height
    },
    /** True if the run bar is placed between the other controls instead of being centered. */
    get isCompact(): boolean {
      return stage.width < compactStageWidth && stage.width >= tightStageWidth
    },
    /** True if the run bar is placed below the other controls. */
    get isTight(): boolean {
      return stage.width < tightStageWidth
    },
    /** True if there is space for the preview of a selected node below the canvas. */
    get fitsPreview(): boolean {
      return width >= narrowWidth && height >= minHeightForPreview
    },
    /** True if there is space for the minimap. */
    get fitsMinimap(): boolean {
      return stage.height >= minStageForMinimap.height && stage.width >= minStageForMinimap.width
    },
    /** True if the stage is tall enough for the run bar. It is not while the results drawer is maximized. */
    get fitsRunBar(): boolean {
      return fitsInStage(barHeight / scale)
    },
    /** True if the stage is tall enough for the zoom controls and, if `isTight`, the run bar below them. */
    get fitsZoomControls(): boolean {
      return fitsInStage(zoomHeight + (stage.width < tightStageWidth ? barHeight / scale + controlGap : 0))
    },
    /** Height of the run bar in CSS pixels. */
    get barHeight(): number {
      return barHeight
    },
    /** Sets the editor width in CSS pixels before the first rendering. Ignores 0, the width of a hidden editor. */
    setWidth(clientWidth: number): void {
      scale = getTextScale()
      if (clientWidth > 0) width = clientWidth / scale
    },
    /** Observes the sizes of `parts`, or stops observing if omitted. Called after each rendering. */
    observe(newParts?: LayoutParts): void {
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

/** Returns the CSS classes of the stage, which place, show or hide its controls. */
export const getStageClasses = (
  { isCompact, isTight, fitsRunBar, fitsZoomControls }: EditorLayout,
  isListShown: boolean,
): string =>
  [
    'stage',
    isCompact ? 'close' : '',
    isTight ? 'tight' : '',
    isListShown ? 'listed' : '',
    fitsRunBar ? '' : 'without-bar',
    fitsZoomControls ? '' : 'without-zoom-controls',
  ].join(' ')
