/** The box that a popover is placed next to, relative to the viewport, in CSS pixels. */
export type Anchor = Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>

/**
 * Opens an element in the page's top layer, so that nothing in the editor can cover it. Does nothing if it is already
 * open.
 */
export function openPopover(element: HTMLElement): void {
  element.popover ??= 'manual'
  if (!element.matches(':popover-open')) element.showPopover()
}

/**
 * Shows a popover below its anchor, or above it if it does not fit below and there is more space above. The popover
 * stays within the viewport. It does not follow scrolling; callers close it when the user presses outside it.
 *
 * @param container - The popover stays within this element if it fits.
 */
export function placePopover(popover: HTMLElement, anchor: Anchor, container?: Element): void {
  if (!popover.isConnected) return
  // Also sets the `popover` attribute, because a custom element that is not yet defined has not set it.
  openPopover(popover)
  const zoom = measureZoom(popover)
  // Inside an element with CSS `zoom`, `100vh` would be taller than the viewport.
  popover.style.setProperty('--_window-width', `${window.innerWidth / zoom}px`)
  popover.style.setProperty('--_window-height', `${window.innerHeight / zoom}px`)
  const { width, height } = popover.getBoundingClientRect()
  const bounds = container?.getBoundingClientRect()
  const gap = 4
  const margin = 8
  const isRtl = getComputedStyle(popover).direction === 'rtl'
  const preferredLeft = isRtl ? anchor.right - width : anchor.left
  const [minLeft, maxRight] = fitRange(width + 2 * margin, window.innerWidth, bounds?.left, bounds?.right)
  const [minTop, maxBottom] = fitRange(height + 2 * margin, window.innerHeight, bounds?.top, bounds?.bottom)
  const spaceBelow = maxBottom - anchor.bottom
  const top =
    spaceBelow >= height + gap + margin || spaceBelow >= anchor.top - minTop
      ? anchor.bottom + gap
      : anchor.top - gap - height
  popover.style.left = `${Math.max(minLeft + margin, Math.min(preferredLeft, maxRight - width - margin)) / zoom}px`
  popover.style.top = `${Math.max(minTop + margin, Math.min(top, maxBottom - height - margin)) / zoom}px`
}

/** Clips a range to the viewport. Returns the entire viewport if the clipped range is smaller than `size`. */
function fitRange(size: number, viewportSize: number, from = 0, to = viewportSize): [from: number, to: number] {
  const range: [number, number] = [Math.max(0, from), Math.min(viewportSize, to)]
  return range[1] - range[0] >= size ? range : [0, viewportSize]
}

/**
 * Returns the CSS zoom factor of a popover: viewport pixels per CSS pixel. In browsers without `currentCSSZoom`, the
 * factor is computed from the rounded width and is therefore imprecise for narrow elements.
 */
export const measureZoom = (popover: HTMLElement): number =>
  (popover as { currentCSSZoom?: number }).currentCSSZoom ??
  (popover.getBoundingClientRect().width / popover.offsetWidth || 1)
