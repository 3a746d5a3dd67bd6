import type { BrowserContext, Page } from '@playwright/test'
import { undescribedRoutes } from '../../../../server/testing/undescribed-routes.ts'
import { sizes } from '../../../sizes.ts'
import { expect, test as base } from '../../support/test.ts'

/** Every path that the server serves to a browser that opens it. A test of the server checks that no route is missing. */
async function listServerPaths(server: URL): Promise<string[]> {
  const response = await fetch(new URL('/openapi.json', server))
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> }
  const described = Object.entries(paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []))
  const others = undescribedRoutes.flatMap((route) => {
    const [method, path = ''] = route.split(' ')
    return method === 'GET' || method === 'ALL' ? [path] : []
  })
  return [...described, ...others].map((path) => path.replace(/\{\w+\}/g, 'none').replace('*', ''))
}

/** A browser whose service worker serves the studio. */
let installed: BrowserContext

// A fixture of the worker would start another worker for these tests, with a server and a browser of its own.
const test = base.extend<{ tab: Page }>({
  tab: async ({}, use) => {
    const page = await installed.newPage()
    await use(page)
    await page.close()
  },
})
test.beforeAll(async ({ browser, policyProxy }) => {
  installed = await browser.newContext({ serviceWorkers: 'allow', baseURL: policyProxy.url })
  const page = await installed.newPage()
  await page.goto('/')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.close()
})
test.afterAll(() => installed.close())

test('the server answers for each of its paths after the studio was installed', async ({ tab, server }) => {
  const paths = await listServerPaths(server.url)
  expect(paths.length).toBeGreaterThan(100)
  expect(paths).toEqual(expect.arrayContaining(['/manual/', '/docs', '/metrics', '/hooks/none', '/api/v1/shared/none']))
  /** Whether the service worker responded, by path. */
  const isFromWorker = new Map<string, boolean>()
  tab.on('response', (response) => {
    if (response.request().isNavigationRequest())
      isFromWorker.set(new URL(response.url()).pathname, response.fromServiceWorker())
  })
  const tried = paths.filter((path, index) => index % sizes.serverPathEveryNth === 0 || !path.startsWith('/api/'))
  for (const path of [...tried, '/manual/guide/none', '/manual/assets/none.js', '/none.html', '/none']) {
    // A download ends the navigation.
    await tab.goto(path, { waitUntil: 'commit' }).catch((cause: Error) => {
      if (!/Download is starting|ERR_ABORTED/.test(cause.message)) throw cause
    })
    expect(isFromWorker.get(path), path).toBe(false)
  }
})

test('the worker serves the pages of the studio', async ({ tab }) => {
  for (const path of ['/', '/workflows', '/workflows/none', '/runs/none/results', '/shared/none', '/setup']) {
    const response = await tab.goto(path, { waitUntil: 'commit' })
    expect(response?.fromServiceWorker(), path).toBe(true)
  }
})

test('a link to a path of the server leaves the studio', async ({ tab }) => {
  await tab.goto('/')
  await tab.evaluate(() => {
    const link = document.createElement('a')
    link.href = '/docs'
    link.textContent = 'Server'
    document.body.append(link)
    link.click()
  })
  await expect(tab).toHaveTitle(/aw API/)
  await expect(tab.locator('studio-app')).toHaveCount(0)
})
