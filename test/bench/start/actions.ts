import type { Sample } from '../measure.ts'
import type { FreshBrowser } from './start-contender.ts'

/** Elements that a user clicks in order, and the elements that appear in response, in any shadow root. */
const actions: readonly (readonly [name: string, target: string, response: string])[] = [
  ['data', 'nav a[href="/data"]', 'studio-data >>> h1'],
  ['list of workflows', 'nav a[href="/workflows"]', 'studio-workflows >>> a[href="/workflows/cosmo-ready"]'],
  ['runs', 'nav a[href="/runs"]', 'studio-runs >>> h1'],
  ['validation', 'nav a[href="/validation"]', 'studio-validation >>> h1'],
  ['settings', 'nav a[href="/settings"]', 'studio-settings >>> h1'],
  ['help', 'nav a[href="/help"]', 'studio-help >>> article h1'],
  ['messages', 'nav button.notifications', '#notifications:popover-open'],
  ['home', 'nav a[href="/"]', 'studio-home >>> h1'],
  ['back to the workflows', 'nav a[href="/workflows"]', 'studio-workflows >>> h1'],
  ['editor', 'a[href="/workflows/cosmo-ready"]', 'button.type:not([disabled])'],
  ['run dialog', '[data-testid="execute-workflow"]', 'studio-execute >>> dialog[open]'],
]

/**
 * Measures all actions in one page, in ms. Each runs twice; only the second counts, since all code is loaded by then.
 */
export async function measureActions({ context }: FreshBrowser, studio: string): Promise<Sample> {
  const page = await context.newPage()
  // The editor responds with its palette, which is open beside nodes only for users who have opened it before.
  await page.addInitScript(() => localStorage.setItem('aw-palette-shown', '1'))
  try {
    const times: Sample = {}
    for (const isCounted of [false, true]) {
      await page.goto(`${studio}/`)
      for (const [name, target, response] of actions) {
        const ms = await page.evaluate(([clicked, expected]) => window.benchStudio.act(clicked, expected), [
          target,
          response,
        ] as const)
        if (isCounted) times[name] = ms
      }
    }
    return times
  } finally {
    await page.close()
  }
}
