import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { openTestServer } from '../../../../server/testing/open-test-server.ts'
import { sizes } from '../../../sizes.ts'
import { expect, test as base } from '../../support/test.ts'

/** Every path that the server serves to a browser that opens it, from the routes of the server. */
async function listServerPaths(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-routes-'))
  try {
    const server = await openTestServer(join(folder, 'data'))
    await server.close()
    const routes = server.routes.map((route) => route.split(' '))
    const paths = routes.filter(([method]) => method === 'GET' || method === 'ALL').map(([, path = '']) => path)
    return [...new Set(paths)].map((path) => path.replace(/\{\w+\}/g, 'none').replace('*', ''))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const test = base.extend<{ installed: [BrowserContext, Page] }>({
  /** A browser whose service worker serves the studio. */
  installed: async ({ browser, policyProxy }, use) => {
    const context = await browser.newContext({ serviceWorkers: 'allow', baseURL: policyProxy.url })
    const page = await context.newPage()
    await page.goto('/')
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await use([context, page])
    await context.close()
  },
})

test('the server answers for each of its paths after the studio was installed', async ({ installed: [, page] }) => {
  const paths = await listServerPaths()
  expect(paths.length).toBeGreaterThan(100)
  expect(paths).toEqual(expect.arrayContaining(['/manual/', '/docs', '/metrics', '/hooks/none', '/api/v1/shared/none']))
  /** Whether the service worker responded, by path. */
  const isFromWorker = new Map<string, boolean>()
  page.on('response', (response) => {
    if (response.request().isNavigationRequest())
      isFromWorker.set(new URL(response.url()).pathname, response.fromServiceWorker())
  })
  const tried = paths.filter((path, index) => index % sizes.serverPathEveryNth === 0 || !path.startsWith('/api/'))
  for (const path of [...tried, '/manual/guide/none', '/manual/assets/none.js', '/none.html', '/none']) {
    // A download ends the navigation.
    await page.goto(path, { waitUntil: 'commit' }).catch((cause: Error) => {
      if (!/Download is starting|ERR_ABORTED/.test(cause.message)) throw cause
    })
    expect(isFromWorker.get(path), path).toBe(false)
  }
})

test('the worker serves the pages of the studio', async ({ installed: [, page] }) => {
  for (const path of ['/', '/workflows', '/workflows/none', '/runs/none/results', '/shared/none', '/setup']) {
    const response = await page.goto(path, { waitUntil: 'commit' })
    expect(response?.fromServiceWorker(), path).toBe(true)
  }
})

test('a link to a path of the server leaves the studio', async ({ installed: [, page] }) => {
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = '/docs'
    link.textContent = 'Server'
    document.body.append(link)
    link.click()
  })
  await expect(page).toHaveTitle(/aw API/)
  await expect(page.locator('studio-app')).toHaveCount(0)
})
