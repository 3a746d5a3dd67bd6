/** A surface's size in CSS pixels of its own, and how many device pixels one of them has. */
export interface SurfaceSize {
  readonly width: number
  readonly height: number
  readonly density: number
}

/** Tells the size of an element now and whenever it or the density of the screen changes. */
export function watchSize(element: HTMLElement, changed: (size: SurfaceSize) => void): { destroy(): void } {
  const measure = (entry?: ResizeObserverEntry): void => {
    const width = element.offsetWidth
    const height = element.offsetHeight
    const wanted = devicePixelRatio * ((element as { currentCSSZoom?: number }).currentCSSZoom ?? 1)
    const device = entry?.devicePixelContentBoxSize?.[0]?.inlineSize
    // The exact number of device pixels, unless a browser that only pretends to have more of them does not count them.
    const density = device && Math.abs(device - width * wanted) < 2 ? device / width : wanted
    changed({ width, height, density: Math.min(3, Math.max(0.5, density)) })
  }
  const observer = new ResizeObserver((entries) => measure(entries.at(-1)))
  try {
    observer.observe(element, { box: 'device-pixel-content-box' })
  } catch {
    // WebKit does not know this box; the window's density is right there unless CSS zoom is used.
    observer.observe(element)
  }
  return { destroy: () => observer.disconnect() }
}
