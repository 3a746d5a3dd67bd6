import { chromium, type Browser, type Page } from '@playwright/test'
import { browserFlags, findBrowser } from '../../browser.mjs'

/** The window size of every measured page, in CSS pixels. The device pixel ratio is 1. */
export const viewport = { width: 1280, height: 720 }

export interface OpenedBrowser {
  browser: Browser
  /** The browser's name and version, such as "Chromium 156.0.1". */
  name: string
  /** Opens a page in a new profile. `check` throws if the page has logged errors or had exceptions. */
  openPage(): Promise<{ page: Page; check(): void; close(): Promise<void> }>
}

/**
 * Launches Chromium with software rendering. With `uncapped`, frames follow each other without delay, so that the time
 * between two frames is the cost of one.
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
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      return {
        page,
        check() {
          if (errors.length > 0) throw new Error(`${page.url()} reported: ${errors.join('; ')}`)
        },
        close: () => context.close(),
      }
    },
  }
}
