import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'
import { startPolicyProxy, type PolicyProxy } from './policy-proxy.ts'
import { startRealServer, type RealServer } from './real-server.ts'

interface Worker {
  server: RealServer
  policyProxy: PolicyProxy
  /** Has fetched and compiled what pages need once for all tests of a worker. */
  kept: BrowserContext
}
interface Each {
  /** What went wrong in the page: console errors and warnings, exceptions, refused resources. A test may empty it. */
  complaints: string[]
}

/** How every page is opened: its profile keeps no studio, which `studio-offline.spec.ts` lets it. */
const profile = { viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' } as const

/**
 * Every test runs against the real server behind the policy proxy, and fails on any console error or warning, any
 * exception and any policy report, from the page or from its workers.
 */
export const test = base.extend<Each, Worker>({
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
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ kept, policyProxy }, use) => {
    await clearKept(kept, policyProxy.url)
    await use(kept)
  },
  page: async ({ context }, use) => use(await context.newPage()),
  complaints: [async ({ page, policyProxy }, use) => watchComplaints(page, policyProxy, use), { auto: true }],
})

/**
 * Makes of a context one that nobody has used, but for what it has fetched. Pages of the test before stay until then: where
 * it failed they are pictured at its end.
 */
export async function clearKept(context: BrowserContext, origin: string): Promise<void> {
  for (const page of context.pages()) await page.close()
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
  await page.close()
}

/** Collects complaints of a page and of the proxy that it is behind while `use` goes on, and holds that there were none. */
export async function watchComplaints(
  page: Page,
  proxy: PolicyProxy,
  use: (complaints: string[]) => Promise<void>,
): Promise<void> {
  const complaints: string[] = []
  page.on('console', (message) => {
    const isOurs = !/report-only|Report Only|Service Worker registration blocked by Playwright/.test(message.text())
    if (['error', 'warning'].includes(message.type()) && isOurs) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (exception) => complaints.push(`exception: ${exception.message}`))
  proxy.takeReports()
  await use(complaints)
  await page.waitForTimeout(300).catch(() => undefined)
  complaints.push(...proxy.takeReports().map((report) => `policy: ${report}`))
  expect(complaints).toEqual([])
}

export { expect } from '@playwright/test'
