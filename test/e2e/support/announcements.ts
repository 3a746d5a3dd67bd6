import type { Page } from '@playwright/test'

interface Recorded {
  awAnnouncements: string[]
}

/**
 * Keeps what live regions say, in order, as a screen reader would hear it: the text of a region whenever it has become
 * another one that is not empty. Runs in the page before anything else.
 */
function record(): void {
  const heard: string[] = []
  const said = new WeakMap<Element, string>()
  const live = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]'
  const announce = (region: Element): void => {
    const text = (region.textContent ?? '').replaceAll(/[^\S\u00a0]+/g, ' ').trim()
    if (text === (said.get(region) ?? '')) return
    said.set(region, text)
    if (text.trim() !== '') heard.push(text.trim())
  }
  const changed = (records: MutationRecord[]): void => {
    const regions = new Set<Element>()
    for (const { target, addedNodes } of records) {
      for (const node of [target, ...addedNodes]) {
        const element = node instanceof Element ? node : node.parentElement
        const around = element?.closest(live)
        if (around) regions.add(around)
        if (node !== target && element) for (const inner of element.querySelectorAll(live)) regions.add(inner)
      }
    }
    for (const region of regions) if (region.isConnected) announce(region)
  }
  const observe = (root: Node): void =>
    new MutationObserver(changed).observe(root, { childList: true, characterData: true, subtree: true })
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options)
    observe(root)
    return root
  }
  observe(document)
  Object.assign(window, { awAnnouncements: heard })
}

/** Records what a page says from its beginning; `take` answers what was said since it was asked last. */
export async function recordAnnouncements(page: Page): Promise<{ take(): Promise<string[]> }> {
  await page.addInitScript(record)
  return {
    take: () => page.evaluate(() => (window as unknown as Recorded).awAnnouncements.splice(0)),
  }
}
