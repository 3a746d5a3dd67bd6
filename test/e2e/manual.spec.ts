import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { axeFindings } from './support/axe-findings.ts'
import { startRealServer, type RealServer } from './support/real-server.ts'

const folder = resolve(import.meta.dirname, '../../docs/dist')

/** Number of tests that the pages are divided into. */
const shareCount = 8

let server: RealServer
let origin: string
test.beforeAll(async () => {
  server = await startRealServer()
  origin = new URL(server.url).origin
})
test.afterAll(() => server.stop())

/** Collects the errors and policy reports of a page. */
function collectBrowserErrors(page: Page): string[] {
  const browserErrors: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) browserErrors.push(message.text())
  })
  page.on('pageerror', ({ message }) => browserErrors.push(message))
  return browserErrors
}

const pages = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.html') && path !== '404.html' && !/^(?:aw|catalog)\//.test(path))
    .map((path) => path.replace(/(index)?\.html$/, ''))
    .sort()

test('has no link to a page or heading that does not exist', () => {
  const headings = new Map<string, Set<string>>()
  const htmlOf = (page: string): string =>
    readFileSync(resolve(folder, page === '' || page.endsWith('/') ? `${page}index.html` : `${page}.html`), 'utf8')
  for (const page of pages())
    headings.set(page, new Set([...htmlOf(page).matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)))
  expect(headings.size).toBeGreaterThan(200)
  const broken: string[] = []
  for (const page of pages()) {
    for (const [, href = ''] of htmlOf(page).matchAll(/<a [^>]*href="([^"]+)"/g)) {
      if (/^[a-z]+:/.test(href)) continue
      const { pathname, hash } = new URL(href, `http://localhost/manual/${page}`)
      // Only `npm run docs` builds it, from the Storybook that other tests open.
      if (pathname === '/manual/catalog/') continue
      const target = decodeURIComponent(pathname.replace('/manual/', '').replace(/(index)?\.html$/, ''))
      const ids = headings.get(target)
      if (!ids || (hash !== '' && !ids.has(decodeURIComponent(hash.slice(1))))) broken.push(`${page} → ${href}`)
    }
  }
  expect(broken).toEqual([])
})

// One test per share of the pages, because a test of all of them exceeds the time limit on a busy machine.
for (const share of Array.from({ length: shareCount }, (_, index) => index)) {
  test(`has pages that axe finds nothing in, without errors of the console (${share + 1} of ${shareCount})`, async ({
    page,
  }) => {
    const browserErrors = collectBrowserErrors(page)
    const found: string[] = []
    const selected = pages().filter((_, index) => index % shareCount === share)
    expect(selected.length).toBeGreaterThan(20)
    for (const [index, path] of selected.entries()) {
      await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' })
      await page.goto(`${origin}/manual/${path}`)
      await expect(page.locator('h1').first()).toBeVisible()
      found.push(...(await axeFindings(page, path)))
    }
    expect(found).toEqual([])
    expect(browserErrors).toEqual([])
  })
}

test('finds a page by its text and follows it, without a request to another server', async ({ page }) => {
  const browserErrors = collectBrowserErrors(page)
  const origins = new Set<string>()
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  await page.goto(`${origin}/manual/`)
  await page.getByRole('button', { name: 'Search' }).first().click()
  await page.getByRole('searchbox').fill('rotate key')
  const first = page.getByRole('option').first()
  await expect(first).toBeVisible()
  await first.click()
  await expect(page.locator('main')).toContainText('aw rotate-key')
  expect([...origins]).toEqual([origin])
  expect(browserErrors).toEqual([])
})

for (const path of ['customizing/element', 'embedding/react']) {
  test(`runs the editor in the page ${path}`, async ({ page }) => {
    const browserErrors = collectBrowserErrors(page)
    await page.goto(`${origin}/manual/${path}`)
    await page.getByRole('button', { name: 'Start the editor' }).click()
    await expect(page.locator('aw-workflow-editor').getByRole('button', { name: 'Run' }).first()).toBeVisible()
    expect(browserErrors).toEqual([])
  })
}
