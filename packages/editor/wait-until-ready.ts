import type { LitElement } from 'lit'

/**
 * Waits until an element is defined and rendered. Use it for parts of the editor that are loaded later. Returns
 * `undefined` if the element does not exist or was removed in the meantime.
 *
 * @internal
 */
export async function waitUntilReady<ElementType extends LitElement>(
  element: ElementType | null | undefined,
): Promise<ElementType | undefined> {
  if (!element) return undefined
  await customElements.whenDefined(element.localName)
  await element.updateComplete
  return element.isConnected ? element : undefined
}
