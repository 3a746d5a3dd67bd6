import type { Page } from '@playwright/test'
import { startRealServer } from './support/real-server.ts'
import { expect, test } from '@playwright/test'

/** Uses a page of a server, which must report no error and send no request to another server. */
async function useAlone(page: Page, use: (url: URL) => Promise<void>): Promise<void> {
  const server = await startRealServer()
  try {
    const browserErrors: string[] = []
    const origins = new Set<string>()
    page.on('console', (message) => {
      if (message.type() === 'error') browserErrors.push(message.text())
    })
    page.on('pageerror', ({ message }) => browserErrors.push(message))
    page.on('request', (request) => origins.add(new URL(request.url()).origin))
    await use(server.url)
    expect([...origins].filter((origin) => origin !== server.url.origin && origin !== 'null')).toEqual([])
    expect(browserErrors).toEqual([])
  } finally {
    await server.stop()
  }
}

test('Swagger UI sends a request, without resources from other servers', ({ page }) =>
  useAlone(page, async (url) => {
    await page.goto(new URL('/docs#/config', url).href)
    await page.locator('.opblock-summary', { hasText: 'List the configured language models' }).click()
    await page.getByRole('button', { name: 'Try it out' }).click()
    await page.getByRole('button', { name: 'Execute' }).click()
    await expect(page.locator('.live-responses-table .response-col_status').last()).toHaveText(/^200/)
  }))

test('Redoc shows the routes, without resources from other servers', ({ page }) =>
  useAlone(page, async (url) => {
    await page.goto(new URL('/redoc', url).href)
    await expect(page.getByText('/api/v1/config/llm-models').first()).toBeAttached()
  }))
