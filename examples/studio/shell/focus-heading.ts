/**
 * Focuses a page's heading like the target of a link, so that screen readers announce the new page. Waits for pages
 * that render their heading after loading data, until the page is left.
 */
export async function focusHeading(page: HTMLElement, leaveSignal: AbortSignal): Promise<void> {
  const focusedBefore = findActiveElement()
  const heading = await waitForHeading(page.shadowRoot ?? page, leaveSignal)
  if (!leaveSignal.aborted && findActiveElement() === focusedBefore) heading?.focus({ preventScroll: true })
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

/** Returns the focused element, which may be inside shadow roots. */
function findActiveElement(): Element | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active
}
