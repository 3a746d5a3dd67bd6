import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type BrowserContext, type Dialog, type Locator, type Page } from '@playwright/test'
import { EditorPage } from '../../support/editor-page.ts'
import { sizes } from '../../../sizes.ts'
import { startPolicyProxy, type PolicyProxy } from '../../support/policy-proxy.ts'
import { additionalScenarios } from '../scenarios/additional-scenarios.ts'
import { clearProfile } from '../page.ts'
import { scenarios } from '../scenarios/scenarios.ts'
import { expect, test as base, workWithoutServer } from '../../support/test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../../../fixtures', name)

/** A server that can switch to a newer version of the studio. */
interface Versioned {
  proxy: PolicyProxy
  /** Requests since the switch to the newer version. */
  asked: string[]
  /** Switches to the newer version. The response for a path can be delayed (in ms) or never sent. */
  putNewer(slow?: { path: string; afterMs: number }): void
}

const test = base.extend<{ versioned: Versioned; open: () => Promise<BrowserContext> }>({
  versioned: async ({ server }, use) => {
    let isNewer = false
    let slow: Parameters<Versioned['putNewer']>[0]
    const asked: string[] = []
    const proxy = await startPolicyProxy(server.url, (path) => {
      if (!isNewer) return undefined
      asked.push(path)
      const wait = async (): Promise<void> => {
        if (path === slow?.path) await new Promise((done) => setTimeout(done, slow?.afterMs))
      }
      if (path === '/') return (text) => wait().then(() => text.replace('<head>', '<head><meta name="newer" />'))
      if (path === '/service-worker.js') return (text) => text.replace(/(version["']?:\s*["'`])/, '$1newer-')
      return path === slow?.path ? (text) => wait().then(() => text) : undefined
    })
    const putNewer: Versioned['putNewer'] = (late) => {
      isNewer = true
      slow = late
    }
    await use({ proxy, asked, putNewer })
    await proxy.close()
  },
  /** Starts the browser with a persistent profile. */
  open: async ({ launchOptions }, use) => {
    const profile = await mkdtemp(join(tmpdir(), 'aw-profile-'))
    const options = { ...launchOptions, serviceWorkers: 'allow', viewport: { width: 1440, height: 900 } } as const
    await use(() => chromium.launchPersistentContext(profile, options))
    await rm(profile, { recursive: true, force: true })
  },
})

/** URLs of all cached files, of any version. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
    return all.flat().map(({ url }) => new URL(url).pathname)
  })
/** Waits until all files are cached, including the large ones. */
const untilKept = (page: Page): Promise<void> =>
  expect
    .poll(() => kept(page), { timeout: 180_000 })
    .toEqual(
      expect.arrayContaining([
        '/',
        ...['duckdb-eh', 'parquet_wasm_bg', 'sql-wasm'].map((part) => expect.stringContaining(part)),
      ]),
    )
/** The cached versions. */
const versions = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('aw-studio-')))

/** Opens the studio in a new browser and waits until it is cached. */
async function openKept(open: () => Promise<BrowserContext>, proxy: PolicyProxy): Promise<[BrowserContext, Page]> {
  const context = await open()
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(proxy.url)
  await untilKept(page)
  return [context, page]
}

const newer = (page: Page): Locator => page.locator('meta[name=newer]')
const take = (page: Page): Locator => page.getByRole('button', { name: 'Update now' })
const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 })

/** Expects the newer version offline as well, whichever worker responds. */
async function staysNewer(page: Page, proxy: PolicyProxy): Promise<void> {
  proxy.stopServing()
  await page.reload()
  await expect(newer(page)).toHaveCount(1)
  await expect(heading(page)).toBeVisible()
}

