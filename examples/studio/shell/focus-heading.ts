/**
 * Gives the focus to a page's heading, as a link's target would have it, so that screen readers hear the new page. Some pages
 * have one only when they have read what they are about: then it waits for that, until somebody has gone elsewhere.
 */
export async function focusHeading(page: HTMLElement, left: AbortSignal): Promise<void> {
  const before = activeElement()
  const heading = await headingIn(page.shadowRoot ?? page, left)
  if (!left.aborted && activeElement() === before) heading?.focus({ preventScroll: true })
}

function headingIn(root: ParentNode & Node, left: AbortSignal): Promise<HTMLElement | undefined> {
  return new Promise((resolve) => {
    const look = (): void => {
      const heading = root.querySelector('h1')
      if (!heading && !left.aborted) return
      observer.disconnect()
      left.removeEventListener('abort', look)
      resolve(heading ?? undefined)
    }
    const observer = new MutationObserver(look)
    observer.observe(root, { childList: true, subtree: true })
    left.addEventListener('abort', look)
    look()
  })
}

/** What has the focus, inside of shadow roots too. */
function activeElement(): Element | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active
}
