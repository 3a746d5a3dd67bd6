/** How long the pointer must stay on an edge before its preview opens, in ms. */
const openDelayMs = 450
/** How long a preview stays open after the pointer has left it and its edge, in ms. */
const closeDelayMs = 250

/** A point relative to the viewport. */
export interface ViewportPoint {
  /** Distance from the left edge of the viewport, in CSS pixels. */
  readonly x: number
  /** Distance from the top edge of the viewport, in CSS pixels. */
  readonly y: number
}

/** Opens and closes edge previews, with delays while the pointer moves. */
export type EdgeHover = ReturnType<typeof createEdgeHover>

export function createEdgeHover(onChange: () => void) {
  let displayedEdgeId: string | undefined
  let lastPosition: ViewportPoint = { x: 0, y: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let isInside = false

  const show = (edgeId: string | undefined, position: ViewportPoint = lastPosition): void => {
    clearTimeout(timer)
    if (edgeId === undefined) isInside = false
    if (edgeId === displayedEdgeId) return
    displayedEdgeId = edgeId
    lastPosition = position
    onChange()
  }

  return {
    /** The id of the edge whose preview is open. */
    get edge(): string | undefined {
      return displayedEdgeId
    },
    /** The point next to which the preview is placed. */
    get position(): ViewportPoint {
      return lastPosition
    },
    /** Called when the pointer or focus enters an edge, or leaves it (`undefined`). */
    hover(edgeId: string | undefined, position: ViewportPoint | undefined): void {
      clearTimeout(timer)
      if (edgeId !== undefined && edgeId === displayedEdgeId) return
      timer = setTimeout(
        () => {
          if (edgeId !== undefined || !isInside) show(edgeId, position)
        },
        edgeId === undefined || displayedEdgeId !== undefined ? closeDelayMs : openDelayMs,
      )
    },
    /** Opens the preview of an edge without delay, or closes the open preview (`undefined`). */
    show,
    /** Called when the pointer enters or leaves the preview. The preview stays open while the pointer is inside. */
    setPointerInside(isPointerInside: boolean): void {
      isInside = isPointerInside
      if (isPointerInside) return
      clearTimeout(timer)
      timer = setTimeout(() => show(undefined), closeDelayMs)
    },
  }
}
