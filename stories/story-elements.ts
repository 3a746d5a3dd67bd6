import type { StoryObj } from '@storybook/web-components-vite'

/** Waits until an element exists and has rendered, and returns it. Throws if no element matches within two seconds. */
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

/** Returns an element's shadow root. Throws if it has none. */
export function getShadowRoot(element: Element): ShadowRoot {
  if (!element.shadowRoot) throw new Error(`<${element.localName}> has no shadow root.`)
  return element.shadowRoot
}

/** Gives a fixed size to an element that would otherwise fill its container. */
export function setSize(width: number | string, height: number, element: HTMLElement): HTMLElement {
  element.style.display = element.style.display || 'block'
  element.style.width = typeof width === 'number' ? `${width}px` : width
  element.style.height = `${height}px`
  return element
}

/** Returns a `play` function that waits for the element of the story, and checks it and its shadow root. */
export const checkElement =
  <T extends HTMLElement>(check: (root: ShadowRoot, element: T) => unknown): NonNullable<StoryObj['play']> =>
  async ({ canvasElement, component }) => {
    const element = await waitForElement<T>(canvasElement, String(component))
    await check(getShadowRoot(element), element)
  }
