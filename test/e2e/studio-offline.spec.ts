import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { EditorPage } from './editor-page.ts'
import { inTurn, sizes } from '../sizes.ts'
import { startPolicyProxy } from './policy-proxy.ts'
import { furtherScenarios } from './studio-further-scenarios.ts'
import { clearProfile } from './studio-page.ts'
import { scenarios } from './studio-scenarios.ts'
import { expect, test } from './test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures', name)

test('kept by the browser, the studio does everything with no server, also after the browser was restarted', async ({
  server,
  launchOptions,
}) => {
  test.setTimeout(900_000)
  const profile = await mkdtemp(join(tmpdir(), 'aw-profile-'))
  const open = (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(profile, {
      ...launchOptions,
      serviceWorkers: 'allow',
      viewport: { width: 1440, height: 900 },
    })
  const complaints: string[] = []
  const listen = (context: BrowserContext): void => {
    context.on('weberror', (error) => complaints.push(`exception: ${error.error().message}`))
    context.on('console', (message) => message.type() === 'error' && complaints.push(`error: ${message.text()}`))
  }
  // The server as it is after a newer version was put there.
  let isNewer = false
  const asked: string[] = []
  const proxy = await startPolicyProxy(server.url, (path) => {
    if (!isNewer) return undefined
    asked.push(path)
    if (path === '/') return (text) => text.replace('<head>', '<head><meta name="newer" />')
    return path === '/service-worker.js' ? (text) => text.replace(/(version["']?:\s*["'`])/, '$1newer-') : undefined
  })
  try {
    const first = await open()
    const page = first.pages()[0] ?? (await first.newPage())
    await page.goto(proxy.url)
    const keeps = (): Promise<boolean> =>
      page.evaluate(async () => {
        const [name] = await caches.keys()
        const kept = name === undefined ? [] : await (await caches.open(name)).keys()
        const has = (part: string): boolean => kept.some(({ url }) => url.includes(part))
        return has('duckdb-eh') && has('parquet_wasm_bg') && has('sql-wasm')
      })
    await expect.poll(keeps, { timeout: 60_000 }).toBe(true)

    // A newer version is told, and nothing of it is shown until a person takes it: then it is there whole.
    isNewer = true
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
    await expect.poll(keeps).toBe(true)
    expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual([])
    const names = await page.evaluate(() => caches.keys())
    expect(names).toEqual([expect.stringContaining('newer-')])
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
  } finally {
    await rm(profile, { recursive: true, force: true })
    await proxy.close()
  }
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
