/** How long the pointer stays on an edge before its preview opens, in ms. */
const openDelayMs = 450
/** How long a preview stays open after the pointer has left, in ms. */
const closeDelayMs = 250

/** A point of the page's viewport. */
export interface PagePoint {
  readonly x: number
  readonly y: number
}

/** Tracks which edge has an open preview. */
export interface EdgeHover {
  readonly edge: string | undefined
  readonly at: PagePoint
  /** The pointer or the focus has entered an edge, or left it (`undefined`). */
  hover(edge: string | undefined, at: PagePoint | undefined): void
  /** Opens the preview of an edge at once, or closes it. */
  show(edge: string | undefined, at?: PagePoint): void
  /** The pointer has entered or left the preview: it stays open while the pointer is in it. */
  setInside(isInside: boolean): void
}

export function createEdgeHover(onChange: () => void): EdgeHover {
  let shown: string | undefined
  let place: PagePoint = { x: 0, y: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let isInside = false

  const show = (edge: string | undefined, at: PagePoint = place): void => {
    clearTimeout(timer)
    if (edge === undefined) isInside = false
    if (edge === shown) return
    shown = edge
    place = at
    onChange()
  }

  return {
    get edge() {
      return shown
    },
    get at() {
      return place
    },
    hover(edge, at) {
      clearTimeout(timer)
      if (edge !== undefined && edge === shown) return
      timer = setTimeout(
        () => {
          if (edge !== undefined || !isInside) show(edge, at)
        },
        edge === undefined || shown !== undefined ? closeDelayMs : openDelayMs,
      )
    },
    show,
    setInside(inside) {
      isInside = inside
      if (inside) return
      clearTimeout(timer)
      timer = setTimeout(() => show(undefined), closeDelayMs)
    },
  }
}
