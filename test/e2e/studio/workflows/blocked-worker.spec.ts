import { expect, test } from '@playwright/test'
import { selectSlowCases } from '../../../sizes.ts'
import { startPolicyProxy } from '../../support/policy-proxy.ts'
import { startRealServer } from '../../support/real-server.ts'
import { StudioPage, createWorkflow } from '../page.ts'

const answers = [
  ['is missing', { status: 404, body: 'Not found' }],
  ['is another file', { status: 200, contentType: 'text/html', body: '<!doctype html><title>Page</title>' }],
] as const

for (const [name, answer] of selectSlowCases(answers)) {
  test(`names the address of the engine and the next step if its script ${name}`, async ({ browser }) => {
    const server = await startRealServer()
    const proxy = await startPolicyProxy(server.url)
    const context = await browser.newContext({ baseURL: proxy.url, serviceWorkers: 'block' })
    await context.route(/\/worker-[\w-]+\.js$/, (route) => route.fulfill(answer))
    const page = await context.newPage()
    const studio = new StudioPage(page)
    await studio.go('/workflows')
    await expect(page.getByText(/The engine could not be loaded from \S+worker\S+\.js/).first()).toBeVisible()
    await expect(page.getByText(/Check that this URL is reachable/).first()).toBeVisible()
    // A session that is opened later also reports it.
    await studio.importWorkflow(createWorkflow('Later', { Load: ['loading'] }, []))
    await expect(page.locator('aw-run-bar')).toContainText('The engine could not start')
    await expect(page.getByText(/The engine could not be loaded from/).first()).toBeVisible()
    await context.close()
    await proxy.close()
    await server.stop()
  })
}

test('names the address of the engine if the policy of the page blocks workers', async ({ browser }) => {
  const server = await startRealServer()
  const context = await browser.newContext({ baseURL: server.url.href, serviceWorkers: 'block' })
  await context.route(
    (url) => !/\.\w+$/.test(url.pathname) && !url.pathname.startsWith('/api'),
    async (route) => {
      const response = await route.fetch()
      const policy = "worker-src 'none'"
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
    },
  )
  const page = await context.newPage()
  const studio = new StudioPage(page)
  await studio.go('/workflows')
  await expect(page.getByText(/The engine could not be loaded from \S+worker\S+\.js/).first()).toBeVisible()
  await expect(page.getByText(/worker-src/).first()).toBeVisible()
  await context.close()
  await server.stop()
})
