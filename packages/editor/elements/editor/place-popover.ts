/** A box in the page's viewport, in CSS pixels. */
export type Anchor = Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>

/**
 * Shows a popover below its anchor, or above it if there is more space, inside of the viewport. It does not follow
 * scrolling: it closes at the next press elsewhere.
 */
export function placePopover(popover: HTMLElement, anchor: Anchor): void {
  if (!popover.isConnected) return
  if (!popover.matches(':popover-open')) popover.showPopover()
  const zoom = zoomOf(popover)
  // Inside of CSS `zoom`, `100vh` would be higher than the viewport.
  popover.style.setProperty('--_window-width', `${window.innerWidth / zoom}px`)
  popover.style.setProperty('--_window-height', `${window.innerHeight / zoom}px`)
  const { width, height } = popover.getBoundingClientRect()
  const gap = 4
  const edge = 8
  const isRight = getComputedStyle(popover).direction === 'rtl'
  const wanted = isRight ? anchor.right - width : anchor.left
  const below = window.innerHeight - anchor.bottom
  const top = below >= height + gap + edge || below >= anchor.top ? anchor.bottom + gap : anchor.top - gap - height
  popover.style.left = `${Math.max(edge, Math.min(wanted, window.innerWidth - width - edge)) / zoom}px`
  popover.style.top = `${Math.max(edge, Math.min(top, window.innerHeight - height - edge)) / zoom}px`
}

/**
 * The number of viewport pixels per CSS pixel of a popover inside of CSS `zoom`. Without `currentCSSZoom` it is
 * computed from the rounded width, which is imprecise for narrow elements.
 */
export const zoomOf = (popover: HTMLElement): number =>
  (popover as { currentCSSZoom?: number }).currentCSSZoom ??
  (popover.getBoundingClientRect().width / popover.offsetWidth || 1)
