import type { LitElement } from 'lit'

/**
 * Waits until an element is defined and rendered, since some parts of the editor load later. Returns `undefined` if
 * the element does not exist or was removed in the meantime.
 *
 * @internal
 */
export async function waitUntilReady<Part extends LitElement>(
  element: Part | null | undefined,
): Promise<Part | undefined> {
  if (!element) return undefined
  await customElements.whenDefined(element.localName)
  await element.updateComplete
  return element.isConnected ? element : undefined
}
