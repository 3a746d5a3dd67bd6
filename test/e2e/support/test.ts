import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'
import { startPolicyProxy, type PolicyProxy } from './policy-proxy.ts'
import { startRealServer, type RealServer } from './real-server.ts'

interface WorkerFixtures {
  server: RealServer
  policyProxy: PolicyProxy
  /**
   * A context in which the scripts are fetched and compiled once for all tests of a worker. Its first page stays open, so
   * that the process of the pages does not end between tests.
   */
  kept: BrowserContext
}
interface TestFixtures {
  /** Console errors and warnings, exceptions and policy violations of the page. A test may clear the list. */
  browserErrors: string[]
}

/** The options of every page. Service workers are blocked, except in `offline.spec.ts`. */
const profile = { viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' } as const

/**
 * Runs every test against the real server behind the policy proxy. A test fails on any console error or warning,
 * exception or policy violation of the page or its workers.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startRealServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  policyProxy: [
    async ({ server }, use) => {
      const proxy = await startPolicyProxy(server.url)
      await use(proxy)
      await proxy.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ policyProxy }, use) => use(policyProxy.url),
  kept: [
    async ({ browser, policyProxy }, use) => {
      const context = await browser.newContext({ ...profile, baseURL: policyProxy.url })
      await openFirstPage(context)
      await context.addInitScript(setSaveData, true)
      await context.addInitScript(workWithoutServer)
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ kept, policyProxy }, use) => {
    await clearContext(kept, policyProxy.url)
    await use(kept)
  },
  page: async ({ context }, use) => use(await context.newPage()),
  browserErrors: [async ({ page, policyProxy }, use) => watchBrowserErrors(page, policyProxy, use), { auto: true }],
})

/**
 * Sets whether the browser saves data. If it does, a page loads DuckDB only when a test needs it; loading it in advance
 * takes two thirds of the processor time of opening a page.
 */
export const setSaveData = (value: boolean): void => {
  const { connection } = navigator as Navigator & { connection?: object }
  if (connection) Object.defineProperty(connection, 'saveData', { value, configurable: true })
}

/** Lets the next page load DuckDB in advance, which is the default outside tests. */
export const allowPrefetch = (page: Page): Promise<unknown> => page.addInitScript(setSaveData, false)

/**
 * Makes the choice of working without the server, unless a server was chosen. The tests that work with the server of the
 * page choose it.
 */
export const workWithoutServer = (): void => {
  // Pages without an origin have no storage.
  if (location.protocol.startsWith('http') && localStorage.getItem('aw-studio-server') === null)
    localStorage.setItem('aw-studio-server', '')
}

/** First pages whose process has ended. A test that kills its own page may have ended it. */
const crashedPages = new WeakSet<Page>()

async function openFirstPage(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  page.once('crash', () => crashedPages.add(page))
  await page.goto('/health')
}

/**
 * Clears a context except for its HTTP cache. Pages of the previous test stay open until then, so that a failed test
 * can take a screenshot at its end.
 */
export async function clearContext(context: BrowserContext, origin: string): Promise<void> {
  const [firstPage, ...pages] = context.pages()
  for (const page of pages) await page.close()
  if (crashedPages.has(firstPage!)) {
    // Its process would not respond.
    await openFirstPage(context)
    await firstPage!.close()
  }
  const devTools = await context.newCDPSession(context.pages()[0]!)
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
  await devTools.detach()
}

/** Collects the errors and warnings of a page and its proxy during `use`. Fails if any remain. */
export async function watchBrowserErrors(
  page: Page,
  proxy: PolicyProxy,
  use: (browserErrors: string[]) => Promise<void>,
): Promise<void> {
  const browserErrors: string[] = []
  page.on('console', (message) => {
    const isOurs = !/report-only|Report Only|Service Worker registration blocked by Playwright/.test(message.text())
    if (['error', 'warning'].includes(message.type()) && isOurs)
      browserErrors.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (exception) => browserErrors.push(`exception: ${exception.message}`))
  proxy.takeReports()
  await use(browserErrors)
  await page.waitForTimeout(300).catch(() => undefined)
  browserErrors.push(...proxy.takeReports().map((report) => `policy: ${report}`))
  expect(browserErrors).toEqual([])
}

export { expect } from '@playwright/test'