/** Records the errors of the pages, except of requests to the server, to which they try to send their work. */
function recordErrors(context: BrowserContext): string[] {
  const errors: string[] = []
  context.on('weberror', (error) => errors.push(`exception: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' && !/^https?:\/\/[^/]+\/api\//.test(message.location().url))
      errors.push(`error: ${message.text()}`)
  })
  return errors
}

test('once cached, the studio works without a server, even after a restart of the browser', async ({
  versioned: { proxy, asked, putNewer },
  open,
}) => {
  test.setTimeout(900_000)
  const [first, page] = await openKept(open, proxy)

  // A newer version is announced, but it is not used before the user accepts it; then it is used completely.
  putNewer()
  await page.reload()
  await expect(take(page)).toBeVisible()
  await page.reload()
  await expect(take(page)).toBeVisible()
  await expect(newer(page)).toHaveCount(0)
  await take(page).click()
  await expect(newer(page)).toHaveCount(1)
  await expect(heading(page)).toBeVisible()
  await expect(take(page)).toHaveCount(0)
  // The older version is completely removed, and shared files were not fetched again.
  await expect.poll(() => versions(page)).toEqual([expect.stringContaining('newer-')])
  await untilKept(page)
  expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual([])
  expect(proxy.takeReports()).toEqual([])
  await first.close()
  proxy.stopServing()

  const context = await open()
  await context.addInitScript(workWithoutServer)
  const browserErrors = recordErrors(context)
  try {
    await everythingIn(context.pages()[0] ?? (await context.newPage()), proxy.url)
  } finally {
    await context.close()
  }
  expect(browserErrors).toEqual([])
})

test('results open in a tab of their own without a server', async ({ versioned: { proxy }, open }) => {
  const [context, page] = await openKept(open, proxy)
  const browserErrors = recordErrors(context)
  proxy.stopServing()
  await page.goto(`${proxy.url}/workflows/cosmo-ready`)
  const editor = new EditorPage(page)
  await editor.waitUntilReady()
  await editor.dropData(fixture('inventory.csv'))
  expect(await editor.run()).toBe('Completed')
  const opening = page.waitForEvent('popup')
  await page.locator('aw-results').getByRole('link', { name: 'Open in new tab' }).click()
  const tab = await opening
  await expect(tab).toHaveURL(/\/workflows\/cosmo-ready\/results/)
  const grid = tab.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '11')
  // The tab reads the rows itself, even after a reload, and follows the next run.
  await tab.reload()
  await expect(grid).toHaveAttribute('aria-rowcount', '11')
  const firstRun = await tab.getByTestId('latest-run').getAttribute('href')
  expect(await editor.run()).toBe('Completed')
  await expect(tab.getByTestId('latest-run')).not.toHaveAttribute('href', firstRun!)
  await expect(grid).toHaveAttribute('aria-rowcount', '11')
  await context.close()
  expect(browserErrors).toEqual([])
})

test('files that another application shares are added when the user confirms them', async ({
  versioned: { proxy },
  open,
}) => {
  const context = await open()
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(proxy.url)
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })
  const share = (): Promise<number> =>
    page.evaluate(async () => {
      const body = new FormData()
      body.append('files', new File(['id,price\n1,10\n'], 'Preise März.csv', { type: 'text/csv' }))
      return (await fetch('/receive', { method: 'POST', body })).status
    })
  await share()
  await page.goto(`${proxy.url}/?received`)
  const question = page.getByTestId('question')
  await expect(question).toContainText('Preise März.csv')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(`${proxy.url}/`)
  await share()
  await page.goto(`${proxy.url}/?received`)
  await question.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByTestId('upload-success')).toContainText('File uploaded.')
  await context.close()
})

test('a newer version is used in all tabs at once, even if the older one is busy', async ({
  versioned: { proxy, putNewer },
  open,
}) => {
  const [context, page] = await openKept(open, proxy)
  const other = await context.newPage()
  await other.goto(`${proxy.url}/data`)
  await expect(heading(other)).toBeVisible()

  // The worker of the older version waits for a response that never arrives.
  const large = await forget(page, 'sql-wasm')
  putNewer({ path: large, afterMs: 600_000 })
  await page.evaluate((path) => void fetch(path).catch(() => undefined), large)
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update())

  // If nothing can be written, the version stays and reports this; requests still get responses.
  const devTools = await context.newCDPSession(page)
  const limit = (quotaSize?: number): Promise<unknown> =>
    devTools.send('Storage.overrideQuotaForOrigin', { origin: proxy.url, ...(quotaSize && { quotaSize }) })
  await expect(take(page)).toBeVisible()
  const forgotten = await forget(page, 'parquet_wasm_bg')
  await limit(1)
  expect(
    await page.evaluate(async (path) => (await (await fetch(path)).arrayBuffer()).byteLength, forgotten),
  ).toBeGreaterThan(1_000_000)
  await take(page).click()
  await expect(page.getByRole('alert')).toContainText('The new version could not be installed')
  await expect(newer(page)).toHaveCount(0)
  await limit()
  await take(page).click()
  for (const tab of [page, other]) {
    await expect(newer(tab)).toHaveCount(1)
    await expect(heading(tab)).toBeVisible()
    await expect(take(tab)).toHaveCount(0)
  }
  await expect(other).toHaveURL(`${proxy.url}/data`)
  expect(proxy.takeReports()).toEqual([])

  await staysNewer(other, proxy)
  await context.close()
})

test('a newer version that downloads slowly is complete when it is used', async ({
  versioned: { proxy, putNewer },
  open,
}) => {
  const [context, page] = await openKept(open, proxy)
  putNewer({ path: '/', afterMs: 8_000 })
  await page.reload()
  // By then, the page's worker has cached all files.
  await expect(heading(page)).toBeVisible()
  await expect(take(page)).toBeVisible()
  await take(page).click()
  await expect(newer(page)).toHaveCount(1)
  await untilKept(page)
  await staysNewer(page, proxy)
  proxy.takeReports()
  await context.close()
})

test('a tab that declines the newer version offers it again', async ({ versioned: { proxy, putNewer }, open }) => {
  const [context, page] = await openKept(open, proxy)
  const other = await context.newPage()
  await other.goto(`${proxy.url}/data`)
  await expect(heading(other)).toBeVisible()
  putNewer()
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
  await expect(take(other)).toBeVisible()
  await other.getByRole('button', { name: 'Later' }).click()
  await expect(take(other)).toHaveCount(0)
  await other.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()))
  const asked: string[] = []
  const answer = (dialog: Dialog): Promise<void> => {
    asked.push(dialog.type())
    return dialog.dismiss()
  }
  other.on('dialog', answer)
  await take(page).click()
  await expect(newer(page)).toHaveCount(1)
  await expect(take(other)).toBeVisible()
  await expect(newer(other)).toHaveCount(0)
  expect(asked).toEqual(['beforeunload'])

  other.off('dialog', answer)
  other.on('dialog', (dialog) => dialog.accept())
  await take(other).click()
  await expect(newer(other)).toHaveCount(1)
  await expect(take(other)).toHaveCount(0)
  proxy.takeReports()
  await context.close()
})

test('a newer version that was not accepted is used once no page was open', async ({
  versioned: { proxy, putNewer },
  open,
}) => {
  const [context, page] = await openKept(open, proxy)
  putNewer()
  await page.reload()
  await expect(take(page)).toBeVisible()
  await context.close()
  const [again, opened] = await openKept(open, proxy)
  await expect(newer(opened)).toHaveCount(1)
  await expect(take(opened)).toHaveCount(0)
  await expect.poll(() => versions(opened)).toEqual([expect.stringContaining('newer-')])
  await again.close()
})

test('evicted files are stored again, also while another tab is open', async ({ versioned: { proxy }, open }) => {
  const [context, page] = await openKept(open, proxy)
  const other = await context.newPage()
  await other.goto(`${proxy.url}/data`)
  await expect(heading(other)).toBeVisible()
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name)
  })
  await page.reload()
  await untilKept(page)
  proxy.stopServing()
  for (const tab of [page, other]) {
    await tab.reload()
    await expect(heading(tab)).toBeVisible()
  }
  await context.close()
})

/** Removes the files whose URL contains `part` from all caches. Returns the path. */
const forget = (page: Page, part: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    let path = ''
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const one of await cache.keys()) {
        if (one.url.includes(wanted) && (await cache.delete(one))) path = new URL(one.url).pathname
      }
    }
    return path
  }, part)

/** Opens a workflow and runs the scenarios from the cache alone. */
async function everythingIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/workflows/cosmo-ready`)
  const editor = new EditorPage(page)
  await editor.waitUntilReady()
  await editor.dropData(fixture('inventory.csv'))
  expect(await editor.run()).toBe('Completed')
  await editor.select('Prepare')
  await expect(editor.table).toHaveAttribute('aria-rowcount', '11')
  const plan = Object.entries(scenarios).slice(0, sizes.planOfflineScenarios)
  for (const [title, scenario] of plan) await test.step(title, () => scenario(page))
  const further = Object.entries(additionalScenarios).slice(0, sizes.offlineScenarios)
  for (const [title, scenario] of further) {
    await test.step(title, async () => {
      await clearProfile(page)
      await scenario(page)
    })
  }
}
