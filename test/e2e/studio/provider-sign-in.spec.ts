import { findFreePort } from '../../../server/testing/free-port.ts'
import { startIdentityProvider, type TestIdentityProvider } from '../../../server/testing/test-identity-provider.ts'
import { axeFindings } from '../support/axe-findings.ts'
import { startPolicyProxy, type PolicyProxy } from '../support/policy-proxy.ts'
import { startRealServer, type RealServer } from '../support/real-server.ts'
import { expect, test } from '@playwright/test'

let provider: TestIdentityProvider
let server: RealServer
let proxy: PolicyProxy

test.beforeAll(async () => {
  const port = await findFreePort()
  proxy = await startPolicyProxy(new URL(`http://localhost:${port}`))
  provider = await startIdentityProvider({
    id: 'aw',
    secret: 'secret-of-the-client',
    callback: `${proxy.url}/api/v1/auth/oidc/callback`,
  })
  server = await startRealServer(undefined, {
    PORT: String(port),
    AUTH: 'required',
    AW_SIGN_UP: 'open',
    AW_URL: proxy.url,
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

test('a person signs in with the provider, returns to the page, and stays signed in', async ({ browser }) => {
  const page = await browser.newPage()
  provider.identity = undefined
  await page.goto(`${proxy.url}/workflows`)
  await page.getByRole('link', { name: 'Sign in with Example Company' }).click()
  await expect(page.getByRole('alert')).toContainText('The sign-in was canceled or has expired. Try again.')
  await expect(page).toHaveURL(`${proxy.url}/`)
  expect(await axeFindings(page, 'provider')).toEqual([])

  provider.identity = { sub: 'p-1', email: 'ada@example.com', email_verified: true, name: 'Ada Example' }
  await page.goto(`${proxy.url}/workflows`)
  await page.getByTestId('provider').click()
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await expect(page).toHaveURL(`${proxy.url}/workflows`)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await page.close()
})
