import { chromium, type Browser, type Page } from '@playwright/test'
import { browserFlags, findBrowser } from '../../browser.mjs'

/** The window of every page that is measured: 1280 × 720 CSS pixels, one device pixel each. */
export const viewport = { width: 1280, height: 720 }

export interface OpenedBrowser {
  browser: Browser
  /** "Chromium 156.0.1" */
  name: string
  /** A page in a profile of its own. What it throws, or logs as an error, is thrown by `check`. */
  openPage(): Promise<{ page: Page; check(): void; close(): Promise<void> }>
}

/**
 * Chromium with software rendering. `uncapped`: frames follow one another as fast as they are made, so that the time
 * between two is what one costs.
 */
export async function openBrowser({ uncapped = false }: { uncapped?: boolean } = {}): Promise<OpenedBrowser> {
  const executablePath = findBrowser()
  if (!executablePath) {
    throw new Error('No browser was found. Install Chromium (Debian: apt-get install chromium) or set CHROME_PATH.')
  }
  const args = [...browserFlags, ...(uncapped ? ['--disable-frame-rate-limit', '--disable-gpu-vsync'] : [])]
  const browser = await chromium.launch({ executablePath, args })
  return {
    browser,
    name: `Chromium ${browser.version()}`,
    async openPage() {
      const context = await browser.newContext({ viewport, deviceScaleFactor: 1 })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      })
      return {
        page,
        check() {
          if (faults.length > 0) throw new Error(`${page.url()} reported: ${faults.join('; ')}`)
        },
        close: () => context.close(),
      }
    },
  }
}
