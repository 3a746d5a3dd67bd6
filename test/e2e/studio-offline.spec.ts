import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { EditorPage } from './editor-page.ts'
import { inTurn, sizes } from '../sizes.ts'
import { startPolicyProxy, type PolicyProxy } from './policy-proxy.ts'
import { furtherScenarios } from './studio-further-scenarios.ts'
import { clearProfile } from './studio-page.ts'
import { scenarios } from './studio-scenarios.ts'
import { expect, test as base } from './test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures', name)

/** The server of a studio of which there can be a newer version. */
interface Versioned {
  proxy: PolicyProxy
  /** What was asked for since the newer version was put there. */
  asked: string[]
  /** From now on it is as after a newer version was put there, and never answers what asks for `held`. */
  putNewer(held?: string): void
}

const test = base.extend<{ versioned: Versioned; open: () => Promise<BrowserContext> }>({
  versioned: async ({ server }, use) => {
    let isNewer = false
    let neverAnswered: string | undefined
    const asked: string[] = []
    const proxy = await startPolicyProxy(server.url, (path) => {
      if (!isNewer) return undefined
      asked.push(path)
      if (path === neverAnswered) return () => new Promise<string>(() => undefined)
      if (path === '/') return (text) => text.replace('<head>', '<head><meta name="newer" />')
      return path === '/service-worker.js' ? (text) => text.replace(/(version["']?:\s*["'`])/, '$1newer-') : undefined
    })
    const putNewer = (held?: string): void => {
      isNewer = true
      neverAnswered = held
    }
    await use({ proxy, asked, putNewer })
    await proxy.close()
  },
  /** Starts the browser, which keeps what it is given from one start to the next. */
  open: async ({ launchOptions }, use) => {
    const profile = await mkdtemp(join(tmpdir(), 'aw-profile-'))
    const options = { ...launchOptions, serviceWorkers: 'allow', viewport: { width: 1440, height: 900 } } as const
    await use(() => chromium.launchPersistentContext(profile, options))
    await rm(profile, { recursive: true, force: true })
  },
})

/** Whether everything is kept, also what is large. */
const keepsAll = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
    const has = (part: string): boolean => kept.flat().some(({ url }) => url.includes(part))
    return has('duckdb-eh') && has('parquet_wasm_bg') && has('sql-wasm')
  })

test('kept by the browser, the studio does everything with no server, also after the browser was restarted', async ({
  versioned: { proxy, asked, putNewer },
  open,
}) => {
  test.setTimeout(900_000)
  const complaints: string[] = []
  const listen = (context: BrowserContext): void => {
    context.on('weberror', (error) => complaints.push(`exception: ${error.error().message}`))
    context.on('console', (message) => message.type() === 'error' && complaints.push(`error: ${message.text()}`))
  }
  const first = await open()
  const page = first.pages()[0] ?? (await first.newPage())
  await page.goto(proxy.url)
  await expect.poll(() => keepsAll(page), { timeout: 60_000 }).toBe(true)

  // A newer version is told, and nothing of it is shown until a person takes it: then it is there whole.
  putNewer()
  const newer = page.locator('meta[name=newer]')
  await page.reload()
  const take = page.getByRole('button', { name: 'Use it now' })
  await expect(take).toBeVisible()
  await page.reload()
  await expect(take).toBeVisible()
  await expect(newer).toHaveCount(0)
  await take.click()
  await expect(newer).toHaveCount(1)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(take).toHaveCount(0)
  // Of the older one nothing is left, and what they share was not fetched again.
  const versions = (): Promise<string[]> =>
    page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('aw-studio-')))
  await expect.poll(versions).toEqual([expect.stringContaining('newer-')])
  expect(await keepsAll(page)).toBe(true)
  expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual([])
  expect(proxy.takeReports()).toEqual([])
  await first.close()
  proxy.stopServing()

  const context = await open()
  listen(context)
  try {
    await everythingIn(context.pages()[0] ?? (await context.newPage()), proxy.url)
  } finally {
    await context.close()
  }
  expect(complaints).toEqual([])
})

test('a newer version is shown in every tab at once, also where the older one is busy', async ({
  versioned: { proxy, putNewer },
  open,
}) => {
  const context = await open()
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(proxy.url)
  await expect.poll(() => keepsAll(page), { timeout: 60_000 }).toBe(true)
  const other = await context.newPage()
  await other.goto(`${proxy.url}/data`)
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible()

  // The worker of the older version waits for an answer that never comes.
  const large = await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      const one = (await cache.keys()).find(({ url }) => url.includes('sql-wasm'))
      if (one && (await cache.delete(one))) return new URL(one.url).pathname
    }
    throw new Error('Nothing large is kept.')
  })
  putNewer(large)
  await page.evaluate((path) => void fetch(path).catch(() => undefined), large)
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update())

  // Where nothing can be written it stays as it was, and says so.
  const devTools = await context.newCDPSession(page)
  const limit = (quotaSize?: number): Promise<unknown> =>
    devTools.send('Storage.overrideQuotaForOrigin', { origin: proxy.url, ...(quotaSize && { quotaSize }) })
  const take = page.getByRole('button', { name: 'Use it now' })
  await expect(take).toBeVisible()
  await limit(1)
  await take.click()
  await expect(page.getByRole('alert')).toContainText('The new version cannot be shown')
  await limit()
  await take.click()
  for (const tab of [page, other]) {
    await expect(tab.locator('meta[name=newer]')).toHaveCount(1)
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(tab.getByRole('button', { name: 'Use it now' })).toHaveCount(0)
  }
  await expect(other).toHaveURL(`${proxy.url}/data`)
  expect(proxy.takeReports()).toEqual([])

  // Without a network it is there too, whichever worker answers.
  proxy.stopServing()
  await other.reload()
  await expect(other.locator('meta[name=newer]')).toHaveCount(1)
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible()
  await context.close()
})

/** Opens a workflow and goes through the scenarios, all of it from what the browser has kept. */
async function everythingIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/workflows/cosmo-ready`)
  const editor = new EditorPage(page)
  await editor.untilReady()
  await editor.dropData(fixture('inventory.csv'))
  expect(await editor.run()).toBe('Completed')
  await editor.select('Prepare')
  await expect(editor.table).toHaveAttribute('aria-rowcount', '11')
  const plan = inTurn(Object.entries(scenarios), sizes.planOfflineEveryNth)
  for (const [title, scenario] of plan) await test.step(title, () => scenario(page))
  const further = Object.entries(furtherScenarios).filter((_, index) => index % sizes.offlineEveryNth === 0)
  for (const [title, scenario] of further) {
    await test.step(title, async () => {
      await clearProfile(page)
      await scenario(page)
    })
  }
}
