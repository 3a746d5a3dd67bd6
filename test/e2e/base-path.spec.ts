import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor-page.ts'
import { startPolicyProxy, type PolicyProxy } from './support/policy-proxy.ts'
import { readCode, readLink } from './support/read-code.ts'
import { startRealServer, type RealServer } from './support/real-server.ts'
import { createWorkflow, StudioPage } from './studio/page.ts'
import { startIdentityProvider, type TestIdentityProvider } from '../../server/testing/test-identity-provider.ts'
import { level } from '../sizes.ts'

const basePath = '/tools/aw'
let server: RealServer
let proxy: PolicyProxy
let provider: TestIdentityProvider

test.beforeAll(async () => {
  proxy = await startPolicyProxy(() => server.url)
  provider = await startIdentityProvider({
    id: 'aw',
    secret: 'secret-of-the-client',
    callback: `${proxy.url}${basePath}/api/v1/auth/oidc/callback`,
  })
  server = await startRealServer(undefined, {
    AUTH: 'required',
    AW_SIGN_UP: 'open',
    AW_BASE_PATH: `${basePath}/`,
    AW_URL: `${proxy.url}${basePath}`,
    AW_OIDC_ISSUER: provider.issuer,
    AW_OIDC_CLIENT_ID: 'aw',
    AW_OIDC_CLIENT_SECRET: 'secret-of-the-client',
    AW_OIDC_NAME: 'Example Company',
  })
})
test.afterAll(async () => {
  await proxy.close()
  await server.stop()
  await provider.close()
})

test('a sign-in with a provider returns to the page under the path', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  provider.identity = { sub: 'p-1', email: 'oidc@example.com', email_verified: true, name: 'Ada Example' }
  await page.goto(`${proxy.url}${basePath}/workflows`)
  await page.getByTestId('provider').click()
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await expect(page).toHaveURL(`${proxy.url}${basePath}/workflows`)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  expect(new Set((await context.cookies(`${proxy.url}${basePath}/api/v1/auth`)).map(({ path }) => path))).toEqual(
    new Set([`${basePath}/api/v1/auth`]),
  )
  await context.close()
})

test('the studio, the manual and the API are published under a path of a host', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'allow' })
  const page = await context.newPage()
  const paths = new Set<string>()
  const browserErrors: string[] = []
  context.on('request', (request) => paths.add(new URL(request.url()).pathname))
  page.on('pageerror', ({ message }) => browserErrors.push(message))
  page.on('response', (response) => {
    if (response.status() === 404) browserErrors.push(`404 ${response.url()}`)
  })

  await page.goto(`${proxy.url}${basePath}/workflows`)
  await page.getByTestId('email').fill('grace@example.com')
  await page.getByTestId('request-otp').click()
  await page.getByTestId('code').fill(await readCode(server))
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  const cookies = (await context.cookies(`${proxy.url}${basePath}/api/v1/auth/refresh`)).map(({ path }) => path)
  expect(new Set(cookies)).toEqual(new Set([`${basePath}/api/v1/auth`]))

  await page.goto(`${proxy.url}${basePath}/`)
  await page.getByRole('heading', { name: 'Prepare a messy file' }).getByRole('link').click()
  await expect(page).toHaveURL(`${proxy.url}${basePath}/workflows/cosmo-ready`)
  const editor = new EditorPage(page)
  await editor.dropData(resolve(import.meta.dirname, '../fixtures/sample.csv'))
  expect(await editor.run()).toBe('Completed')

  // The manual is built for the long tests only.
  if (level === 'long') {
    await page.goto(`${proxy.url}${basePath}/manual/`)
    await page.getByRole('link', { name: 'Server', exact: true }).first().click()
    await expect(page.locator('main h1').first()).toBeVisible()
    expect(new URL(page.url()).pathname).toMatch(/^\/tools\/aw\/manual\/./)
  }
  await page.goto(`${proxy.url}${basePath}/docs/errors`)
  await expect(page.locator('link[rel="stylesheet"]')).toHaveCount(1)

  // `api-viewers.spec.ts` shows the routes, whose rendering takes most of a minute.
  for (const viewer of ['redoc', 'docs']) {
    const description = page.waitForResponse(`${proxy.url}${basePath}/openapi.json`)
    await page.goto(`${proxy.url}${basePath}/${viewer}`)
    expect((await description).ok()).toBe(true)
  }

  await page.goto(`${proxy.url}${basePath}/workspace`)
  await page.getByTestId('invite-email').fill('ada@example.com')
  await page.getByTestId('invite').click()
  const link = await readLink(server, 'ada@example.com')
  expect(link).toMatch(new RegExp(`^${proxy.url}${basePath}/invitations#token=`))
  const invited = await (await browser.newContext()).newPage()
  const path = link.slice(proxy.url.length)
  await invited.goto(`${proxy.url}${path}`)
  await expect(invited).toHaveURL(`${proxy.url}${basePath}/invitations`)
  await expect(invited.getByTestId('email')).toBeVisible()
  await invited.context().close()

  const studio = new StudioPage(page)
  await page.goto(`${proxy.url}${basePath}/workflows`)
  const workflow = createWorkflow('Monthly figures', { Say: ['variable', { expression: '1' }] }, [])
  await studio.chooseFile(page.getByRole('button', { name: 'Import', exact: true }), {
    name: 'workflow.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(workflow)),
  })
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByTestId('share-dialog')
  await dialog.getByRole('switch', { name: 'Share by link' }).click()
  const url = (await dialog.getByRole('link').getAttribute('href'))!
  expect(url).toMatch(new RegExp(`^${proxy.url}${basePath}/shared/`))
  const visitor = await (await browser.newContext()).newPage()
  const visited: string[] = []
  visitor.on('request', (request) => visited.push(new URL(request.url()).pathname))
  await visitor.goto(`${proxy.url}/${url.slice(proxy.url.length + 1)}`)
  await expect(visitor.getByRole('heading', { name: 'Monthly figures' })).toBeVisible()
  expect(visited.filter((path) => !path.startsWith(`${basePath}/`))).toEqual([])
  await visitor.context().close()

  await page.goto(`${proxy.url}${basePath}/data`)
  const isInstalled = (): Promise<boolean> =>
    page.evaluate(async () => (await caches.match(new URL('.', location.href).pathname)) !== undefined)
  await expect.poll(isInstalled).toBe(true)
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain(basePath)
  const scopes = await page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
  )
  expect(scopes).toEqual([`${proxy.url}${basePath}/`])
  expect([...paths].filter((path) => !path.startsWith(`${basePath}/`))).toEqual([])
  expect(browserErrors).toEqual([])
  proxy.stopServing()
  await page.reload()
  await expect(page.locator('studio-app').getByRole('navigation').first()).toBeVisible()
  await context.close()
})
