/**
 * Moves focus to a page's heading, so that screen readers announce the new page. If the page renders its heading only
 * after loading data, waits until the heading appears or the user leaves the page.
 */
export async function focusHeading(page: HTMLElement, leaveSignal: AbortSignal): Promise<void> {
  const previousElement = findActiveElement()
  const heading = await waitForHeading(page.shadowRoot ?? page, leaveSignal)
  if (!leaveSignal.aborted && findActiveElement() === previousElement) heading?.focus({ preventScroll: true })
}

function waitForHeading(root: ParentNode & Node, leaveSignal: AbortSignal): Promise<HTMLElement | undefined> {
  return new Promise((resolve) => {
    const checkHeading = (): void => {
      const heading = root.querySelector('h1')
      if (!heading && !leaveSignal.aborted) return
      observer.disconnect()
      leaveSignal.removeEventListener('abort', checkHeading)
      resolve(heading ?? undefined)
    }
    const observer = new MutationObserver(checkHeading)
    observer.observe(root, { childList: true, subtree: true })
    leaveSignal.addEventListener('abort', checkHeading)
    checkHeading()
  })
}

/** Returns the focused element, even if it is inside nested shadow roots. */
function findActiveElement(): Element | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active
}
