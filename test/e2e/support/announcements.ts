import type { Page } from '@playwright/test'

interface Recorded {
  awAnnouncements: string[]
}

/**
 * Records the announcements of live regions in order, as a screen reader would: the text of a region whenever it changes
 * to a different, non-empty text. Runs in the page before any other script.
 */
function record(): void {
  const announced: string[] = []
  const lastTexts = new WeakMap<Element, string>()
  const liveRegionSelector = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]'
  const announce = (region: Element): void => {
    const text = (region.textContent ?? '').replaceAll(/[^\S\u00a0]+/g, ' ').trim()
    if (text === (lastTexts.get(region) ?? '')) return
    lastTexts.set(region, text)
    if (text.trim() !== '') announced.push(text.trim())
  }
  const onMutations = (records: MutationRecord[]): void => {
    const regions = new Set<Element>()
    for (const { target, addedNodes } of records) {
      for (const node of [target, ...addedNodes]) {
        const element = node instanceof Element ? node : node.parentElement
        const liveRegion = element?.closest(liveRegionSelector)
        if (liveRegion) regions.add(liveRegion)
        if (node !== target && element)
          for (const descendant of element.querySelectorAll(liveRegionSelector)) regions.add(descendant)
      }
    }
    for (const region of regions) if (region.isConnected) announce(region)
  }
  const observe = (root: Node): void =>
    new MutationObserver(onMutations).observe(root, { childList: true, characterData: true, subtree: true })
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options)
    observe(root)
    return root
  }
  observe(document)
  Object.assign(window, { awAnnouncements: announced })
}

/** Records the announcements of a page from its start; `take` returns those since its last call. */
export async function recordAnnouncements(page: Page): Promise<{ take(): Promise<string[]> }> {
  await page.addInitScript(record)
  return {
    take: () => page.evaluate(() => (window as unknown as Recorded).awAnnouncements.splice(0)),
  }
}
