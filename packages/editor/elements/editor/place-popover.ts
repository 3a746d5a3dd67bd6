/** A box in the page's viewport, in CSS pixels. */
export type Anchor = Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>

/** Opens an element in the top layer of the page, where no part of an editor can cover it. */
export function openPopup(element: HTMLElement): void {
  element.popover = 'manual'
  element.showPopover()
}

/**
 * Shows a popover below its anchor, or above it if there is more space, inside the viewport. It does not follow
 * scrolling: it closes at the next press elsewhere. `container`: an element to stay inside, if it is large enough.
 */
export function placePopover(popover: HTMLElement, anchor: Anchor, container?: Element): void {
  if (!popover.isConnected) return
  if (!popover.matches(':popover-open')) popover.showPopover()
  const zoom = zoomOf(popover)
  // Inside CSS `zoom`, `100vh` would be higher than the viewport.
  popover.style.setProperty('--_window-width', `${window.innerWidth / zoom}px`)
  popover.style.setProperty('--_window-height', `${window.innerHeight / zoom}px`)
  const { width, height } = popover.getBoundingClientRect()
  const inside = container?.getBoundingClientRect()
  const gap = 4
  const edge = 8
  const isRight = getComputedStyle(popover).direction === 'rtl'
  const wanted = isRight ? anchor.right - width : anchor.left
  const [left, right] = rangeOf(width + 2 * edge, window.innerWidth, inside?.left, inside?.right)
  const [high, low] = rangeOf(height + 2 * edge, window.innerHeight, inside?.top, inside?.bottom)
  const below = low - anchor.bottom
  const top =
    below >= height + gap + edge || below >= anchor.top - high ? anchor.bottom + gap : anchor.top - gap - height
  popover.style.left = `${Math.max(left + edge, Math.min(wanted, right - width - edge)) / zoom}px`
  popover.style.top = `${Math.max(high + edge, Math.min(top, low - height - edge)) / zoom}px`
}

/** A range of the viewport, or all of it if the range is too small for `size`. */
function rangeOf(size: number, all: number, from = 0, to = all): [from: number, to: number] {
  const range: [number, number] = [Math.max(0, from), Math.min(all, to)]
  return range[1] - range[0] >= size ? range : [0, all]
}

/**
 * The number of viewport pixels per CSS pixel of a popover inside CSS `zoom`. Without `currentCSSZoom` it is
 * computed from the rounded width, which is imprecise for narrow elements.
 */
export const zoomOf = (popover: HTMLElement): number =>
  (popover as { currentCSSZoom?: number }).currentCSSZoom ??
  (popover.getBoundingClientRect().width / popover.offsetWidth || 1)
