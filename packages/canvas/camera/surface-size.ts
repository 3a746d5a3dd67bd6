/** A surface's size in its own CSS pixels, and the number of device pixels per CSS pixel. */
export interface SurfaceSize {
  /** The width, in CSS pixels. */
  readonly width: number
  /** The height, in CSS pixels. */
  readonly height: number
  /** The number of device pixels per CSS pixel. */
  readonly density: number
}

/** Reports the size of an element now and after each change, including changes in the pixel density of the screen. */
export function watchSize(element: HTMLElement, onChange: (size: SurfaceSize) => void): { destroy(): void } {
  const measure = (entry?: ResizeObserverEntry): void => {
    const width = element.offsetWidth
    const height = element.offsetHeight
    const expectedDensity = devicePixelRatio * ((element as { currentCSSZoom?: number }).currentCSSZoom ?? 1)
    const deviceWidth = entry?.devicePixelContentBoxSize?.[0]?.inlineSize
    // The exact density. Ignores the box of browsers that emulate a density, because they report it in pixels of the
    // real screen.
    const density =
      deviceWidth && Math.abs(deviceWidth - width * expectedDensity) < 2 ? deviceWidth / width : expectedDensity
    onChange({ width, height, density: Math.min(3, Math.max(0.5, density)) })
  }
  const observer = new ResizeObserver((entries) => measure(entries.at(-1)))
  try {
    observer.observe(element, { box: 'device-pixel-content-box' })
  } catch {
    // WebKit does not support `device-pixel-content-box`. The window's density is correct unless CSS zoom is used.
    observer.observe(element)
  }
  return { destroy: () => observer.disconnect() }
}
