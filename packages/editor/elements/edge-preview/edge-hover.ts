/** Time that the pointer must stay on an edge before its preview opens. */
const openDelayMs = 450
/** Time that a preview stays open after the pointer has left. */
const closeDelayMs = 250

/** A point in the page's viewport. */
export interface PagePoint {
  /** The distance from the left edge, in CSS pixels. */
  readonly x: number
  /** The distance from the top edge, in CSS pixels. */
  readonly y: number
}

/** Tracks which edge has an open preview. */
export interface EdgeHover {
  readonly edge: string | undefined
  readonly position: PagePoint
  /** Called when the pointer or the focus has entered an edge, or left it (`undefined`). */
  hover(edge: string | undefined, position: PagePoint | undefined): void
  /** Opens the preview of an edge immediately, or closes it (`undefined`). */
  show(edge: string | undefined, position?: PagePoint): void
  /** Called when the pointer has entered or left the preview, which stays open while the pointer is in it. */
  setInside(isInside: boolean): void
}

export function createEdgeHover(onChange: () => void): EdgeHover {
  let displayedEdge: string | undefined
  let lastPosition: PagePoint = { x: 0, y: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let isInside = false

  const show = (edge: string | undefined, position: PagePoint = lastPosition): void => {
    clearTimeout(timer)
    if (edge === undefined) isInside = false
    if (edge === displayedEdge) return
    displayedEdge = edge
    lastPosition = position
    onChange()
  }

  return {
    get edge() {
      return displayedEdge
    },
    get position() {
      return lastPosition
    },
    hover(edge, position) {
      clearTimeout(timer)
      if (edge !== undefined && edge === displayedEdge) return
      timer = setTimeout(
        () => {
          if (edge !== undefined || !isInside) show(edge, position)
        },
        edge === undefined || displayedEdge !== undefined ? closeDelayMs : openDelayMs,
      )
    },
    show,
    setInside(isPointerInside) {
      isInside = isPointerInside
      if (isPointerInside) return
      clearTimeout(timer)
      timer = setTimeout(() => show(undefined), closeDelayMs)
    },
  }
}
