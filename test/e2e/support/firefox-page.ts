import { expect, type Page } from '@playwright/test'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launch, type Browser, type ElementHandle, type Page as PuppeteerPage } from 'puppeteer-core'
import { workWithoutServer } from './test.ts'

export interface Firefox {
  /** Opens a page with a new profile. Only what the scenarios use of Playwright's page is available. */
  openPage(origin: string): Promise<{ page: Page; errors: readonly string[]; close(): Promise<void> }>
  close(): Promise<void>
}

const timeoutMs = 180_000

/**
 * Starts Firefox, which Puppeteer controls by WebDriver BiDi: Playwright controls only a Firefox that it has changed
 * itself.
 */
export async function startFirefox(executablePath: string): Promise<Firefox> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-firefox-'))
  const downloads = join(folder, 'downloads')
  await mkdir(downloads)
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: null,
    extraPrefsFirefox: {
      'browser.download.dir': downloads,
      'browser.download.folderList': 2,
      'ui.prefersReducedMotion': 1,
    },
  })
  return {
    openPage: (origin) => openPage(browser, { origin, folder, downloads }),
    async close() {
      await browser.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Places {
  origin: string
  folder: string
  downloads: string
}

async function openPage(browser: Browser, places: Places): ReturnType<Firefox['openPage']> {
  const context = await browser.createBrowserContext()
  const puppeteerPage = await context.newPage()
  puppeteerPage.setDefaultTimeout(timeoutMs)
  await puppeteerPage.evaluateOnNewDocument(workWithoutServer)
  // Sends the size and the orientation, for which Firefox 140 has no command.
  await puppeteerPage.setViewport({ width: 1440, height: 900 }).catch((cause: Error) => {
    if (!cause.message.includes('unknown command emulation.setScreenOrientationOverride')) throw cause
  })
  const errors: string[] = []
  puppeteerPage.on('pageerror', (cause) => errors.push(String(cause)))
  puppeteerPage.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  const page = createPage(puppeteerPage, places)
  return { page: page as unknown as Page, errors, close: () => context.close() }
}

/** Repeats a query until it returns something. Puppeteer's own waiting evaluates strings, which the policy forbids. */
async function waitFor<Result>(query: () => Promise<Result | undefined>, what: string): Promise<Result> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(100)) {
    const result = await query()
    if (result !== undefined) return result
  }
  throw new Error(`${what} was not found within ${timeoutMs / 1000} s.`)
}

/** An element of a page that is looked up again for each use, as Playwright's locators are. */
class FirefoxLocator {
  readonly page: PuppeteerPage
  readonly selector: string

  constructor(page: PuppeteerPage, selector: string) {
    this.page = page
    this.selector = selector.startsWith('text=') ? `text/${selector.slice('text='.length)}` : `pierce/${selector}`
  }

  find = (): Promise<ElementHandle> =>
    waitFor(async () => (await this.page.$(this.selector)) ?? undefined, this.selector)

  async isVisible(): Promise<boolean> {
    for (const element of await this.page.$$(this.selector)) if (await element.isVisible()) return true
    return false
  }

  async findVisible(): Promise<ElementHandle> {
    await waitFor(async () => (await this.isVisible()) || undefined, this.selector)
    for (const element of await this.page.$$(this.selector)) if (await element.isVisible()) return element
    return this.findVisible()
  }

  textContent = async (): Promise<string | null> => (await this.find()).evaluate((node) => node.textContent)
}

function createPage(page: PuppeteerPage, { origin, folder, downloads }: Places) {
  const locate = (selector: string) => new FirefoxLocator(page, selector)
  const click = async (selector: string) => (await locate(selector).findVisible()).click()
  return {
    goto: (path: string) => page.goto(`${origin}${path}`),
    locator: locate,
    click,
    check: click,
    async fill(selector: string, text: string) {
      await click(selector)
      await page.keyboard.down('Control')
      await page.keyboard.press('a')
      await page.keyboard.up('Control')
      await page.keyboard.type(text)
    },
    async selectOption(selector: string, choice: string) {
      const findValue = async () => {
        const element = await locate(selector).findVisible()
        const value = await element.evaluate(
          (node, text) =>
            [...(node as HTMLSelectElement).options].find((option) => [option.value, option.label].includes(text))
              ?.value,
          choice,
        )
        return value === undefined ? undefined : { element, value }
      }
      const { element, value } = await waitFor(findValue, `${selector} with ${choice}`)
      await element.select(value)
    },
    async setInputFiles(selector: string, file: string | { name: string; buffer: Uint8Array }) {
      const path = typeof file === 'string' ? file : join(folder, file.name)
      if (typeof file !== 'string') await writeFile(path, file.buffer)
      await ((await locate(selector).find()) as ElementHandle<HTMLInputElement>).uploadFile(path)
    },
    textContent: (selector: string) => locate(selector).textContent(),
    getAttribute: async (selector: string, name: string) =>
      (await locate(selector).find()).evaluate((node, attribute) => node.getAttribute(attribute), name),
    async waitForEvent(_event: 'download') {
      const findPath = async () => {
        const names = await readdir(downloads)
        return names.length === 1 && !names[0]!.endsWith('.part') ? join(downloads, names[0]!) : undefined
      }
      const path = await waitFor(findPath, 'A download')
      return { suggestedFilename: () => basename(path), path: async () => path }
    },
  }
}

/** Playwright's `expect` for pages of Firefox. */
export const firefoxExpect: typeof expect = expect.extend({
  async toBeVisible(locator: FirefoxLocator) {
    await locator.findVisible()
    return { pass: true, message: () => `${locator.selector} is visible` }
  },
  async toContainText(locator: FirefoxLocator, text: string) {
    const hasText = async () =>
      (await (await locator.findVisible()).evaluate((node) => node.textContent))?.includes(text) || undefined
    await waitFor(hasText, `${locator.selector} with ${text}`)
    return { pass: true, message: () => `${locator.selector} contains ${text}` }
  },
})
