/** A surface's size in CSS pixels, and its pixel density. */
export interface SurfaceSize {
  /** The width, in CSS pixels. */
  readonly width: number
  /** The height, in CSS pixels. */
  readonly height: number
  /** The number of device pixels per CSS pixel. */
  readonly density: number
}

/** Reports an element's size immediately and after each change in size or pixel density. */
export function watchSize(element: HTMLElement, onChange: (size: SurfaceSize) => void): { destroy(): void } {
  const measure = (entry?: ResizeObserverEntry): void => {
    const width = element.offsetWidth
    const height = element.offsetHeight
    const expectedDensity = devicePixelRatio * ((element as { currentCSSZoom?: number }).currentCSSZoom ?? 1)
    const deviceWidth = entry?.devicePixelContentBoxSize?.[0]?.inlineSize
    // `devicePixelContentBoxSize` gives the exact density. Browsers that emulate a density report the box in physical
    // pixels, so a box that deviates from the expected density is ignored.
    const density =
      deviceWidth && Math.abs(deviceWidth - width * expectedDensity) < 2 ? deviceWidth / width : expectedDensity
    onChange({ width, height, density: Math.min(3, Math.max(0.5, density)) })
  }
  const observer = new ResizeObserver((entries) => measure(entries.at(-1)))
  try {
    observer.observe(element, { box: 'device-pixel-content-box' })
  } catch {
    // WebKit does not support `device-pixel-content-box`. `devicePixelRatio` is accurate there unless CSS zoom is used.
    observer.observe(element)
  }
  return { destroy: () => observer.disconnect() }
}
