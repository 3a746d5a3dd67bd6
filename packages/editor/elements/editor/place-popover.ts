/** A box on the page, in CSS pixels of the window. */
export type Anchor = Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>

/**
 * Shows a popover below its anchor, or above where there is more room, wholly inside the window. It stays where it is
 * when the page scrolls: it closes at the next press elsewhere.
 */
export function placePopover(popover: HTMLElement, anchor: Anchor): void {
  if (!popover.isConnected) return
  if (!popover.matches(':popover-open')) popover.showPopover()
  const zoom = zoomOf(popover)
  // `100vh` would be higher than the window inside CSS `zoom`.
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
 * How many pixels of the window a CSS pixel of what is shown over the page has, inside CSS `zoom`. Where a browser does not
 * say it, by the width, which is rounded: of what is narrow that would be off by a tenth.
 */
export const zoomOf = (popover: HTMLElement): number =>
  (popover as { currentCSSZoom?: number }).currentCSSZoom ??
  (popover.getBoundingClientRect().width / popover.offsetWidth || 1)
