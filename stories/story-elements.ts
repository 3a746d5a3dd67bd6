/** Waits until an element of a story exists and has rendered, and returns it. */
export async function waitForElement<T extends HTMLElement>(root: Element | ShadowRoot, selector: string): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const element = root.querySelector<T & { updateComplete?: Promise<unknown> }>(selector)
    if (element) {
      await element.updateComplete
      return element
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`Nothing matches "${selector}".`)
}

/** Returns the shadow root of an element. Throws if it has none. */
export function getShadowRoot(element: Element): ShadowRoot {
  if (!element.shadowRoot) throw new Error(`<${element.localName}> has no shadow root.`)
  return element.shadowRoot
}

/** Sets a fixed size for an element that otherwise fills its container. */
export function setSize(width: number | string, height: number, element: HTMLElement): HTMLElement {
  element.style.display = element.style.display || 'block'
  element.style.width = typeof width === 'number' ? `${width}px` : width
  element.style.height = `${height}px`
  return element
}
