/**
 * Focuses a page's heading like the target of a link, so that screen readers announce the new page. Waits for pages
 * that render their heading after loading data, until the page is left.
 */
export async function focusHeading(page: HTMLElement, leaving: AbortSignal): Promise<void> {
  const before = activeElement()
  const heading = await headingIn(page.shadowRoot ?? page, leaving)
  if (!leaving.aborted && activeElement() === before) heading?.focus({ preventScroll: true })
}

function headingIn(root: ParentNode & Node, leaving: AbortSignal): Promise<HTMLElement | undefined> {
  return new Promise((resolve) => {
    const focus = (): void => {
      const heading = root.querySelector('h1')
      if (!heading && !leaving.aborted) return
      observer.disconnect()
      leaving.removeEventListener('abort', focus)
      resolve(heading ?? undefined)
    }
    const observer = new MutationObserver(focus)
    observer.observe(root, { childList: true, subtree: true })
    leaving.addEventListener('abort', focus)
    focus()
  })
}

/** The focused element, including those in shadow roots. */
function activeElement(): Element | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active
}
